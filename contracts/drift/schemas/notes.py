"""What two schemas say without its being checked, and which properties they know: compared where they are alike."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.drift.json_values import MISSING, canonical, escaped
from contracts.drift.schemas.branches import types_of
from contracts.drift.schemas.nodes import Node, Union

# The type of the values that a keyword is about: on others it has no effect.
KEYWORDS = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "number"),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), "string"),
    **dict.fromkeys(("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"), "array"),
    **dict.fromkeys(("properties", "required", "minProperties", "maxProperties", "additionalProperties"), "object"),
}


class Note(NamedTuple):
    """Something that is said otherwise: a keyword, or `property` for one that is declared by one side alone."""

    keyword: str
    pointer: str
    path: tuple[str, ...]
    old: Any
    new: Any


def notes(old: Node, new: Node) -> Iterator[Note]:
    """Give what two schemas say otherwise, all the way down."""
    yield from _notes(old, new, (), set())


def _notes(old: Node, new: Node, path: tuple[str, ...], seen: set[Any]) -> Iterator[Note]:
    if (old.key, new.key) in seen or not old.parts or not new.parts:
        return
    seen.add((old.key, new.key))
    pointer = new.parts[0].pointer
    for keyword in sorted(old.notes.keys() | new.notes.keys()):
        before, after = old.notes.get(keyword, MISSING), new.notes.get(keyword, MISSING)
        if before != after:
            yield Note(keyword, f"{new.place_of(keyword)}/{keyword}", path, before, after)
    for keyword in KEYWORDS:
        before, after = (", ".join(map(canonical, one.all(keyword))) for one in (old, new))
        if before != after and not any(KEYWORDS[keyword] in types_of(one.layers) for one in (old, new)):
            yield Note("effect", f"{new.place_of(keyword)}/{keyword}", path, before or MISSING, after or MISSING)
    for name in sorted(old.names ^ new.names):
        yield Note("property", f"{pointer}/properties/{escaped(name)}", (*path, name), name in old.names, name in new.names)
    for name in sorted(old.declared & new.declared):
        yield from _notes(old.member(name), new.member(name), (*path, name), seen)
    for place in range(max(old.places, new.places) + 1):
        yield from _notes(old.item(place), new.item(place), (*path, "[]"), seen)
    yield from _notes(old.others, new.others, (*path, "*"), seen)
    for mine, theirs in zip(old.unions, new.unions, strict=False):
        for one, other in _alike(mine, theirs):
            yield from _notes(old.node(mine.alternatives[one]), new.node(theirs.alternatives[other]), path, seen)


def _alike(old: Union, new: Union) -> Iterator[tuple[int, int]]:
    """Give the alternatives that seem to be the same: by the name of what they refer to, else by their place."""
    names = [part.raw.get("$ref") if isinstance(part.raw, dict) else None for part in new.alternatives]
    for index, part in enumerate(old.alternatives):
        name = part.raw.get("$ref") if isinstance(part.raw, dict) else None
        if name is not None and name in names:
            yield index, names.index(name)
        elif index < len(names) and len(names) == len(old.alternatives):
            yield index, index
