r"""Patterns with a long list of alternatives, like the names of all time zones: they are too large for an automaton."""

import re
from functools import cache

_GROUP = re.compile(r"\(\?(?!:)")  # flags and lookarounds, which have an effect outside their alternative
_SPECIAL = frozenset(r"\\.^$*+?{}[]|()")


@cache
def alternatives(pattern: str) -> frozenset[str]:
    """Return a pattern for each alternative of a pattern; the pattern itself if it has none."""
    if _GROUP.search(pattern):
        return frozenset([pattern])
    for start in ("^(?:", "^("):
        inner = pattern[len(start) : -2]
        if pattern.startswith(start) and pattern.endswith(")$") and _split(inner):
            return frozenset(f"^(?:{one})$" for one in _split(inner))
    return frozenset(_split(pattern) or [pattern])


def inner(alternative: str) -> str:
    """Return an alternative without the anchors around it, if it has them."""
    is_whole = alternative.startswith("^(?:") and alternative.endswith(")$")
    return alternative[4:-2] if is_whole else alternative


def literal(alternative: str) -> str | None:
    """Return the text that a literal alternative matches, None if it is not literal."""
    text = inner(alternative)
    return None if _SPECIAL & set(text) else text


def _split(pattern: str) -> list[str]:
    """Return the alternatives at the top level of a pattern; none if it closes a group that is not open."""
    found, depth, in_class, start, place = [], 0, False, 0, 0
    while place < len(pattern):
        character = pattern[place]
        if character == "\\":
            place += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
            place += 1  # a bracket directly after the opening one is literal
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth < 0:
                return []
        elif character == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*found, pattern[start:]] if depth == 0 and not in_class else []
