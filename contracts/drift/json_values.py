"""JSON values, equal as JSON Schema sees them: 1 is 1.0, but neither is true."""

import json
from typing import Any, Final


class Missing:
    """Stands for no value, where null is one."""

    def __repr__(self) -> str:
        """Return its name."""
        return "MISSING"


MISSING: Final = Missing()


def canonical(value: Any) -> str:
    """Return one text for all spellings of a JSON value."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
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


def json_type(value: Any) -> str:
    """Return the JSON type of a value; an integer is a number."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"
