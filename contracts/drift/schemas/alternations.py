r"""Patterns that are long lists of alternatives, like the names of all time zones: too large for an automaton."""

import re
from functools import cache

_GROUP = re.compile(r"\(\?(?!:)")  # flags and looking around, which reach beyond an alternative
_SPECIAL = frozenset(r"\\.^$*+?{}[]|()")


@cache
def alternatives(pattern: str) -> frozenset[str]:
    """Return patterns that together match what a pattern does, one for each alternative; the pattern if it has none."""
    if _GROUP.search(pattern):
        return frozenset([pattern])
    for start in ("^(?:", "^("):
        inner = pattern[len(start) : -2]
        if pattern.startswith(start) and pattern.endswith(")$") and _split(inner):
            return frozenset(f"^(?:{one})$" for one in _split(inner))
    return frozenset(_split(pattern) or [pattern])


def inner(alternative: str) -> str:
    """Return what an alternative that matches a whole text alone says of it; another alternative as it is."""
    is_whole = alternative.startswith("^(?:") and alternative.endswith(")$")
    return alternative[4:-2] if is_whole else alternative


def literal(alternative: str) -> str | None:
    """Return the text that an alternative is, None where it is a pattern."""
    text = inner(alternative)
    return None if _SPECIAL & set(text) else text


def _split(pattern: str) -> list[str]:
    """Return the alternatives at the top of a pattern; none where it closes a group that it does not open."""
    found, depth, in_class, start, place = [], 0, False, 0, 0
    while place < len(pattern):
        character = pattern[place]
        if character == "\\":
            place += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
            place += 1  # a bracket that closes nothing
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth < 0:
                return []
        elif character == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*found, pattern[start:]] if depth == 0 and not in_class else []
