"""Validate JSON values, and the readings of texts, against a document with the jsonschema library."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice, product
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator, FormatChecker
from openapi_schema_validator import OAS30Validator

NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
SEPARATORS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
FORMATS = FormatChecker(formats=("date", "email", "ipv4", "uuid"))


def _is_date_time(value: Any) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


FORMATS.checks("date-time", raises=ValueError)(_is_date_time)


def at(document: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer; raises LookupError."""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def accepts(document: Any, schema: Any, value: Any) -> bool:
    """Return whether a schema of a document accepts a JSON value."""
    return bool(validator(document, schema).is_valid(value))


def validator(document: Any, schema: Any) -> Any:
    """Return a validator for a schema of a document."""
    whole = {"allOf": [schema], "components": document.get("components", {})}
    class_ = OAS30Validator if document["openapi"].startswith("3.0") else Draft202012Validator
    return class_(whole, format_checker=FORMATS)


def accepts_text(document: Any, pointer: str, text: str) -> bool:
    """Return whether a parameter, or the schema of a form, accepts any reading of a text."""
    return next(accepted_texts(document, pointer, [text]), None) is not None


def accepted_texts(document: Any, pointer: str, texts: Iterable[str]) -> Iterator[str]:
    """Give the texts that a parameter, or the schema of a form, accepts."""
    holder = at(document, pointer)
    judge = validator(document, holder["schema"] if "in" in holder else holder)
    return (text for text in texts if any(judge.is_valid(value) for value in readings(holder, text)))


def readings(holder: Any, text: str) -> Iterator[Any]:
    """Give the values that a text of a parameter or a form can be parsed as."""
    if holder.get("in") == "query":
        yield from _of_query(holder, parse_qsl(text, keep_blank_values=True))
    elif "in" in holder:
        yield from islice(_several([text]), 100)
    else:
        fields: dict[str, list[str]] = {}
        for name, one in parse_qsl(text, keep_blank_values=True):
            fields.setdefault(name, []).append(one)
        for values in product(*map(_several, fields.values())):
            yield dict(zip(fields, values, strict=True))


def _of_query(parameter: Any, given: list[tuple[str, str]]) -> Iterator[Any]:
    name, style = parameter["name"], parameter.get("style", "form")
    texts = [one for key, one in given if key == name]
    members = [(key[len(name) + 1 : -1], one) for key, one in given if key.startswith(f"{name}[")]
    if style == "deepObject":
        yield from _objects(members) if members else ()
    elif parameter.get("explode", style == "form"):
        yield from _several(texts) if texts else _objects(given)
    elif len(texts) == 1:
        yield from _scalars(texts[0])
        yield from _lists(texts[0].split(SEPARATORS[style]))


def _several(texts: Sequence[str]) -> Iterator[Any]:
    if len(texts) == 1:
        yield from _scalars(texts[0])
    yield from _lists(texts)


def _lists(texts: Sequence[str]) -> Iterator[Any]:
    for values in product(*map(_scalars, texts)):
        yield list(values)


def _objects(members: list[tuple[str, str]]) -> Iterator[Any]:
    for values in product(*(_scalars(text) for _, text in members)):
        yield dict(zip((name for name, _ in members), values, strict=True))


def _scalars(text: str) -> Iterator[Any]:
    yield text
    if NUMBER.fullmatch(text):
        number = float(text)
        yield int(number) if number.is_integer() else number
    if text in ("true", "false"):
        yield text == "true"
