"""Whether a schema accepts a value, with the formats that are checked here."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from ..document import target
from ..json_values import canonical, json_type
from .formats import CHECKS, RANGES, admits
from .keywords import ABOUT, COMPARED, TYPES, strangers
from .nodes import Node, Part

_MEMBERS = {"properties", "additionalProperties"}
# What is followed here; for the rest the library is asked.
_FOLLOWED = {
    *("type", "format", "enum", "const", "allOf", "anyOf", "oneOf", "discriminator"),
    *("required", *_MEMBERS, "prefixItems", "items"),
}
_ASKED = {
    type_: (COMPARED - _FOLLOWED).difference(*(keywords for about, keywords in ABOUT.items() if about != type_))
    for type_ in TYPES
}


def accepts(node: Node, value: Any) -> bool:
    """Return whether a node accepts a value.

    It is what the jsonschema library says, much sooner: thousands of values are tried before one is shown, and most of
    a schema is which properties there are, and of which type.
    """
    return all(_accepts(node.root, part.raw, value) for part in node.parts)


def library_accepts(node: Node, value: Any) -> bool:
    """Return the same as the jsonschema library alone says it."""
    return bool(_validator(node.root, [part.raw for part in node.parts]).is_valid(value))


def refusing_keyword(root: Any, layer: Part, value: Any) -> str | None:
    """Return the keyword of a layer that refuses the value, its own and not one behind a reference or an allOf."""
    if isinstance(layer.raw, bool):
        return None if layer.raw else ""
    own = {keyword: said for keyword, said in layer.raw.items() if keyword not in ("$ref", "allOf")}
    if _accepts(root, own, value):
        return None
    # Behind allOf and its index; nothing more where a condition leads to `false`.
    paths = (list(error.absolute_schema_path)[2:3] for error in _validator(root, [own]).iter_errors(value))
    return next(iter(sorted(str(path[0]) if path else "" for path in paths)), None)


def _accepts(root: Any, schema: Any, value: Any) -> bool:
    if isinstance(schema, bool):
        return schema
    if strangers(schema):
        return bool(_validator(root, [schema]).is_valid(value))
    type_ = json_type(value)
    return (
        ("type" not in schema or _is_of(schema["type"], type_, value))
        and ("enum" not in schema or any(_equal(one, value) for one in schema["enum"]))
        and ("const" not in schema or _equal(schema["const"], value))
        and ("format" not in schema or admits(schema["format"], value))
        and (type_ != "object" or all(name in value for name in schema.get("required", ())))
        and all(_accepts(root, one, of) for one, of in _inside(schema, value))
        and ("$ref" not in schema or _accepts(root, target(root, schema["$ref"])[0], value))
        and all(_accepts(root, one, value) for one in schema.get("allOf", ()))
        and ("anyOf" not in schema or any(_accepts(root, one, value) for one in schema["anyOf"]))
        and ("oneOf" not in schema or _exactly_one(_accepts(root, one, value) for one in schema["oneOf"]))
        and _library_agrees(root, schema, type_, value)
    )


def _is_of(types: Any, type_: str, value: Any) -> bool:
    named = types if isinstance(types, list) else [types]
    return type_ in named or (
        type_ == "number" and "integer" in named and (isinstance(value, int) or value.is_integer())
    )


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, (list, dict)):
        return canonical(one) == canonical(other)
    return json_type(one) == json_type(other) and bool(one == other)


def _exactly_one(accepted: Iterator[bool]) -> bool:
    return any(accepted) and not any(accepted)


def _inside(schema: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    """Give the schemas of what is in an object or array, each with what it is for."""
    if isinstance(value, dict) and "patternProperties" not in schema:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        yield from ((properties.get(name, others), one) for name, one in value.items())
    elif isinstance(value, list):
        prefix, others = schema.get("prefixItems", ()), schema.get("items", True)
        yield from ((prefix[place] if place < len(prefix) else others, one) for place, one in enumerate(value))


def _library_agrees(root: Any, schema: Any, type_: str, value: Any) -> bool:
    asked = _ASKED[type_] | _MEMBERS if "patternProperties" in schema else _ASKED[type_]
    own = {keyword: schema[keyword] for keyword in schema.keys() & asked}
    return not own or bool(_validator(root, [own]).is_valid(value))


def _validator(root: Any, schemas: list[Any]) -> Any:
    # The document itself is the schema, so that references are found; its other keys are no keywords.
    document = {key: value for key, value in root.items() if key in ("components", "paths", "webhooks")}
    return _validator_class()({**document, "allOf": schemas}, format_checker=format_checker())


@cache
def _validator_class() -> Callable[..., Any]:
    # Most comparisons need no validator, and it takes as long to import as they take.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    validator: Callable[..., Any] = Draft202012Validator
    return validator


@cache
def format_checker() -> Any:
    """Return what checks the formats that are known here, for a validator of jsonschema."""
    from jsonschema import FormatChecker  # noqa: PLC0415

    checker = FormatChecker(formats=())
    for name in (*CHECKS, *RANGES):
        checker.checks(name)(partial(admits, name))
    return checker
