"""Find a shortest text that matches some patterns and not others, or prove that there is none."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from .alternations import alternatives, inner, literal
from .automata import LAST, Automaton, Undecidable, found_in

MANY_STATES = 20_000
MANY_STEPS = 300_000  # the maximum number of steps of an automaton's states
FEW = 50  # the maximum number of alternatives in an automaton
MANY_ALTERNATIVES = 1_000
TOO_LONG = 1_000_000  # the length from which no text is made
LONG = 200  # the length from which a text is made by repetition instead of a search


@cache
def automaton(pattern: str) -> Automaton:
    """Return the automaton of a pattern; raises Undecidable."""
    return Automaton(pattern)


def shortest(
    matching: Iterable[str], refusing: Iterable[str] = (), least: int = 0, most: int | None = None
) -> str | None:
    """Return a shortest text that matches some patterns and not others, with a length in a range.

    Returns:
        The text, or None if there is none.

    Raises:
        Undecidable: A pattern is too hard, there are too many states, or the text is too long.
    """
    return _shortest(tuple(sorted(set(matching))), tuple(sorted(set(refusing))), least, most)


@cache
def _shortest(wanted: tuple[str, ...], unwanted: tuple[str, ...], least: int, most: int | None) -> str | None:
    if set(wanted) & set(unwanted) or (most is not None and most < least):
        return None
    if least > TOO_LONG:
        raise Undecidable
    if not unwanted and not wanted:
        return "a" * least
    if len(unwanted) == 1 and any(len(alternatives(one)) > FEW for one in (*wanted, *unwanted)):
        return _in_list(wanted, unwanted[0], least, most)
    automata = [automaton(pattern) for pattern in (*wanted, *unwanted)]
    if least > LONG:
        text = _search(automata, len(wanted), LONG, None)
        return None if text is None else _pumped(automata, text, least)
    return _search(automata, len(wanted), least, most)


def _in_list(wanted: tuple[str, ...], unwanted: str, least: int, most: int | None) -> str | None:
    """Return the same for a pattern with a long list of alternatives: only the differing ones are searched."""
    long = max(wanted, key=lambda one: len(alternatives(one)), default="")
    rest = [one for one in wanted if one != long]
    others = alternatives(unwanted)
    # An anchored alternative is included in the same alternative without anchors.
    missing = sorted(one for one in alternatives(long) if not {one, inner(one)} & others)
    if len(missing) > MANY_ALTERNATIVES:
        raise Undecidable
    found = [_in_one(one, rest, unwanted, least, most) for one in missing]
    return min((text for text in found if text is not None), key=len, default=None)


def _in_one(one: str, rest: list[str], unwanted: str, least: int, most: int | None) -> str | None:
    text = shortest([one, *rest], (), least, most)
    if text is None or not found_in(unwanted, text):
        return text
    only = literal(one)
    # A pattern without anchors that matches a text also matches every text that contains it.
    if only and found_in(unwanted, only) and (only != one or not {"^", "$"} & set(unwanted)):
        return None
    raise Undecidable


def _pumped(automata: Sequence[Automaton], text: str, length: int) -> str:
    """Return a longer text with the same states of all automata, by repeating a part that does not change them."""
    states = [one.closure([0], start=True, end=False) for one in automata]
    for index, character in enumerate(text):
        after = [one.step(some, ord(character)) for one, some in zip(automata, states, strict=True)]
        if after == states:
            return text[:index] + character * (length - len(text)) + text[index:]
        states = after
    raise Undecidable


def _search(automata: Sequence[Automaton], wanted: int, least: int, most: int | None) -> str | None:
    alphabet = _alphabet(automata)

    def good(states: Sequence[frozenset[int]]) -> bool:
        ends = [1 in one.closure(some, start=False, end=True) for one, some in zip(automata, states, strict=True)]
        return all(end == (index < wanted) for index, end in enumerate(ends))

    first = tuple(one.closure([0], start=True, end=False) for one in automata)
    # An empty text starts and ends at the same position.
    empty = tuple(one.closure(some, start=True, end=True) for one, some in zip(automata, first, strict=True))
    if least == 0 and good(empty):
        return ""
    seen, generation = {(first, 0)}, [(first, "")]
    length = steps = 0
    while generation and (most is None or length < most):
        length += 1
        following = []
        for states, text in generation:
            steps += len(alphabet) * sum(map(len, states))
            for character in alphabet:
                after = tuple(one.step(some, character) for one, some in zip(automata, states, strict=True))
                if length >= least and good(after):
                    return text + chr(character)
                key = (after, min(length, least))
                if key not in seen and all(after[:wanted]):
                    seen.add(key)
                    following.append((after, text + chr(character)))
            if len(seen) > MANY_STATES or steps > MANY_STEPS:
                raise Undecidable
        generation = following
    return None


def _alphabet(automata: Iterable[Automaton]) -> list[int]:
    """Return one character of each class that the automata distinguish, a readable one if possible."""
    edges = [edge for one in automata for edges in one.edges for edge in edges]
    cuts = {0, LAST + 1}
    for edge in edges:
        for low, high in edge.over if not isinstance(edge.over, str) else ():
            cuts |= {low, high + 1}
    ordered = sorted(cuts)
    kinds: dict[tuple[bool, ...], int] = {}
    sets = list(dict.fromkeys(edge.over for edge in edges if not isinstance(edge.over, str)))
    for low, after in pairwise(ordered):
        character = _readable(low, after - 1)
        kind = tuple(any(first <= low <= last for first, last in one) for one in sets)
        if kind not in kinds or _rank(character) < _rank(kinds[kind]):
            kinds[kind] = character
    return sorted((c for c in kinds.values() if not 0xD800 <= c <= 0xDFFF), key=_rank)


def _readable(low: int, high: int) -> int:
    for first, last in _LIKED:
        if max(low, first) <= min(high, last):
            return max(low, first)
    return high if 0xD800 <= low <= 0xDFFF else low


def _rank(character: int) -> tuple[int, int]:
    place = next((i for i, (first, last) in enumerate(_LIKED) if first <= character <= last), len(_LIKED))
    return place, character


_LIKED = ((97, 122), (48, 57), (65, 90), (33, 126), (32, 32), (0xA1, 0xFFFF))
