"""Schemas without compositions, parts of which can be rewritten independently."""

from ..schemas.branches import TooManyBranches, branches, named_types
from ..schemas.keywords import ABOUT, LISTS, PLACES, is_annotation
from ..schemas.nodes import Node, Part, has

CONTAINERS = ["array", "object"]
_DEPTH = 6  # how many nested unions are searched

_PLAIN = {"type", "format", *ABOUT["number"], *ABOUT["string"]}
_REWRITABLE = {
    "array": _PLAIN | {"items", "prefixItems", "minItems", "maxItems", "uniqueItems"},
    "object": _PLAIN
    | {"properties", "required", "additionalProperties", "minProperties", "maxProperties", "dependentRequired"},
}


def plain_layers(node: Node, depth: int = _DEPTH) -> list[Part]:
    """Return the alternatives of a schema, each a single layer of keywords; none if it has other compositions."""
    saying = [layer for layer in node.layers if _keywords(layer)]
    if len(saying) != 1 or depth == 0:
        return []
    [layer] = saying
    if _keywords(layer) == {"anyOf"}:
        parts = (layer.at("anyOf", str(index)) for index in range(len(layer.raw["anyOf"])))
        return [one for part in parts for one in plain_layers(node.node(part), depth - 1)]
    return [layer]


def named_containers(node: Node) -> list[str]:
    """Return which of array and object a schema mentions, and does not only allow by default."""
    try:
        found = branches(node)
    except TooManyBranches:
        return CONTAINERS
    return [
        type_
        for type_ in CONTAINERS
        if any(
            one.type == type_ and any(has(layer, said) for layer in one.layers for said in _naming(type_))
            for one in found
        )
    ]


def _naming(type_: str) -> tuple[str, ...]:
    return ("type", *LISTS, *ABOUT[type_])


def _keywords(layer: Part) -> set[str]:
    """Return the keywords of a layer that restrict values."""
    if not isinstance(layer.raw, dict):
        return set() if layer.raw else {"not"}
    singles = {one for one in ("anyOf", "oneOf") if len(layer.raw.get(one, ())) == 1}
    silent = PLACES | {"allOf", "discriminator"} | singles
    return {keyword for keyword in layer.raw if keyword not in silent and not is_annotation(keyword)}


def is_about(layer: Part, type_: str) -> bool:
    """Return whether a layer describes arrays, or objects, and can be rewritten."""
    return has(layer, "type") and type_ in named_types(layer.raw["type"]) and _keywords(layer) <= _REWRITABLE[type_]
