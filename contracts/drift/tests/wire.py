"""Texts that clients send, their readings, and schemas of parameters and forms, without the code of the engine.

A strict reader parses only the texts of JSON, a lax one also those that FastAPI and other servers accept. A server may
be either: so a change is safe, or breaking, only if it is so for both.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, Literal

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contracts.drift.schemas.validity import format_checker

Reader = Literal["strict", "lax"]
READERS: tuple[Reader, ...] = ("strict", "lax")

TEXTS = (
    *("", "a", "b", "ab", "aaa", "abcd", "0", "1", "2", "3", "-1", "10", "100", "1000", "0.5", "1.5"),
    *("01", "1.0", "+1", " 1", "1_0", "1e1", "true", "false", "True", "on", "null", "1,2", "2000-01-01"),
)
DELIMITED = ("a,b", "a,a", "1,2", "1,1", "1,01", "a,1", "true,1", "a,b,a", "1,2,3")
FEW_TEXTS = ("a", "b", "1", "01", "2", "0.5", "true")
FIELDS = ("a", "b", "c")
_LAX = {
    **dict.fromkeys(("true", "t", "yes", "y", "on", "1"), True),
    **dict.fromkeys(("false", "f", "no", "n", "off", "0"), False),
}


@cache
def reads(text: str, reader: Reader) -> tuple[Any, ...]:
    """Return the strings, numbers and booleans that a reader can parse one text as."""
    found: list[Any] = [text]
    if reader == "lax":
        found += [_LAX[text.lower()]] if text.lower() in _LAX else []
        number = _number(text)
    else:
        found += [text == "true"] if text in ("true", "false") else []
        plain = text.removeprefix("-")
        canonical = text == "0" or (plain[:1] in set("123456789") and plain.isdecimal()) or _is_decimal(plain)
        number = _number(text) if canonical else None
    return (*found, *([] if number is None else [number]))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _is_decimal(text: str) -> bool:
    whole, point, rest = text.partition(".")
    return (
        bool(point)
        and rest.isdecimal()
        and rest[-1] != "0"
        and (whole == "0" or (whole.isdecimal() and whole[0] != "0"))
    )


def reads_several(texts: tuple[str, ...], reader: Reader) -> Iterator[Any]:
    """Give the values that a reader can parse the texts with one name as: a single value, or an array."""
    if len(texts) == 1:
        yield from reads(texts[0], reader)
    yield from (list(values) for values in product(*(reads(text, reader) for text in texts)))


def reads_delimited(text: str, reader: Reader) -> Iterator[Any]:
    """Give the values that a reader can parse one text with commas as: a single value, or an array."""
    yield from reads(text, reader)
    yield from (list(values) for values in product(*(reads(one, reader) for one in text.split(","))))


def reads_form(form: dict[str, tuple[str, ...]], reader: Reader) -> Iterator[Any]:
    """Give the objects that a reader can parse a form as: texts by the names of the fields."""
    fields = [list(reads_several(texts, reader)) for texts in form.values()]
    yield from (dict(zip(form, values, strict=True)) for values in product(*fields))


class Judge:
    """Judges texts by validating their readings with the jsonschema library."""

    def __init__(self, schema: Any) -> None:
        """Take a schema."""
        self._validator = Draft202012Validator(schema, format_checker=format_checker())

    def takes(self, texts: tuple[str, ...], reader: Reader) -> bool:
        """Return whether the schema accepts the texts of a parameter."""
        return any(self._validator.is_valid(value) for value in reads_several(texts, reader))

    def takes_delimited(self, text: str, reader: Reader) -> bool:
        """Return whether the schema accepts the text of a parameter in the path."""
        return any(self._validator.is_valid(value) for value in reads_delimited(text, reader))

    def takes_form(self, form: dict[str, tuple[str, ...]], reader: Reader) -> bool:
        """Return whether the schema accepts a form."""
        return any(self._validator.is_valid(value) for value in reads_form(form, reader))


def all_texts() -> Iterator[tuple[str, ...]]:
    """Give all combinations of one to three texts of a small alphabet with one name."""
    yield from ((text,) for text in TEXTS)
    yield from product(FEW_TEXTS, repeat=2)
    yield from product(("a", "1", "2"), repeat=3)


few = st.integers(0, 3)
_strings = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={
        "minLength": few,
        "maxLength": few,
        "pattern": st.sampled_from(["^a", "^[ab]*$", ".*", "^[0-9]+$", "^(true|false)$", "1"]),
        "format": st.sampled_from(["password", "date"]),
    },
)
_numbers = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number"])},
    optional={
        "minimum": few,
        "maximum": few,
        "exclusiveMinimum": few,
        "exclusiveMaximum": few,
        "multipleOf": st.sampled_from([1, 2, 0.5]),
    },
)
_values = st.sampled_from(["", "a", "b", "1", "01", "true", "on", 0, 1, 2, 0.5, True, False, None])
scalars: st.SearchStrategy[Any] = st.one_of(
    _strings,
    _numbers,
    st.sampled_from(["boolean", "null", "string", "integer", "number"]).map(lambda one: {"type": one}),
    st.lists(_values, min_size=1, max_size=3, unique_by=repr).map(lambda some: {"enum": some}),
    st.just({}),
    st.lists(st.sampled_from(["string", "integer", "boolean", "null"]), min_size=2, max_size=2, unique=True).map(
        lambda some: {"type": some}
    ),
)


def _composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda some: {"anyOf": some}),
        several.map(lambda some: {"anyOf": some}),
        several.map(lambda some: {"oneOf": some}),
        several.map(lambda some: {"allOf": some}),
        inner.map(lambda one: {"not": one}),
        st.fixed_dictionaries(
            {"type": st.just("array")},
            optional={
                "items": inner,
                "prefixItems": st.lists(inner, min_size=1, max_size=2),
                "minItems": few,
                "maxItems": few,
                "uniqueItems": st.booleans(),
                "contains": inner,
            },
        ),
    )


parameters: st.SearchStrategy[Any] = st.recursive(scalars, _composed, max_leaves=4)


@st.composite
def forms(draw: st.DrawFn) -> Any:
    """Return a schema of forms."""
    properties = draw(st.dictionaries(st.sampled_from(FIELDS), parameters, min_size=1, max_size=2))
    required = draw(st.lists(st.sampled_from(FIELDS), max_size=2, unique=True))
    closed = {"additionalProperties": False} if draw(st.booleans()) else {}
    return {"type": "object", "properties": properties, "required": required, **closed}


@st.composite
def pairs(draw: st.DrawFn, some: st.SearchStrategy[Any]) -> tuple[Any, Any]:
    """Return two schemas; the second is often similar to the first."""
    one, other = draw(some), draw(some)
    near = [other, {"anyOf": [one, other]}, {"allOf": [one, other]}, {**one, **other}, {"type": "array", "items": one}]
    chosen = draw(st.sampled_from(near))
    turned: bool = draw(st.booleans())
    return (chosen, one) if turned else (one, chosen)
