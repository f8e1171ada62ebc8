"""Values that several alternatives of an anyOf accept at once: together, these know of more than each alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .branches import MANY, Branch, TooManyBranches, is_empty
from .nodes import Node, Part, has

if TYPE_CHECKING:
    from .inclusion import Inclusion


class Overlap(Branch):
    """The values that several branches have in common."""

    def __init__(self, node: Node, layers: tuple[Part, ...], type_: str) -> None:
        """Take the layers of all of them."""
        super().__init__(node, layers, type_)
        self.key = frozenset({*self.key, "overlap"})


def overlaps(inclusion: "Inclusion", node: Node, found: Sequence[Branch], right: Node) -> tuple[Branch, ...]:
    """Return those overlaps of the branches of a node that have to be looked at as well.

    A property that one alternative does not know counts as absent, but not in a value that another alternative, which
    knows it, accepts too. That makes a difference only where the right node refuses some value of the property.

    Raises:
        TooManyBranches: There are too many.
    """
    objects = [one for one in found if one.type == "object"]
    if len(objects) < 2 or not _may_overlap(node):
        return ()
    result: dict[object, Branch] = {}
    waiting = list(objects)
    for one in waiting:
        for other in objects:
            if not _adds(inclusion, one, other, right) or inclusion.disjoint(one, other):
                continue
            layers = tuple({id(part.raw): part for part in (*one.layers, *other.layers)}.values())
            overlap = Overlap(node, layers, "object")
            if overlap.key not in result and not is_empty(overlap):
                result[overlap.key] = overlap
                waiting.append(overlap)
                if len(result) > MANY:
                    raise TooManyBranches
    return tuple(result.values())


def _adds(inclusion: "Inclusion", one: Branch, other: Branch, right: Node) -> bool:
    """Return whether a branch knows of a property that counts as absent in another, and that the right may refuse."""
    names = (name for name in sorted((other.known - one.known) & right.names) if inclusion.absent(one, name))
    return any(not inclusion.exact.holds(other.member(name), said) for name in names for said in _said_of(right, name))


def _said_of(node: Node, name: str) -> list[Node]:
    """Return all that is said of a property, in some alternative or condition at least."""
    key = f"said of {name}"
    if key not in node.kept:
        node.kept[key] = []  # what contains itself says nothing new inside
        declaring = (one for one in node.layers if has(one, "properties") and name in one.raw["properties"])
        found = [node.node(layer.at("properties", name)) for layer in declaring]
        for part in node.parts_inside:
            found += _said_of(node.node(part), name)
        node.kept[key] = found
    said: list[Node] = node.kept[key]
    return said


def _may_overlap(node: Node) -> bool:
    """Return whether there is an anyOf among the alternatives; those of a oneOf never overlap."""
    if "overlaps" not in node.kept:
        node.kept["overlaps"] = True  # what contains itself may well
        node.kept["overlaps"] = any(union.keyword == "anyOf" for union in node.unions) or any(
            _may_overlap(node.node(part)) for part in node.parts_inside
        )
    return bool(node.kept["overlaps"])
