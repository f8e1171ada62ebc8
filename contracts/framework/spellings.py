"""What FastAPI and Pydantic write into a document by themselves, and have written in more than one way.

Each was seen in documents that the versions before and after it made of one app.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

Schema = dict[str, Any]

_OCTETS = "application/octet-stream"


class Spelling(NamedTuple):
    """One thing that is written in several ways.

    Attributes:
        package: The package that writes it.
        since: The versions that began to write it in another way.
        rewrite: Returns a schema with this part written in one way for all versions; gets one of its own.
    """

    package: str
    since: tuple[str, ...]
    rewrite: Callable[[Schema], Schema]


def _one_reference(schema: Schema) -> Schema:
    """`allOf` of one reference is the reference."""
    match schema:
        case {"allOf": [{"$ref": str()} as reference], **others}:
            return {**others, **reference}
    return schema


def _one_value(schema: Schema) -> Schema:
    """`const`, with or without the `enum` and the `type` that say the same, is an `enum` of one."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if not isinstance(values, list) or len(values) != 1 or schema.get("const", values[0]) != values[0]:
        return schema
    return {name: value for name, value in schema.items() if name not in ("const", "type")} | {"enum": values}


def _keys(schema: Schema) -> Schema:
    """What the keys of a mapping are was left out."""
    is_mapping = "additionalProperties" in schema and "properties" not in schema
    return {name: value for name, value in schema.items() if name != "propertyNames"} if is_mapping else schema


def _any_value(schema: Schema) -> Schema:
    """That a mapping has any values was left out; an object with properties says it where the app does."""
    says_so = schema.get("additionalProperties") is True and "properties" not in schema
    return {name: value for name, value in schema.items() if name != "additionalProperties"} if says_so else schema


def _octets(schema: Schema) -> Schema:
    """Bytes had a format, and have a media type."""
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
