"""Compare a branch with anyOf and oneOf on the right side."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..json_values import canonical
from .branches import Branch, TooManyBranches, branches
from .findings import Choice, Finding, Inner, Reason
from .nodes import Node, Union
from .overlaps import Overlap
from .pairing import alike, identity_of, likeness, swallows, tagged_alike

if TYPE_CHECKING:
    from .inclusion import Inclusion

FEW = 12  # the maximum number of parts of a split branch
SPLITS = 2  # how many times a branch is split
NEAREST = 3  # how many alternatives are searched for a value that all refuse


def settled(inclusion: "Inclusion", left: Node, branch: Branch, right: Node, theirs: Union) -> bool:
    """Return whether a oneOf of the right accepts a branch because the left has a similar oneOf.

    A value in exactly one alternative on the left is in exactly one on the right if two things are proven: its
    alternative is included in one on the right, and every other on the right either has no value of the branch or is
    included in an alternative on the left that the value is not in.
    """
    chosen = {id(layer.raw) for layer in branch.layers}
    return theirs.keyword == "oneOf" and any(
        _alone(inclusion, left, branch, ours, index, right, theirs)
        for ours in left.unions
        if ours.keyword == "oneOf"
        for index, part in enumerate(ours.alternatives)
        if id(part.raw) in chosen
    )


def _nothing_beside(node: Node, union: Union) -> bool:
    """Return whether no keyword next to a union mentions a property or restricts other properties."""
    beside = node.known or node.patterned or not node.others.trivial
    return len(node.choices) == 1 and node.unions == (union,) and not beside


def _alone(
    inclusion: "Inclusion", left: Node, branch: Branch, ours: Union, index: int, right: Node, theirs: Union
) -> bool:
    mine, others = [left.node(part) for part in ours.alternatives], [right.node(part) for part in theirs.alternatives]
    rest = [one for place, one in enumerate(mine) if place != index]
    likes = inclusion.paired(mine, others)
    meant = likes.get(index)
    order = range(len(others)) if meant is None else [meant]
    # An alternative alone does not know the properties next to its union: then no property counts as absent.
    alone = inclusion if _nothing_beside(left, ours) else inclusion.exact

    def apart(place: int) -> bool:
        """Return whether no value of the branch is in another alternative: it would be in two on the left."""
        one = others[place]
        mates = (mine[mate] for mate, like in likes.items() if like == place and mate != index)
        return (
            inclusion.disjoint(branch, one)
            or any(inclusion.exact.holds(one, it) for it in rest)
            or any(_both_in(inclusion, branch, one, mate) for mate in mates)
            or any(_never_has(inclusion, branch, rest, name) for name in one.required)
        )

    return any(
        (alone.holds(mine[index], others[like]) or inclusion.holds(branch, others[like]))
        and (meant is not None or not swallows(others[like], branch))
        and all(place == like or apart(place) for place in range(len(others)))
        for like in order
    )


def _never_has(inclusion: "Inclusion", branch: Branch, excluded: Sequence[Node], name: str) -> bool:
    """Return whether a property counts as absent in a branch, and in all other schemas that accept its values.

    The excluded nodes accept none of its values.
    """
    if not inclusion.absent(branch, name):
        return False
    strange = {id(part.raw) for node in excluded for part in node.parts}
    try:
        together = branches(branch.node(*branch.layers))
    except TooManyBranches:
        return False
    known = (one for one in together if not any(id(layer.raw) in strange for layer in one.layers))
    return all(inclusion.absent(one, name) for one in known)


def _both_in(inclusion: "Inclusion", branch: Branch, one: Node, other: Node) -> bool:
    """Return whether every value of a branch that is also in a second node is in a third one."""
    holds = inclusion.exact.holds
    return all(holds(branch, said) or holds(one, said) for said in _sayings(inclusion, other))


def _sayings(inclusion: "Inclusion", node: Node) -> Iterator[Node]:
    """Give the nodes inside a node for the same value, with the schema of each property separately."""
    for layer in node.layers:
        if not isinstance(layer.raw, dict):
            yield node.node(layer)
            continue
        rest = {keyword: said for keyword, said in layer.raw.items() if keyword not in ("$ref", "allOf", "required")}
        said: list[dict[str, Any]] = [{"required": [name]} for name in layer.raw.get("required", ())]
        if not {"additionalProperties", "patternProperties"} & layer.raw.keys():
            said += [{"properties": {name: schema}} for name, schema in rest.pop("properties", {}).items()]
        for raw in (*said, rest):
            yield node.node(inclusion.synthetic(raw, layer, "said", id(layer.raw), canonical(raw)))


def in_union(
    inclusion: "Inclusion", branch: Branch, union: Union, right: Node, like: int | None, splits: int = SPLITS
) -> Iterator[Reason]:
    """Give why not every value of a branch is in an alternative; for a oneOf, in exactly one.

    `like` is the position of the branch's counterpart among the alternatives, None if it has none.
    """
    alternatives = [right.node(part) for part in union.alternatives]
    if like is not None and _included(inclusion, branch, union, alternatives, like):
        return
    order = _nearest(branch, alternatives, like)
    is_tagged = like is not None and tagged_alike(branch, alternatives[like])
    promised = sum(bool(one.names) for one in alternatives) > 1
    for index in order if not is_tagged else ():
        is_known = not (promised and _only_swallows(alternatives[index], branch))
        if index != like and is_known and _included(inclusion, branch, union, alternatives, index):
            return
    parts = split(inclusion, branch, alternatives) if splits and not is_tagged else []
    if parts and all(not any(True for _ in in_union(inclusion, one, union, right, like, splits - 1)) for one in parts):
        return
    raw = {union.keyword: [part.raw for part in union.alternatives]}
    whole = right.node(inclusion.synthetic(raw, union.alternatives[0], id(union.raw), union.keyword))

    def otherwise() -> Iterator[Reason]:
        if like is not None and not inclusion.holds(branch, alternatives[like]):
            yield Inner("", branch, alternatives[like])
            return
        for part in parts:
            yield from in_union(inclusion, part, union, right, like, splits - 1)
        if not parts:
            yield Finding("union", union.pointer, search=partial(inclusion.counterexample, branch, whole))

    options = order[:NEAREST] if like is None else [like]
    yield Choice(branch, tuple(alternatives[index] for index in options), whole, otherwise)


def _included(inclusion: "Inclusion", branch: Branch, union: Union, alternatives: Sequence[Node], index: int) -> bool:
    """Return whether every value of a branch is in an alternative and, for a oneOf, in no other."""
    alone = union.keyword == "anyOf" or union.discriminated
    return inclusion.holds(branch, alternatives[index]) and (
        alone or all(place == index or inclusion.disjoint(branch, one) for place, one in enumerate(alternatives))
    )


def swallowed(inclusion: "Inclusion", found: Sequence[Branch], right: Node) -> Iterator[Branch]:
    """Give the branches that a node without alternatives accepts without knowing their properties."""
    objects = [one for one in found if one.type == "object" and not isinstance(one, Overlap)]
    if len(objects) > 1:
        likes = inclusion.paired(objects, [right])
        strange = (one for index, one in enumerate(objects) if index not in likes and not alike(one, right))
        yield from (one for one in strange if swallows(right, one))


def _only_swallows(alternative: Node, branch: Branch) -> bool:
    # Each of several alternatives promises the values of their overlap.
    return not isinstance(branch, Overlap) and swallows(alternative, branch)


def _nearest(branch: Branch, alternatives: Sequence[Node], like: int | None) -> list[int]:
    """Return the positions of the alternatives, the most likely first."""
    ours = identity_of(branch)
    distances = (
        (index != like, branch.type not in _types(one), -likeness(ours, identity_of(one)), index)
        for index, one in enumerate(alternatives)
    )
    return [index for *_, index in sorted(distances)]


def _types(node: Node) -> set[str]:
    try:
        return {one.type for one in branches(node)}
    except TooManyBranches:
        return set()


def split(inclusion: "Inclusion", branch: Branch, alternatives: list[Node]) -> list[Branch]:
    """Split a branch of objects by the values or types of a property that distinguishes the alternatives."""
    if branch.type != "object":
        return []
    for name in sorted(branch.declared):
        if not any(name in one.names for one in alternatives):
            continue
        kinds = _kinds(branch, name)
        layers = [{"properties": {name: kind}, "required": [name]} for kind in kinds]
        if name not in branch.required:
            layers.append({"properties": {name: False}})
        if 1 < len(layers) <= FEW:
            near = branch.layers[0]
            kinds = [inclusion.synthetic(layer, near, canonical(layer)) for layer in layers]
            return [branch.refined(kind) for kind in kinds]
    return []


def _kinds(branch: Branch, name: str) -> list[Any]:
    """Return schemas that together allow the values of a property: each has one value or one type."""
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
