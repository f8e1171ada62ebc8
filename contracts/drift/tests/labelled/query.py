"""Changes of query parameters, written by hand: their styles, and texts in a URL."""

from typing import Any, NamedTuple

TEXT: Any = {"type": "string"}
INTEGER: Any = {"type": "integer"}
TEXTS: Any = {"type": "array", "items": TEXT}
INTEGERS: Any = {"type": "array", "items": INTEGER}
PAIR: Any = {"type": "object", "properties": {"a": INTEGER}, "additionalProperties": False}


class QueryEdit(NamedTuple):
    """Two query parameters `q`, without their names, and a text that only the old one accepts."""

    name: str
    old: Any
    new: Any
    lost: str | None = None
    gained: str | None = None


def plain(schema: Any, **parts: Any) -> Any:
    """Return a parameter."""
    return {"schema": schema, **parts}


LISTED, DEEP = {"explode": False}, {"style": "deepObject"}

QUERIES = [
    QueryEdit("a list, each item once", plain(TEXTS), plain({**TEXTS, "uniqueItems": True}), "q=a&q=a"),
    QueryEdit("a list, at most two items", plain(TEXTS), plain({**TEXTS, "maxItems": 2}), "q=a&q=a&q=a"),
    QueryEdit("a list, at least two items", plain(TEXTS), plain({**TEXTS, "minItems": 2}), "q=a"),
    QueryEdit("a list of texts, and a text", plain(TEXTS), plain(TEXT), "q=a&q=b"),
    QueryEdit("a list of numbers, and a text", plain(INTEGERS), plain(TEXT), "q=1&q=2", "q=a"),
    QueryEdit("a list of numbers, and a number", plain(INTEGERS), plain(INTEGER), "q=1&q=2"),
    QueryEdit("a list of texts, and of numbers", plain(TEXTS), plain(INTEGERS), "q=a"),
    QueryEdit("a list written in one, and a text", plain(INTEGERS, **LISTED), plain(TEXT, **LISTED), None, "q=a"),
    QueryEdit(
        "a list written in one, each item once",
        plain(TEXTS, **LISTED),
        plain({**TEXTS, "uniqueItems": True}, **LISTED),
        "q=a%2Ca",
    ),
    QueryEdit("a list no longer repeated", plain(INTEGERS), plain(INTEGERS, **LISTED), "q=1&q=2", "q=1%2C2"),
    QueryEdit(
        "a list with another separator",
        plain(INTEGERS, **LISTED),
        plain(INTEGERS, style="pipeDelimited", explode=False),
        "q=1%2C2",
        "q=1%7C2",
    ),
    QueryEdit("an object, and a text", plain(PAIR, **DEEP), plain(TEXT), "q%5Ba%5D=1", "q=a"),
    QueryEdit(
        "a member of an object of another type",
        plain(PAIR, **DEEP),
        plain({**PAIR, "properties": {"a": {"type": "boolean"}}}, **DEEP),
        "q%5Ba%5D=1",
        "q%5Ba%5D=true",
    ),
    QueryEdit("a text of any length", plain(TEXT), plain({**TEXT, "minLength": 0})),
    QueryEdit("a text of any pattern", plain(TEXT), plain({**TEXT, "pattern": ".*"})),
    QueryEdit("a text that is shown as a password", plain(TEXT), plain({**TEXT, "format": "password"})),
    QueryEdit("a number, and a text that is not empty", plain(INTEGER), plain({**TEXT, "minLength": 1}), None, "q=a"),
    QueryEdit("a boolean, and its two texts", plain({"type": "boolean"}), plain({"enum": ["true", "false"]})),
    QueryEdit("a number or a text, and a text", plain({"anyOf": [INTEGER, TEXT]}), plain(TEXT)),
    QueryEdit("a number or null, and a number", plain({"type": ["integer", "null"]}), plain(INTEGER)),
    QueryEdit("a text, and a longest length", plain(TEXT), plain({**TEXT, "maxLength": 2}), "q=aaa"),
    QueryEdit("an extension", plain(TEXT), plain(TEXT, **{"x-order": 1})),
]
