"""Walk through two schemas, pair by pair of their inner schemas."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, NamedTuple

from .likeness import Likeness
from .nodes import Node


class Step(NamedTuple):
    """Two inner schemas, and the path to them in the value; empty if they apply to the same value."""

    path: tuple[str, ...]
    old: Node
    new: Node


class Note(NamedTuple):
    """A difference in the text of two schemas.

    Attributes:
        keyword: The keyword, or a word of the walk that found the difference.
        pointer: Its pointer in the new document, or in the old one if the new one does not have it.
        path: The path in the value, like `author.email` or `[].name`; empty for the whole value.
        old: The value in the old schema, MISSING if it has none.
        new: The value in the new schema.
        pair: The two schemas, if they matter.
    """

    keyword: str
    pointer: str
    path: tuple[str, ...]
    old: Any
    new: Any
    pair: tuple[Node, Node] | None = None


class Walk(ABC):
    """Compares two schemas, pair by pair of their inner schemas; each pair is compared once."""

    def __init__(self, likeness: Likeness) -> None:
        """Take the cache of equal schemas."""
        self._likeness = likeness
        self._known: dict[Any, list[Note | Step]] = {}

    def of(self, old: Node, new: Node) -> tuple[Note, ...]:
        """Return the differences of two schemas at all depths; each keyword once, with the shortest path to it."""
        nearest: dict[tuple[str, str, tuple[str, ...]], Note] = {}
        waiting = [Step((), old, new)]
        seen = set()
        for path, one, other in waiting:
            key = (one.key, other.key)
            if key in seen or self._likeness.of(one, other):
                continue
            seen.add(key)
            if key not in self._known:
                self._known[key] = list(self._look(one, other))
            for found in self._known[key]:
                if isinstance(found, Step):
                    waiting.append(found._replace(path=(*path, *found.path)))
                    continue
                there = found._replace(path=(*path, *found.path))
                known = nearest.setdefault((found.keyword, found.pointer, found.path), there)
                if len(there.path) < len(known.path):
                    nearest[found.keyword, found.pointer, found.path] = there
        return tuple(nearest.values())

    @abstractmethod
    def _look(self, old: Node, new: Node) -> Iterator[Note | Step]:
        """Give the differences of the two schemas themselves, and the pairs of their inner schemas."""
