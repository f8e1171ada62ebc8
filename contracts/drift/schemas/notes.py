"""What two schemas say without its being checked, and which properties they know: compared where they are alike."""

from collections.abc import Iterator
from typing import Any

from ..json_values import MISSING, canonical
from .branches import contradiction, types_of
from .counterparts import followed, pairings, unordered
from .discriminators import same_dispatch
from .keywords import ABOUT, LISTED, NAMED, SINGLE
from .nodes import Node
from .walking import Note, Step, Walk

# The keywords of notes that are about no annotation: a property that one side alone declares, one that had a default
# and is gone, a keyword that no value of this type can fail, a schema that accepts nothing any more, and a
# discriminator by which the same tag is found elsewhere, or means something else.
PROPERTY, DROPPED, EFFECT, CONTRADICTION, DISPATCH = "property", "dropped", "effect", "contradiction", "dispatch"


class Notes(Walk):
    """Compares annotations, and which properties are declared."""

    def _look(self, old: Node, new: Node) -> Iterator[Note | Step]:
        yield from _own(old, new)
        yield from _inside(old, new)


def _own(old: Node, new: Node) -> Iterator[Note]:
    if contradiction(new) and not contradiction(old) and not new.refuses_all:
        yield Note(CONTRADICTION, new.parts[0].pointer, (), MISSING, contradiction(new))
    said = old.notes.keys() | new.notes.keys()
    if bool(old.unions) != bool(new.unions):
        # What a model says, that is now one of several, is compared where both are that model.
        said = {
            keyword for node in (old, new) for part in node.parts if isinstance(part.raw, dict) for keyword in part.raw
        } & said
    for keyword in sorted(said):
        if old.notes.get(keyword) != new.notes.get(keyword):
            holder = new if keyword in new.notes else old
            before, after = (_said(one, keyword) for one in (old, new))
            if keyword == "discriminator" and not same_dispatch(old, new):
                yield Note(DISPATCH, f"{holder.place_of(keyword)}/{keyword}", (), before, after)
                continue
            yield Note(keyword, f"{holder.place_of(keyword)}/{keyword}", (), before, after)
    for name in sorted((old.declared - new.names) | (new.declared - old.names)):
        holder = new if name in new.declared else old
        dropped = holder is old and "default" in old.member(name).notes
        keyword = DROPPED if dropped else PROPERTY
        pair = (old, new) if dropped else None
        yield Note(keyword, holder.place_of_name(name), (name,), name in old.declared, name in new.declared, pair)
    admitted = {*types_of(old.layers), *types_of(new.layers)}
    for keyword in (keyword for type_ in ABOUT if type_ not in admitted for keyword in ABOUT[type_]):
        if keyword in (*SINGLE, *LISTED, *NAMED):
            continue  # schemas that no value meets may refer to others by any name
        if _texts(old, keyword) != _texts(new, keyword):
            before, after = (_said(one, keyword) for one in (old, new))
            holder = old if after is MISSING else new
            yield Note(EFFECT, f"{holder.place_of(keyword)}/{keyword}", (), before, after)


def _inside(old: Node, new: Node) -> Iterator[Step]:
    for name in sorted(old.declared & new.declared):
        yield Step((name,), old.member(name), new.member(name))
    places = max(old.places, new.places)
    for place in range(places + 1):
        if old.item(place).parts and new.item(place).parts:
            yield Step(("[]" if place == places else f"[{place}]",), old.item(place), new.item(place))
    if old.others.parts and new.others.parts:
        yield Step(("*",), old.others, new.others)
    alike = [pair for pairing in pairings(old, new) for pair in pairing.alike]
    if old.unions and new.unions:
        yield from (Step((), *pair) for pair in alike)
    else:
        models = ((followed(one), followed(other)) for one, other in alike)
        yield from (Step((), one, other) for one, other in models if one and other)


def _said(node: Node, keyword: str) -> Any:
    """Return what a node says by a keyword, MISSING if nothing; where its layers differ, all in order as a list."""
    values = {canonical(said): said for said in node.all(keyword)}
    return next(iter(values.values()), MISSING) if len(values) <= 1 else [values[text] for text in sorted(values)]


def _texts(node: Node, keyword: str) -> set[str]:
    return {unordered({keyword: said}) for said in node.all(keyword)}
