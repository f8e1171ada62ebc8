"""What two schemas say without its being checked, and which properties they know: compared where they are alike."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..json_values import MISSING, canonical
from .branches import contradiction, types_of
from .keywords import ABOUT, LISTED, NAMED, SINGLE
from .likeness import Likeness
from .nodes import Node, Union


class Note(NamedTuple):
    """Something that is said otherwise: a keyword, or `property` for one that is declared by one side alone.

    It is `contradiction` for a schema that accepts nothing any more; the new is why.
    """

    keyword: str
    pointer: str
    path: tuple[str, ...]
    old: Any
    new: Any


class Notes:
    """Compares what is said in two documents, what they share once."""

    def __init__(self, likeness: Likeness) -> None:
        """Start with nothing known but what is the same."""
        self._likeness = likeness
        self._known: dict[Any, tuple[Note, ...]] = {}
        self._kept: list[Node] = []

    def of(self, old: Node, new: Node) -> tuple[Note, ...]:
        """Return what two schemas say otherwise, all the way down; each keyword once, by the shortest way to it."""
        if self._likeness.of(old, new):
            return ()
        key = (old.key, new.key)
        if key not in self._known:
            self._kept += (old, new)
            self._known[key] = ()  # what contains itself says nothing new inside
            nearest: dict[tuple[str, str], Note] = {}
            for note in (*_own(old, new), *self._inside(old, new)):
                known = nearest.setdefault((note.keyword, note.pointer), note)
                if len(note.path) < len(known.path):
                    nearest[note.keyword, note.pointer] = note
            self._known[key] = tuple(nearest.values())
        return self._known[key]

    def _inside(self, old: Node, new: Node) -> Iterator[Note]:
        pairs = [(name, old.member(name), new.member(name)) for name in sorted(old.declared & new.declared)]
        pairs += [("[]", old.item(place), new.item(place)) for place in range(max(old.places, new.places) + 1)]
        pairs.append(("*", old.others, new.others))
        for step, one, other in pairs:
            if one.parts and other.parts:
                yield from (note._replace(path=(step, *note.path)) for note in self.of(one, other))
        for mine, theirs in zip(old.unions, new.unions, strict=False):
            for place, like in _alike(mine, theirs):
                yield from self.of(old.node(mine.alternatives[place]), new.node(theirs.alternatives[like]))


def _own(old: Node, new: Node) -> Iterator[Note]:
    if contradiction(new) and not contradiction(old) and not new.refuses_all:
        yield Note("contradiction", new.parts[0].pointer, (), MISSING, contradiction(new))
    for keyword in sorted(old.notes.keys() | new.notes.keys()):
        before, after = old.notes.get(keyword, MISSING), new.notes.get(keyword, MISSING)
        if before != after:
            yield Note(keyword, f"{new.place_of(keyword)}/{keyword}", (), before, after)
    for name in sorted(old.names ^ new.names):
        holder = new if name in new.names else old
        yield Note("property", holder.place_of_name(name), (name,), name in old.names, name in new.names)
    admitted = {*types_of(old.layers), *types_of(new.layers)}
    for keyword in (keyword for type_ in ABOUT if type_ not in admitted for keyword in ABOUT[type_]):
        if keyword in (*SINGLE, *LISTED, *NAMED):
            continue  # schemas that no value meets may refer to others by any name
        before, after = (_said(one, keyword) for one in (old, new))
        if before != after:
            yield Note("effect", f"{new.place_of(keyword)}/{keyword}", (), before or MISSING, after or MISSING)


def _said(node: Node, keyword: str) -> str:
    """Return what a node says by a keyword, in any order, as a text."""
    values = (sorted(said) if isinstance(said, list) else said for said in node.all(keyword))
    return ", ".join(sorted({canonical(value) for value in values}))


def _alike(old: Union, new: Union) -> Iterator[tuple[int, int]]:
    """Give the alternatives that are alike: those that say the same, or have one name, then the rest as they come."""
    rest = list(range(len(new.alternatives)))
    left = []
    for index, part in enumerate(old.alternatives):
        same = next((place for place in rest if _name(new.alternatives[place].raw) == _name(part.raw)), None)
        if same is None:
            left.append(index)
        else:
            rest.remove(same)
            yield index, same
    if len(left) == len(rest):
        yield from zip(left, rest, strict=True)


def _name(raw: Any) -> str:
    """Return what an alternative refers to, or what it says, in any order."""
    return str(raw["$ref"]) if isinstance(raw, dict) and "$ref" in raw else canonical(_sorted(raw))


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=canonical)
    return {key: _sorted(item) for key, item in value.items()} if isinstance(value, dict) else value
