"""Pair the schemas of two documents that correspond to each other, for the description of changes.

All alternatives can have counterparts here, also of strings and numbers; one without a counterpart is new or gone.
Proofs do not use this module, but `pairing`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ..document import target
from ..json_values import canonical
from .branches import types_of
from .nodes import Node, Part

MANY = 64  # the maximum number of pairs at one place
UNORDERED = frozenset({"required", "enum", "type", "anyOf", "oneOf", "allOf"})
Pairs = list[tuple[Node, Node]]


class Pairing(NamedTuple):
    """The alternatives of two unions: the pairs, and those of each side without a counterpart."""

    alike: Pairs
    old: list[Node]
    new: list[Node]


def pairings(old: Node, new: Node) -> list[Pairing]:
    """Return the pairings of the unions of two schemas; a schema without a union is its only alternative."""
    if not (old.unions or new.unions) or not (old.parts and new.parts):
        return []
    before, after = _alternatives(old), _alternatives(new)
    return [paired(mine, theirs) for mine, theirs in zip(before, after, strict=False)]


def paired(old: Sequence[Node], new: Sequence[Node]) -> Pairing:
    """Pair alternatives: by their text or model, then by their tags, by their types, and last by their order."""
    found = Pairing([], list(old), list(new))
    _pair(found, called, alone=False)
    _pair(found, tags, alone=True)
    _pair(found, _kind, alone=True)
    _pair(found, _kind, alone=False)
    return found


def _pair(pairing: Pairing, key: Callable[[Node], Any], *, alone: bool) -> None:
    """Pair alternatives with the same key; with `alone`, only if no other alternative of their side has it."""
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
    """Return whether two schemas may be versions of one schema: objects must have a common property."""
    return not (one.declared and other.declared) or bool(one.declared & other.declared)


def called(node: Node) -> str:
    """Return the reference of an alternative, or its text without regard to order."""
    raw = node.parts[0].raw if node.parts else True
    alone = raw["allOf"][0] if isinstance(raw, dict) and len(raw.get("allOf", ())) == 1 else raw
    return str(alone["$ref"]) if isinstance(alone, dict) and "$ref" in alone else unordered(raw)


def followed(node: Node) -> Node | None:
    """Return the model that a schema refers to, None if it is no reference."""
    raw = node.parts[0].raw
    reference = raw.get("$ref") if isinstance(raw, dict) else None
    return node.node(Part(*target(node.root, reference))) if isinstance(reference, str) else None


def unordered(raw: Any) -> str:
    """Return the text of a schema, without regard to order."""
    return canonical(_sorted(raw))


def _sorted(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        items = [_sorted(item) for item in value]
        return sorted(items, key=canonical) if key in UNORDERED else items
    return {name: _sorted(item, name) for name, item in value.items()} if isinstance(value, dict) else value


def tags(node: Node) -> dict[str, str]:
    """Return the properties of an alternative that have only one value, like the property of a discriminator."""
    found = {}
    for name in sorted(node.declared):
        member = node.member(name)
        values = [*member.all("const"), *(said[0] for said in member.all("enum") if len(said) == 1)]
        if values:
            found[name] = canonical(values[0])
    return found


def _kind(node: Node) -> Any:
    """Return the types of an alternative without tags."""
    return None if tags(node) else tuple(types_of(node.layers))


def _alternatives(node: Node) -> list[list[Node]]:
    return [[node.node(part) for part in union.alternatives] for union in node.unions] or [[node]]


def along(old: Node, new: Node, path: Sequence[str]) -> list[Pairs]:
    """Return the pairs of schemas for each step of a path in a value; the first are those of the value itself."""
    found = [list(islice(_opened([(old, new)]), MANY))]
    for step in path:
        inside = ((_at(one, step), _at(other, step)) for one, other in found[-1])
        opened = islice(_opened((one, other) for one, other in inside if one.parts or other.parts), MANY)
        # Pairs with a schema on both sides come first.
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
    """Give the parts of a value at a path; `[]` and `*` may stand for several."""
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
