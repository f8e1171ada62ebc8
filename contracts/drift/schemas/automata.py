r"""Regular expressions as automata.

A pattern has the meaning of ECMA-262, as JSON Schema requires: it matches anywhere in a text unless it is anchored,
`$` matches only the end, and `\d` and `\w` are ASCII.
"""

import re
from collections.abc import Iterable
from re import _constants as codes
from re import _parser as parser
from typing import Any, Literal, NamedTuple

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
ALL: Ranges = ((0, LAST),)
MANY_STATES = 20_000
MANY_COPIES = 300

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
    """No automaton of this kind can represent a pattern, or it is too large."""


def found_in(pattern: str, text: str) -> bool:
    """Return whether a pattern matches in a text; raises Undecidable if Python cannot compile it."""
    try:
        return re.search(pattern, text) is not None
    except re.error as error:
        raise Undecidable(pattern) from error


class Edge(NamedTuple):
    """A transition of an automaton: with a character, or without one, possibly only at the start or end of the text."""

    to: int
    over: Ranges | Literal["", "start", "end"]


class Automaton:
    """The automaton of the texts in which a pattern matches; state 0 is the initial state, state 1 the final one."""

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
        """Return the states that are reached without a character."""
        reached, waiting = set(states), list(states)
        while waiting:
            for edge in self.edges[waiting.pop()]:
                free = edge.over == "" or (edge.over == "start" and start) or (edge.over == "end" and end)
                if free and edge.to not in reached:
                    reached.add(edge.to)
                    waiting.append(edge.to)
        return frozenset(reached)

    def step(self, states: frozenset[int], character: int) -> frozenset[int]:
        """Return the states that are reached with a character."""
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
            return self._repeat(argument, source)
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

    def _repeat(self, argument: Any, source: int) -> int:
        least, most, parsed = argument
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
