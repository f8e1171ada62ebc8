"""What the schemas of two documents have in the place of each other: alternatives, and what is on the way into a value.

It serves to tell what changed: texts and numbers have counterparts, too, and what has none is new or gone. How a proof
chooses among alternatives is another matter, of `pairing`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ..document import target
from ..json_values import canonical
from .branches import types_of
from .nodes import Node, Part

MANY = 64  # pairs of schemas that are looked at, at one place
UNORDERED = frozenset({"required", "enum", "type", "anyOf", "oneOf", "allOf"})
Pairs = list[tuple[Node, Node]]


class Pairing(NamedTuple):
    """The alternatives of two unions: those that are alike, and those of either side that are like none."""

    alike: Pairs
    old: list[Node]
    new: list[Node]


def pairings(old: Node, new: Node) -> list[Pairing]:
    """Return how the alternatives of the unions of two schemas are paired; a schema without a union is the only one."""
    if not (old.unions or new.unions) or not (old.parts and new.parts):
        return []
    before, after = _alternatives(old), _alternatives(new)
    return [paired(mine, theirs) for mine, theirs in zip(before, after, strict=False)]


def paired(old: Sequence[Node], new: Sequence[Node]) -> Pairing:
    """Pair alternatives: by what they say or are called, by their tags, by their types, and at last as they come."""
    found = Pairing([], list(old), list(new))
    _pair(found, called, alone=False)
    _pair(found, tags, alone=True)
    _pair(found, _kind, alone=True)
    _pair(found, _kind, alone=False)
    return found


def _pair(pairing: Pairing, key: Callable[[Node], Any], *, alone: bool) -> None:
    """Pair what has the same key, if it has one; `alone` where no other of its side has it."""
    if not pairing.old or not pairing.new:
        return
    mine, theirs = ([key(node) for node in side] for side in (pairing.old, pairing.new))
    for one, said in zip(list(pairing.old), mine, strict=True):
        same = [other for other, told in zip(pairing.new, theirs, strict=True) if said and told == said]
        if same and (not alone or mine.count(said) == len(same) == 1) and _akin(one, same[0]):
            pairing.old.remove(one)
            theirs.pop(pairing.new.index(same[0]))
            pairing.new.remove(same[0])
            pairing.alike.append((one, same[0]))


def _akin(one: Node, other: Node) -> bool:
    """Return whether two schemas may be one that changed: objects have a property in common."""
    return not (one.declared and other.declared) or bool(one.declared & other.declared)


def called(node: Node) -> str:
    """Return what an alternative refers to, or what it says, in any order."""
    raw = node.parts[0].raw if node.parts else True
    alone = raw["allOf"][0] if isinstance(raw, dict) and len(raw.get("allOf", ())) == 1 else raw
    return str(alone["$ref"]) if isinstance(alone, dict) and "$ref" in alone else unordered(raw)


def followed(node: Node) -> Node | None:
    """Return the model that a schema is a reference to, None where it is none."""
    raw = node.parts[0].raw
    reference = raw.get("$ref") if isinstance(raw, dict) else None
    return node.node(Part(*target(node.root, reference))) if isinstance(reference, str) else None


def unordered(raw: Any) -> str:
    """Return one text for all orders in which a schema can be written."""
    return canonical(_sorted(raw))


def _sorted(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        items = [_sorted(item) for item in value]
        return sorted(items, key=canonical) if key in UNORDERED else items
    return {name: _sorted(item, name) for name, item in value.items()} if isinstance(value, dict) else value


def tags(node: Node) -> dict[str, str]:
    """Return the properties of which an alternative allows one value alone, as a discriminator has them."""
    found = {}
    for name in sorted(node.declared):
        member = node.member(name)
        values = [*member.all("const"), *(said[0] for said in member.all("enum") if len(said) == 1)]
        if values:
            found[name] = canonical(values[0])
    return found


def _kind(node: Node) -> Any:
    """Return the types of an alternative that has no tags."""
    return None if tags(node) else tuple(types_of(node.layers))


def _alternatives(node: Node) -> list[list[Node]]:
    return [[node.node(part) for part in union.alternatives] for union in node.unions] or [[node]]


def along(old: Node, new: Node, path: Sequence[str]) -> list[Pairs]:
    """Return the pairs of schemas on the way to a place in a value, for the value itself first."""
    found = [list(islice(_opened([(old, new)]), MANY))]
    for step in path:
        inside = ((_at(one, step), _at(other, step)) for one, other in found[-1])
        opened = islice(_opened((one, other) for one, other in inside if one.parts or other.parts), MANY)
        # First where both sides say something.
        found.append(sorted(opened, key=lambda pair: not (pair[0].parts and pair[1].parts)))
    return found


def _opened(pairs: Any, depth: int = 4) -> Iterator[tuple[Node, Node]]:
    for one, other in pairs:
        yield one, other
        if depth:
            for pairing in pairings(one, other):
                yield from _opened(pairing.alike, depth - 1)


def _at(node: Node, step: str) -> Node:
    if step in node.declared:
        return node.member(step)
    if step == "*":
        return node.others
    if step.startswith("[") and step.endswith("]"):
        return node.item(int(step[1:-1]) if step[1:-1].isdecimal() else node.places)
    return node.node()


def within(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """Give what is at a place in a value; at `[]` and `*` there may be several."""
    if not path:
        yield value
        return
    step, rest = path[0], path[1:]
    inside: list[Any] = []
    if isinstance(value, dict):
        inside = [value[step]] if step in value else list(value.values()) if step == "*" else []
    elif isinstance(value, list) and step.startswith("["):
        place = step[1:-1]
        inside = value[int(place) : int(place) + 1] if place.isdecimal() else value
    for one in inside:
        yield from within(one, rest)
