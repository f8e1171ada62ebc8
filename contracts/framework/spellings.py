"""The parts of a document that versions of FastAPI and Pydantic write in different ways.

Each was seen in the documents that the versions before and after it made for one app.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

Schema = dict[str, Any]

_OCTETS = "application/octet-stream"


class Spelling(NamedTuple):
    """A part of a schema that is written in several ways.

    Attributes:
        package: The package that writes it.
        since: The versions that began to write it in another way.
        rewrite: Takes a schema, and returns it with this part written in one way; it may change its argument.
    """

    package: str
    since: tuple[str, ...]
    rewrite: Callable[[Schema], Schema]


def _one_reference(schema: Schema) -> Schema:
    """Replace `allOf` with one reference by the reference."""
    match schema:
        case {"allOf": [{"$ref": str()} as reference], **others}:
            return {**others, **reference}
    return schema


def _one_value(schema: Schema) -> Schema:
    """Replace `const`, with or without an equal `enum` and `type`, by an `enum` of one value."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if not isinstance(values, list) or len(values) != 1 or schema.get("const", values[0]) != values[0]:
        return schema
    return {name: value for name, value in schema.items() if name not in ("const", "type")} | {"enum": values}


def _keys(schema: Schema) -> Schema:
    """Remove `propertyNames` from a mapping: some versions leave it out."""
    is_mapping = "additionalProperties" in schema and "properties" not in schema
    return {name: value for name, value in schema.items() if name != "propertyNames"} if is_mapping else schema


def _any_value(schema: Schema) -> Schema:
    """Remove `additionalProperties: true` from a mapping: some versions leave it out.

    In an object with properties, it comes from the app.
    """
    is_any = schema.get("additionalProperties") is True and "properties" not in schema
    return {name: value for name, value in schema.items() if name != "additionalProperties"} if is_any else schema


def _octets(schema: Schema) -> Schema:
    """Replace the format of bytes by their media type."""
    if schema.get("format") != "binary":
        return schema
    return {name: value for name, value in schema.items() if name != "format"} | {"contentMediaType": _OCTETS}


SPELLINGS = (
    Spelling("pydantic", ("2.9",), _one_reference),
    Spelling("pydantic", ("2.7", "2.8", "2.10"), _one_value),
    Spelling("pydantic", ("2.10", "2.11"), _keys),
    Spelling("pydantic", ("2.11",), _any_value),
    Spelling("fastapi", ("0.129.1",), _octets),
)
