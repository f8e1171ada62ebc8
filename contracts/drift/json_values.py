"""JSON values with the equality of JSON Schema: 1 equals 1.0, but neither equals true."""

import json
from types import NoneType
from typing import Any, Final


class Missing:
    """The type of MISSING, which means no value: None is the JSON value null."""

    def __repr__(self) -> str:
        """Return its name."""
        return "MISSING"


MISSING: Final = Missing()
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def canonical(value: Any) -> str:
    """Return the canonical text of a JSON value."""
    return _ENCODER.encode(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def size(value: Any) -> tuple[int, str]:
    """Return the sort key that orders JSON values from small to large."""
    text = canonical(value)
    return len(text), text


def escaped(token: str) -> str:
    """Return a key, escaped for a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


_TYPES = {NoneType: "null", bool: "boolean", int: "number", float: "number", str: "string", list: "array"}


def json_type(value: Any) -> str:
    """Return the JSON type of a value; an integer is a number."""
    return _TYPES.get(type(value), "object")
