"""Serialize parameters: as parts of a URL, as headers, or as cookies."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from .described import Parameter
from .exchanges import NotReached

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


class Text(str):
    """The text of a witness, as a client sends it: `q=a` in a query or form, a whole path, `X-Q: a`, `Cookie: q=a`."""

    __slots__ = ()


def text_of(value: Any) -> str:
    """Return the text of a scalar value in a URL."""
    return value if isinstance(value, str) else json.dumps(value)


def query(parameter: Parameter, value: Any) -> list[str]:
    """Return the parts of a query for a parameter."""
    if isinstance(value, Text):
        return [value]
    return [f"{quote(name, safe='[]')}={quote(text, safe='')}" for name, text in _pairs(parameter, value)]


def headers(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """Return the headers for a parameter."""
    if isinstance(value, Text):
        lines = (line.partition(": ") for line in value.split("\n"))
        return [(name, text) for name, _, text in lines]
    return list(_pairs(parameter, value))


def cookies(parameter: Parameter, value: Any) -> list[str]:
    """Return the cookies for a parameter."""
    if isinstance(value, Text):
        return [value.removeprefix("Cookie: ")]
    return [f"{name}={text}" for name, text in _pairs(parameter, value)]


def segment(path: str, parameter: Parameter, value: Any) -> str:
    """Return the segment of a path for a parameter; raises NotReached if no path can contain the value."""
    if isinstance(value, Text):
        before, _, after = path.partition(f"{{{parameter.name}}}")
        found = re.fullmatch(f"{re.escape(before)}(.*){re.escape(after)}", value)
        return found[1] if found else value
    text = ",".join(text for _, text in _pairs(parameter, value))
    if text in ("", ".", ".."):
        raise NotReached(f"No path can contain {text!r} as {parameter.place}.")
    return quote(text, safe="")


def _pairs(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """Give the names and texts of a value."""
    name = parameter.name
    if parameter.style == "json":
        yield name, json.dumps(value)
    elif isinstance(value, list):
        texts = [text_of(one) for one in value]
        if parameter.explode and parameter.style == "form":
            yield from ((name, text) for text in texts)
        else:
            yield name, _SEPARATORS.get(parameter.style, ",").join(texts)
    elif isinstance(value, dict):
        members = {key: text_of(one) for key, one in value.items()}
        if parameter.style == "deepObject":
            yield from ((f"{name}[{key}]", text) for key, text in members.items())
        elif parameter.explode and parameter.style == "form":
            yield from members.items()
        else:
            separator = "=" if parameter.explode else ","
            yield name, ",".join(f"{key}{separator}{text}" for key, text in members.items())
    else:
        yield name, text_of(value)
