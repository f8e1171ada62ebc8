"""Alternatives: anyOf and oneOf on the right side."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .branches import Branch, TooManyBranches, branches
from .disjointness import disjoint
from .findings import Finding, Findings
from .nodes import Node, Union
from .validity import accepts

if TYPE_CHECKING:
    from .inclusion import Inclusion

FEW = 12  # parts that a branch is split into at most
SPLITS = 2  # how often it is


def settled(inclusion: "Inclusion", left: Node, right: Node) -> frozenset[str]:
    """Return the pointers of those oneOf of the right that hold because the left has one alike.

    Who is in exactly one alternative on the left is in exactly one on the right, where each alternative is included in
    its like, and a like that is wider has nothing in common with the others.
    """
    return frozenset(
        theirs.pointer
        for theirs in right.unions
        if theirs.keyword == "oneOf" and any(_alike(inclusion, left, ours, right, theirs) for ours in left.unions)
    )


def _alike(inclusion: "Inclusion", left: Node, ours: Union, right: Node, theirs: Union) -> bool:
    if ours.keyword != "oneOf" or len(ours.alternatives) > len(theirs.alternatives):
        return False
    mine, other = [left.node(part) for part in ours.alternatives], [right.node(part) for part in theirs.alternatives]
    likes: dict[int, int] = {}
    for index, one in enumerate(mine):
        order = [index, *range(index), *range(index + 1, len(other))]
        wide = [place for place in order if place not in likes and inclusion.holds(one, other[place])]
        # Rather the same one than one that is wider.
        like = next((place for place in wide if inclusion.holds(other[place], one)), next(iter(wide), None))
        if like is None:
            return False
        likes[like] = index
    for place, one in enumerate(other):
        like = likes.get(place)
        wider = like is None or not inclusion.holds(one, mine[like])
        if wider and not all(disjoint(one, mine[index]) for index in range(len(mine)) if index != like):
            return False
    return True


def in_union(
    inclusion: "Inclusion", branch: Branch, union: Union, right: Node, splits: int = SPLITS
) -> Iterator[Finding]:
    """Give why not every value of a branch is in an alternative, in exactly one for a oneOf."""
    alternatives = [right.node(part) for part in union.alternatives]
    results = [inclusion.of(branch, alternative) for alternative in alternatives]
    for index, result in enumerate(results):
        if not result:
            others = [one for place, one in enumerate(alternatives) if place != index]
            if (
                union.keyword == "oneOf"
                and not union.discriminated
                and not all(disjoint(branch, one) for one in others)
            ):
                continue
            return
    whole = right.node(
        inclusion.synthetic({union.keyword: [part.raw for part in union.alternatives]}, union.alternatives[0])
    )
    refused = [_refused(whole, result) for result in sorted(results, key=_distance)]
    found = next((some for some in refused if some), ())
    if found:
        yield from found
        return
    parts = split(inclusion, branch, alternatives) if splits else []
    if parts:
        for part in parts:
            yield from in_union(inclusion, part, union, right, splits - 1)
        return
    yield Finding("union", union.pointer, value=inclusion.counterexample(branch, whole))


def _refused(whole: Node, findings: Findings) -> Findings:
    """Return those findings whose values all alternatives refuse."""
    return tuple(one for one in findings if one.decided and not accepts(whole, one.value))


def _distance(findings: Findings) -> tuple[Any, ...]:
    """Return how far an alternative is from being the one that is meant: not of another type, or with another tag."""
    type_ = any(one.aspect == "type" and not one.path for one in findings)
    tag = any(one.aspect == "enum" and len(one.path) <= 1 for one in findings)
    return type_, tag, len(findings)


def split(inclusion: "Inclusion", branch: Branch, alternatives: list[Node]) -> list[Branch]:
    """Return a branch of objects as several, by the kinds of a property that tells the alternatives apart."""
    if branch.type != "object":
        return []
    for name in sorted(branch.declared):
        kinds = _kinds(branch, name)
        layers = [{"properties": {name: kind}, "required": [name]} for kind in kinds]
        if name not in branch.required:
            layers.append({"properties": {name: False}})
        if 1 < len(layers) <= FEW and any(name in one.names for one in alternatives):
            near = branch.layers[0]
            return [Branch(branch, (*branch.layers, inclusion.synthetic(layer, near)), "object") for layer in layers]
    return []


def _kinds(branch: Branch, name: str) -> list[Any]:
    """Return schemas that together say what a property may be: of one value each, or of one type."""
    try:
        found = branches(branch.member(name))
    except TooManyBranches:
        return []
    kinds: list[Any] = []
    for one in found:
        if one.values is not None:
            kinds += [{"const": value} for value in one.values]
        else:
            kinds.append({"type": one.type})
    return kinds
