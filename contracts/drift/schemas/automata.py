"""Regular expressions as automata, to find a text that some patterns match and others do not, or prove there is none.

A pattern means what ECMA-262 says of it, as JSON Schema has it: it matches anywhere in a text unless it is anchored,
`$` is the very end, and `\\d` and `\\w` are ASCII.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Literal, NamedTuple

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
ALL: Ranges = ((0, LAST),)
MANY_STATES = 20_000
MANY_COPIES = 300
LONG = 200  # from this length on, what a pattern repeats is repeated instead of searched for

_CATEGORIES: dict[Any, Ranges] = {
    codes.CATEGORY_DIGIT: ((48, 57),),
    codes.CATEGORY_WORD: ((48, 57), (65, 90), (95, 95), (97, 122)),
    codes.CATEGORY_SPACE: ((9, 13), (32, 32), (0xA0, 0xA0), (0x2028, 0x2029), (0xFEFF, 0xFEFF)),
}
_NEGATED = {
    codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
    codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
    codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
}
_NOT_NEW_LINE = ((0, 9), (11, 12), (14, 0x2027), (0x202A, LAST))


class Undecidable(Exception):
    """A pattern says what no automaton of this kind can, or is too large for one."""


def found_in(pattern: str, text: str) -> bool:
    """Return whether a pattern matches in a text; raises Undecidable where it is no pattern of Python's."""
    try:
        return re.search(pattern, text) is not None
    except re.error as error:
        raise Undecidable(pattern) from error


class Edge(NamedTuple):
    """A step of an automaton: over a character, or over none, at the start or end of the text alone if it says so."""

    to: int
    over: Ranges | Literal["", "start", "end"]


class Automaton:
    """The texts in which a pattern matches; state 0 is the first, state 1 the last."""

    def __init__(self, pattern: str) -> None:
        """Build the automaton; raises Undecidable."""
        self.edges: list[list[Edge]] = [[Edge(0, ALL)], [Edge(1, ALL)]]
        try:
            parsed = parser.parse(pattern)
        except re.error as error:
            raise Undecidable(pattern) from error
        if parsed.state.flags & (re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE):
            raise Undecidable(pattern)
        self._join(self._sequence(parsed, 0), 1)

    def closure(self, states: Iterable[int], *, start: bool, end: bool) -> frozenset[int]:
        """Return the states that are reached over no character."""
        reached, waiting = set(states), list(states)
        while waiting:
            for edge in self.edges[waiting.pop()]:
                free = edge.over == "" or (edge.over == "start" and start) or (edge.over == "end" and end)
                if free and edge.to not in reached:
                    reached.add(edge.to)
                    waiting.append(edge.to)
        return frozenset(reached)

    def step(self, states: frozenset[int], character: int) -> frozenset[int]:
        """Return the states that are reached over a character."""
        over = {
            edge.to
            for state in states
            for edge in self.edges[state]
            if not isinstance(edge.over, str) and any(low <= character <= high for low, high in edge.over)
        }
        return self.closure(over, start=False, end=False)

    def _state(self) -> int:
        if len(self.edges) > MANY_STATES:
            raise Undecidable
        self.edges.append([])
        return len(self.edges) - 1

    def _join(self, source: int, to: int, over: Any = "") -> int:
        self.edges[source].append(Edge(to, over))
        return to

    def _sequence(self, parsed: Iterable[tuple[Any, Any]], source: int) -> int:
        for code, argument in parsed:
            source = self._one(code, argument, source)
        return source

    def _one(self, code: Any, argument: Any, source: int) -> int:
        if code in (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY):
            return self._join(source, self._state(), _characters(code, argument))
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            return self._repeat(*argument, source)
        if code is codes.SUBPATTERN and not argument[1] and not argument[2]:
            return self._sequence(argument[3], source)
        if code is codes.BRANCH:
            end = self._state()
            for one in argument[1]:
                self._join(self._sequence(one, self._join(source, self._state())), end)
            return end
        if code is codes.AT and argument in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
            return self._join(source, self._state(), "start")
        if code is codes.AT and argument in (codes.AT_END, codes.AT_END_STRING):
            return self._join(source, self._state(), "end")
        raise Undecidable(str(code))

    def _repeat(self, least: int, most: Any, parsed: Any, source: int) -> int:
        if least > MANY_COPIES or (most is not codes.MAXREPEAT and most > MANY_COPIES):
            raise Undecidable
        for _ in range(least):
            source = self._sequence(parsed, source)
        if most is codes.MAXREPEAT:
            loop = self._join(source, self._state())
            self._join(self._sequence(parsed, loop), loop)
            return loop
        end = self._state()
        for _ in range(most - least):
            self._join(source, end)
            source = self._sequence(parsed, source)
        return self._join(source, end)


def _characters(code: Any, argument: Any) -> Ranges:
    if code is codes.ANY:
        return _NOT_NEW_LINE
    if code is codes.LITERAL:
        return ((argument, argument),)
    if code is codes.NOT_LITERAL:
        return _complement(((argument, argument),))
    negated = bool(argument) and argument[0][0] is codes.NEGATE
    ranges: list[tuple[int, int]] = []
    for kind, value in argument[negated:]:
        if kind is codes.LITERAL:
            ranges.append((value, value))
        elif kind is codes.RANGE:
            ranges.append(value)
        elif kind is codes.CATEGORY and value in _CATEGORIES:
            ranges += _CATEGORIES[value]
        elif kind is codes.CATEGORY and value in _NEGATED:
            ranges += _complement(_CATEGORIES[_NEGATED[value]])
        else:
            raise Undecidable(str(kind))
    return _complement(tuple(ranges)) if negated else tuple(ranges)


def _complement(ranges: Ranges) -> Ranges:
    found, low = [], 0
    for first, last in sorted(ranges):
        if first > low:
            found.append((low, first - 1))
        low = max(low, last + 1)
    return (*found, (low, LAST)) if low <= LAST else tuple(found)


@cache
def automaton(pattern: str) -> Automaton:
    """Return the automaton of a pattern; raises Undecidable."""
    return Automaton(pattern)


def shortest(
    matching: Iterable[str], refusing: Iterable[str] = (), least: int = 0, most: int | None = None
) -> str | None:
    """Return a shortest text, of at least and at most so many characters, that matches and refuses the patterns.

    Returns:
        The text, or None where there is none.

    Raises:
        Undecidable: A pattern is too hard, or there are too many states.
    """
    wanted, unwanted = tuple(sorted(set(matching))), tuple(sorted(set(refusing)))
    if set(wanted) & set(unwanted) or (most is not None and most < least):
        return None
    if not unwanted and not wanted:
        return "a" * least
    automata = [automaton(pattern) for pattern in (*wanted, *unwanted)]
    if least > LONG:
        text = _search(automata, len(wanted), LONG, None)
        return None if text is None else _pumped(automata, text, least)
    return _search(automata, len(wanted), least, most)


def _pumped(automata: Sequence[Automaton], text: str, length: int) -> str:
    """Return a text of a length that the automata cannot tell from a shorter one, by repeating what changes nothing."""
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
    # At the start of an empty text its end is reached, too.
    empty = tuple(one.closure(some, start=True, end=True) for one, some in zip(automata, first, strict=True))
    if least == 0 and good(empty):
        return ""
    seen, generation = {(first, 0)}, [(first, "")]
    length = 0
    while generation and (most is None or length < most):
        length += 1
        following = []
        for states, text in generation:
            for character in alphabet:
                after = tuple(one.step(some, character) for one, some in zip(automata, states, strict=True))
                if length >= least and good(after):
                    return text + chr(character)
                key = (after, min(length, least))
                if key not in seen and all(after[:wanted]):
                    seen.add(key)
                    following.append((after, text + chr(character)))
        if len(seen) > MANY_STATES:
            raise Undecidable
        generation = following
    return None


def _alphabet(automata: Iterable[Automaton]) -> list[int]:
    """Return one character of each kind that the automata tell apart, a readable one where there is one."""
    edges = [edge for one in automata for edges in one.edges for edge in edges]
    cuts = {0, LAST + 1}
    for edge in edges:
        for low, high in edge.over if not isinstance(edge.over, str) else ():
            cuts |= {low, high + 1}
    ordered = sorted(cuts)
    kinds: dict[tuple[bool, ...], int] = {}
    sets = list(dict.fromkeys(edge.over for edge in edges if not isinstance(edge.over, str)))
    for low, after in zip(ordered, ordered[1:], strict=False):
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

