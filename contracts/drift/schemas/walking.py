"""Two schemas looked at pair by pair, with all that is inside them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, NamedTuple

from .likeness import Likeness
from .nodes import Node


class Step(NamedTuple):
    """Two schemas inside two others, and the way to them in the value; empty where they are of the same value."""

    path: tuple[str, ...]
    old: Node
    new: Node


class Note(NamedTuple):
    """Something that two schemas do not say alike.

    Attributes:
        keyword: The keyword, or a word of the walk that found it.
        pointer: Where it is said, in the new document, or in the old one where the new one does not say it.
        path: Where in the value, like `author.email` or `[].name`; empty for the whole.
        old: What the old schema says, MISSING where it says nothing.
        new: What the new one says.
        pair: The schemas that say it, where that matters.
    """

    keyword: str
    pointer: str
    path: tuple[str, ...]
    old: Any
    new: Any
    pair: tuple[Node, Node] | None = None


class Walk(ABC):
    """Compares what two schemas say, pair by pair of the schemas inside them; each pair is looked at once."""

    def __init__(self, likeness: Likeness) -> None:
        """Start with nothing known but what is the same."""
        self._likeness = likeness
        self._known: dict[Any, list[Note | Step]] = {}

    def of(self, old: Node, new: Node) -> tuple[Note, ...]:
        """Return what two schemas do not say alike, all the way down; each keyword once, by the shortest way to it."""
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
        """Give what the two themselves do not say alike, and the pairs of schemas inside them."""
