"""Summarize in a few words what a schema allows."""

from typing import Any

from ..contrast import named
from ..json_values import canonical
from .branches import TooManyBranches, branches, types_of
from .keywords import TYPES
from .nodes import Node

_LONG = 40


def types(node: Node) -> list[str]:
    """Return the types that a schema allows, by their JSON Schema names; null comes last."""
    try:
        found = {"integer" if one.type == "number" and one.integer else one.type for one in branches(node)}
    except TooManyBranches:
        found = set(types_of(node.layers))
    if {"number", "integer"} <= found:
        found.remove("integer")
    order = [*TYPES[1:], "integer", TYPES[0]]
    return sorted(found, key=order.index)


def of_other_types(old: Node, new: Node, *, narrowed: bool) -> bool:
    """Return whether a type is no longer allowed or, if the schema is not narrowed, now allowed."""
    was, is_ = {*types(old)}, {*types(new)}
    return bool(was - is_ if narrowed else is_ - was)


def values(node: Node) -> list[Any] | None:
    """Return the values that a schema allows, None if it does not list them."""
    try:
        found = [one.values for one in branches(node)]
    except TooManyBranches:
        return None
    return None if None in found else [value for some in found for value in some or ()]


def summary(raw: Any) -> str:
    """Return a short name of a schema: its model, its title, its alternatives, its type or its values."""
    said = raw if isinstance(raw, dict) else {}
    name = str(said.get("$ref", "")).rpartition("/")[2] or said.get("title")
    alternatives = said.get("anyOf", said.get("oneOf"))
    if isinstance(name, str):
        return f"`{name}`"
    if isinstance(alternatives, list):
        return named([summary(one) for one in alternatives], "or")
    if said.get("type") == "array" and isinstance(said.get("items"), dict):
        return f"array of {summary(said['items'])}"
    if isinstance(said.get("properties"), dict):
        return f"object with {named([*map(canonical, said['properties'])])}"
    if isinstance(said.get("type"), str) and not {"const", "enum"} & said.keys():
        return str(said["type"])
    text = canonical(said.get("const", said.get("enum", raw)))
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."
