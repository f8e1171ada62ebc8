"""Values for requests: values that both documents accept, with new texts each time, and with a witness inside."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, count, islice
from typing import Any
from uuid import UUID

from ..drift.json_values import MISSING
from ..drift.schemas.budget import Budget, TooHard
from ..drift.schemas.nodes import Node
from ..drift.schemas.samples import Samples
from ..drift.schemas.validity import accepts, library_accepts
from .faults import Path

DEPTH = 4  # how deep examples are searched
TRIED = 60  # values of a schema that are tried
Holds = Callable[[Any], bool]


class Values:
    """Small values of schemas."""

    def __init__(self) -> None:
        """Start without values."""
        self._budget = Budget()
        self._samples = Samples(self._budget)
        self._numbers = count(1)

    def number(self) -> int:
        """Return a number that was not returned before, for texts that must be new."""
        return next(self._numbers)

    def of(self, node: Node, against: Node | None = None) -> Iterator[Any]:
        """Give values that a schema accepts: an example, then small values, also at the limits of the other schema."""
        self._budget.renew()
        with suppress(TooHard, RecursionError):
            known = self._documented(node, DEPTH)
            if known is not MISSING and accepts(node, known):
                yield known
            yield from islice(self._samples.of(node, against), TRIED)

    def common(self, old: Node | None, new: Node | None, choice: int = 0, *, as_text: bool = False) -> Any:
        """Return a value that both schemas accept, else one that the new one accepts; MISSING if none is found.

        The choice is the number of the value; if there are fewer values, the first is returned. With `as_text`, empty
        values are left out, because they would not be sent.
        """
        nodes = [node for node in (new, old) if node]
        if not nodes:
            return MISSING
        found = chain.from_iterable(self.of(one, other) for one, other in zip(nodes, reversed(nodes), strict=True))
        sent = (one for one in found if not as_text or one not in ("", [], {}))
        both = list(islice((one for one in sent if all(accepts(node, one) for node in nodes)), choice + 1))
        return both[choice if choice < len(both) else 0] if both else next(self.of(nodes[0]), MISSING)

    def _documented(self, node: Node, depth: int) -> Any:
        """Return a value of the examples in a schema, which an application probably accepts; else a small value."""
        examples = chain(node.all("example"), *(one for one in node.all("examples") if isinstance(one, list)))
        known = next((one for one in examples if accepts(node, one)), MISSING)
        if known is MISSING and node.required and depth:
            members = {name: self._documented(node.member(name), depth - 1) for name in sorted(node.required)}
            return MISSING if MISSING in members.values() else members
        return next(iter(self._samples.of(node)), MISSING) if known is MISSING else known

    def refused(self, old: Node, new: Node) -> Iterator[Any]:
        """Give values that the old schema accepts and the new one refuses, both by the jsonschema library."""
        return (value for value in self.of(old, new) if breaks(old, new, value))


def breaks(old: Node, new: Node, value: Any) -> bool:
    """Return whether the old schema accepts a value, but the new one refuses it."""
    return library_accepts(old, value) is True and library_accepts(new, value) is False


def grafted(value: Any, onto: Any, path: Path, holds: Holds) -> Any:
    """Return `onto` with the part of `value` at a path, so that they differ only there, if `holds` accepts it.

    If it accepts no such value, `value` is returned, which differs in more.
    """
    for one in (_grafted(value, onto, path), _merged(value, onto)):
        if holds(one):
            return one
    return value


def _grafted(value: Any, onto: Any, path: Path) -> Any:
    if not path or not isinstance(value, dict) or not isinstance(onto, dict):
        return _merged(value, onto)
    name, rest = path[0], path[1:]
    if name not in value:
        return {key: one for key, one in onto.items() if key != name}
    inner = _grafted(value[name], onto[name], rest) if rest and name in onto else value[name]
    return {**onto, name: inner}


def _merged(value: Any, onto: Any) -> Any:
    return {**onto, **value} if isinstance(value, dict) and isinstance(onto, dict) else value


def fresh(value: Any, number: int, holds: Holds) -> Any:
    """Return a value with a number added to its texts, if `holds` accepts it: unique fields are then new each time."""
    for path, text in list(_texts(value)):
        name, at_, host = text.partition("@")
        for other in (f"{name}{number}{at_}{host}", f"{number}", str(UUID(int=number))):
            varied = _with(value, path, other)
            if holds(varied):
                value = varied
                break
    return value


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (dict, list)):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(one, (*path, key))


def _with(value: Any, path: tuple[Any, ...], text: str) -> Any:
    if not path:
        return text
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(value[path[0]], path[1:], text)
    return copy


def at(value: Any, path: Path) -> list[Any]:
    """Return the parts of a value at a path, in which "[]" stands for each item; empty if there are none."""
    if not path:
        return [value]
    if isinstance(value, list) and path[0] == "[]":
        return [found for one in value for found in at(one, path[1:])]
    if isinstance(value, dict) and path[0] in value:
        return at(value[path[0]], path[1:])
    return []
