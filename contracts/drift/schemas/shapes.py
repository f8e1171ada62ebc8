"""The shapes of values in a well-formed document."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, NamedTuple

_LOCATIONS = ("path", "query", "header", "cookie", "querystring")
_TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")


class Shape(NamedTuple):
    """A requirement for a value: its text, for the end of a sentence, and the function that checks it."""

    expected: str
    fits: Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and (isinstance(value, int) or isfinite(value))


def _is_size(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_texts_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_texts, value.values()))


def _is_credentials(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_texts_by_name, value))


def _is_types(value: Any) -> bool:
    named = value if isinstance(value, list) else [value]
    return bool(named) and all(isinstance(one, str) and one in _TYPES for one in named)


def _is_json(value: Any) -> bool:
    """Return whether JSON can represent all numbers in a value."""
    if isinstance(value, dict):
        return all(map(_is_json, value.values()))
    if isinstance(value, list):
        return all(map(_is_json, value))
    return not isinstance(value, float) or isfinite(value)


def _is_discriminator(value: Any) -> bool:
    mapping = value.get("mapping", {}) if isinstance(value, dict) else None
    return isinstance(mapping, dict) and _is_text(value.get("propertyName")) and all(map(_is_text, mapping.values()))


TEXT = Shape("a text", _is_text)
TEXTS = Shape("a list of texts", _is_texts)
BOOLEAN = Shape("true or false", lambda value: isinstance(value, bool))
LOCATION = Shape("path, query, header, cookie or querystring", lambda value: value in _LOCATIONS)
CREDENTIALS = Shape("a list of objects, each with a list of scopes by the name of a scheme", _is_credentials)
_NUMBER = Shape("a number", _is_number)
_SIZE = Shape("an integer from 0", _is_size)

# By keyword of a schema, except the keywords that contain schemas.
SHAPES: Mapping[str, Shape] = {
    "$ref": TEXT,
    "type": Shape("one of the seven types of JSON Schema, or a list of them", _is_types),
    "enum": Shape("a list of values", lambda value: isinstance(value, list) and _is_json(value)),
    "const": Shape("a JSON value", _is_json),
    "format": TEXT,
    "pattern": TEXT,
    "multipleOf": Shape("a number above 0", lambda value: _is_number(value) and value > 0),
    "uniqueItems": BOOLEAN,
    "required": TEXTS,
    "dependentRequired": Shape("an object of lists of texts", _is_texts_by_name),
    "discriminator": Shape("an object with a propertyName", _is_discriminator),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _NUMBER),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"), _SIZE),
    **dict.fromkeys(("minProperties", "maxProperties"), _SIZE),
}

_FLAG_OR_NUMBER = Shape("true, false or a number", lambda value: isinstance(value, bool) or _is_number(value))
# FastAPI wrote numbers in OpenAPI 3.0, too, where only true and false are valid.
SHAPES_OF_3_0 = {
    **SHAPES,
    "nullable": BOOLEAN,
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _FLAG_OR_NUMBER),
}
