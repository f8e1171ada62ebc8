"""JSON values, equal as JSON Schema sees them: 1 is 1.0, but neither is true."""

import json
from types import NoneType
from typing import Any, Final


class Missing:
    """Stands for no value, where null is one."""

    def __repr__(self) -> str:
        """Return its name."""
        return "MISSING"


MISSING: Final = Missing()
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def canonical(value: Any) -> str:
    """Return one text for all spellings of a JSON value."""
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
    """Return what orders JSON values from small to large."""
    text = canonical(value)
    return len(text), text


def escaped(token: str) -> str:
    """Return a key as a JSON pointer writes it."""
    return token.replace("~", "~0").replace("/", "~1")


_TYPES = {NoneType: "null", bool: "boolean", int: "number", float: "number", str: "string", list: "array"}


def json_type(value: Any) -> str:
    """Return the JSON type of a value; an integer is a number."""
    return _TYPES.get(type(value), "object")
