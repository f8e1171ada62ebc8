"""Compare the annotations of two schemas, and the properties that they declare."""

from collections.abc import Iterator
from typing import Any

from ..json_values import MISSING, canonical
from .branches import contradiction, types_of
from .counterparts import followed, pairings, unordered
from .discriminators import same_dispatch
from .keywords import ABOUT, LISTED, NAMED, SINGLE
from .nodes import Node
from .walking import Note, Step, Walk

# The keywords of notes that are not about an annotation: a property that only one side declares, a removed property
# that had a default, a keyword without effect on values of this type, a schema that accepts no value any more, and a
# discriminator whose property or values changed.
PROPERTY, DROPPED, EFFECT, CONTRADICTION, DISPATCH = "property", "dropped", "effect", "contradiction", "dispatch"


class Notes(Walk):
    """Compares annotations and declared properties."""

    def _look(self, old: Node, new: Node) -> Iterator[Note | Step]:
        yield from _own(old, new)
        yield from _inside(old, new)


def _own(old: Node, new: Node) -> Iterator[Note]:
    if contradiction(new) and not contradiction(old) and not new.refuses_all:
        yield Note(CONTRADICTION, new.parts[0].pointer, (), MISSING, contradiction(new))
    said = old.notes.keys() | new.notes.keys()
    if bool(old.unions) != bool(new.unions):
        # If one side refers to a model that is one of several on the other side, annotations are compared in the model.
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
            continue  # no value matches these schemas, so the names of their references do not matter
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
    """Return the value of a keyword in a node, MISSING if there is none; if its layers differ, a sorted list."""
    values = {canonical(said): said for said in node.all(keyword)}
    return next(iter(values.values()), MISSING) if len(values) <= 1 else [values[text] for text in sorted(values)]


def _texts(node: Node, keyword: str) -> set[str]:
    return {unordered({keyword: said}) for said in node.all(keyword)}
