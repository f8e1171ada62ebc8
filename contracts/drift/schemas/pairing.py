"""Pair the alternatives of two unions for a proof: by their tags, their names and their properties.

The properties of an alternative are a promise, even if another, open alternative accepts the value without knowing
them. So the counterpart of an alternative is compared first, and an open one that only swallows values proves nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..json_values import canonical
from .branches import Branch
from .nodes import Node

TAGGED, NAMED, ALIKE = 8, 4, 1  # the weights of tags, names and common properties
DEPTH = 3  # how many nested unions are searched


class Identity(NamedTuple):
    """The features that distinguish an alternative from the others."""

    names: frozenset[str]
    tags: Mapping[str, frozenset[str]]
    properties: frozenset[str]


def identity_of(node: Node) -> Identity:
    """Return the names of a node's models, its properties with listed values, and all its properties."""
    if "identity" not in node.kept:
        node.kept["identity"] = _identity_of(node)
    identity: Identity = node.kept["identity"]
    return identity


def _identity_of(node: Node) -> Identity:
    names = {raw["$ref"].rpartition("/")[2] for raw in _raws(node) if isinstance(raw.get("$ref"), str)}
    names |= {raw["title"] for raw in _raws(node) if isinstance(raw.get("title"), str)}
    tags: dict[str, frozenset[str]] = {}
    for raw in _raws(node):
        for name, schema in raw.get("properties", {}).items():
            listed = _listed(schema)
            if listed:
                tags[name] = listed & tags.get(name, listed)
    return Identity(frozenset(names), tags, node.names)


def paired(left: Sequence[Node], right: Sequence[Node]) -> dict[int, int]:
    """Return the position of the counterpart of each alternative; an alternative without one is left out.

    A union among the alternatives on the right is the counterpart if one of its alternatives is.
    """
    ours = [identity_of(one) for one in left]
    theirs = [(place, identity_of(member)) for place, one in enumerate(right) for member in _members(one, DEPTH)]
    scores = sorted((-likeness(one, other), i, j) for i, one in enumerate(ours) for j, (_, other) in enumerate(theirs))
    likes: dict[int, int] = {}
    for score, mine, other in scores:
        is_free = mine not in likes and (other not in likes.values() or -score >= NAMED)
        if is_free and -score >= ALIKE:
            likes[mine] = other
    rest = [i for i in range(len(ours)) if i not in likes], [j for j in range(len(theirs)) if j not in likes.values()]
    if len(rest[0]) == len(rest[1]) == 1:
        likes[rest[0][0]] = rest[1][0]
    return {mine: theirs[other][0] for mine, other in likes.items()}


def _members(node: Node, depth: int) -> Iterator[Node]:
    """Give a node, or the alternatives of a node that is only a union."""
    alternatives = node.unions[0].alternatives if len(node.unions) == 1 and not node.declared and depth else ()
    if not alternatives:
        yield node
    for part in alternatives:
        yield from _members(node.node(part), depth - 1)


def likeness(one: Identity, other: Identity) -> float:
    """Return how probably two alternatives are counterparts; negative if their tags differ."""
    shared = [name for name in one.tags if name in other.tags]
    if any(not one.tags[name] & other.tags[name] for name in shared):
        return -1
    return (
        TAGGED * bool(shared)
        + NAMED * _common(one.names, other.names)
        + 2 * ALIKE * _common(one.properties, other.properties)
    )


def alike(one: Node, other: Node) -> bool:
    """Return whether two alternatives are probably counterparts."""
    return likeness(identity_of(one), identity_of(other)) >= ALIKE


def tagged_alike(branch: Node, alternative: Node) -> bool:
    """Return whether a tag assigns every value of a branch to an alternative."""
    ours, theirs = identity_of(branch).tags, identity_of(alternative).tags
    return any(values <= theirs[name] for name, values in ours.items() if name in theirs)


def swallows(alternative: Node, branch: Branch) -> bool:
    """Return whether an alternative accepts a property that a branch declares, without knowing it."""
    if branch.type != "object" or not alternative.names:
        return False
    unknown = branch.declared - alternative.names
    return any(alternative.member(name).trivial for name in unknown)


def _raws(node: Node) -> Iterator[dict[str, Any]]:
    return (layer.raw for layer in node.layers if isinstance(layer.raw, dict))


def _listed(schema: object) -> frozenset[str]:
    if not isinstance(schema, dict):
        return frozenset()
    listed = schema.get("enum", [schema["const"]] if "const" in schema else ())
    return frozenset(canonical(value) for value in listed)


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0
