"""Values that several alternatives of an anyOf accept: together, the alternatives know more properties."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .branches import MANY, Branch, TooManyBranches, is_empty
from .nodes import Node, Part, has

if TYPE_CHECKING:
    from .inclusion import Inclusion

Said = Callable[[Node, str], list[Node]]
"""Returns the nodes for a property of a node."""


class Overlap(Branch):
    """The common values of several branches."""

    def __init__(self, node: Node, layers: tuple[Part, ...], type_: str) -> None:
        """Take the layers of all these branches."""
        super().__init__(node, layers, type_)
        self.key = frozenset({*self.key, "overlap"})


def overlaps(inclusion: "Inclusion", node: Node, found: Sequence[Branch], right: Node) -> tuple[Branch, ...]:
    """Return the overlaps of the branches of a node that must be compared, too.

    A property that an alternative does not know counts as absent, except in a value that is also accepted by another
    alternative that knows it. This matters only if the right node refuses a value of the property.

    Raises:
        TooManyBranches: There are too many overlaps.
    """
    objects = [one for one in found if one.type == "object"]
    if len(objects) < 2 or not _may_overlap(node):
        return ()
    # The right node accepts the values of a sure branch, even if other branches accept them, too.
    unsure = [one for one in objects if not _sure(inclusion, one, objects, right)]
    result: dict[object, Branch] = {}
    waiting = list(unsure)
    for one in waiting:
        for other in unsure:
            if not _adds(inclusion, one, other, right, _said_of) or inclusion.disjoint(one, other):
                continue
            layers = tuple({id(part.raw): part for part in (*one.layers, *other.layers)}.values())
            overlap = Overlap(node, layers, "object")
            if overlap.key not in result and not is_empty(overlap):
                result[overlap.key] = overlap
                waiting.append(overlap)
                if len(result) > MANY:
                    raise TooManyBranches
    return tuple(result.values())


def _sure(inclusion: "Inclusion", branch: Branch, objects: Sequence[Branch], right: Node) -> bool:
    """Return whether no other branch knows a property in a value of the branch that the right node may refuse."""

    def added(node: Node, said: Said) -> bool:
        return any(_adds(inclusion, branch, other, node, said) for other in objects)

    return not added(right, _said_beside) and all(
        any(inclusion.holds(branch, one) and not added(one, _said_of) for one in map(right.node, union.alternatives))
        for union in right.unions
    )


def _adds(inclusion: "Inclusion", one: Branch, other: Branch, right: Node, said: Said) -> bool:
    """Return whether a branch knows a property that counts as absent in another, and that the right may refuse."""
    names = (name for name in sorted((other.known - one.known) & right.names) if inclusion.absent(one, name))
    return any(not inclusion.exact.holds(other.member(name), node) for name in names for node in said(right, name))


def _said_beside(node: Node, name: str) -> list[Node]:
    """Return the nodes for a property outside the alternatives."""
    declaring = (one for one in node.layers if has(one, "properties") and name in one.raw["properties"])
    found = [node.node(layer.at("properties", name)) for layer in declaring]
    return [*found, *(said for part in node.conditional for said in _said_of(node.node(part), name))]


def _said_of(node: Node, name: str) -> list[Node]:
    """Return all nodes for a property, including those in alternatives and conditions."""
    key = f"said of {name}"
    if key not in node.kept:
        node.kept[key] = []  # a recursive schema adds nothing
        alternatives = (node.node(part) for union in node.unions for part in union.alternatives)
        inside = [said for one in alternatives for said in _said_of(one, name)]
        node.kept[key] = [*_said_beside(node, name), *inside]
    said: list[Node] = node.kept[key]
    return said


def _may_overlap(node: Node) -> bool:
    """Return whether a node contains an anyOf; the alternatives of a oneOf never overlap."""
    if "overlaps" not in node.kept:
        node.kept["overlaps"] = True  # a recursive schema may overlap
        node.kept["overlaps"] = any(union.keyword == "anyOf" for union in node.unions) or any(
            _may_overlap(node.node(part)) for part in node.parts_inside
        )
    return bool(node.kept["overlaps"])
