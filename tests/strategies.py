"""Valid and nearly valid payloads of the fields in `tests/fields.py`."""

import string
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from tests.fields import FIELDS, Field, Kind, fields_of

MAX_ID = 2**31 - 1

WHITE_SPACE = " \u00a0\u1680\u2000\u2007\u200a\u2028\u2029\u202f\u205f\u3000"
BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Some invisible characters of every kind: format characters, and others that fonts do not draw.
INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2065\u3164\ufe0f\ufeff\uffa0\U000e0041"

INVALID_EMAILS = (
    "x",
    "x@",
    "@b.co",
    "x@b",
    "Ann <a@b.co>",
    " a@b.co",
    "a@b.co ",
    "a b@b.co",
    "a@b..co",
    "a@localhost",
    "zo\u00eb@example.com",
    "a@b\u00fccher.example",
)


def _trimmed(inner: st.SearchStrategy[str], max_length: int) -> st.SearchStrategy[str]:
    """Return texts without white space at an edge, whose NFC is not too long either."""
    return (
        st.text(inner, min_size=1, max_size=max_length)
        .map(str.strip)
        .filter(lambda text: text and len(normalize("NFC", text)) <= max_length)
    )


_name_characters = st.characters(
    exclude_categories=["Cc", "Cf", "Cs", "Cn", "Mn"], exclude_characters="\u115f\u1160\u3164\uffa0"
) | st.sampled_from("e\u0301\u0308ß\U0001f600")
_title_characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=BIDI_OVERRIDES)
_content_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_domains = st.from_regex(r"[a-zA-Z0-9]{1,20}(\.[a-z]{2,5}){1,2}", fullmatch=True).map("{}.example.com".format)
_locals = st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~", min_size=1, max_size=60)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Return valid values of a field."""
    if field.kind is Kind.EMAIL:
        texts = st.builds("{}@{}".format, _locals, _domains).filter(lambda email: len(email) <= field.max_length)
    elif field.kind is Kind.CONTENT:
        texts = st.text(_content_characters, min_size=1, max_size=min(field.max_length, 300)).filter(
            lambda text: len(normalize("NFC", text)) <= field.max_length
        )
    else:
        texts = _trimmed(_name_characters if field.kind is Kind.NAME else _title_characters, field.max_length)
    return texts | st.none() if field.is_optional else texts


def payloads(resource: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return valid fields of a resource: all required ones, and any of the optional ones."""
    fields = fields_of(resource)
    return st.fixed_dictionaries(
        {name: values(field) for name, field in fields.items() if not field.is_optional},
        optional={name: values(field) for name, field in fields.items() if field.is_optional},
    )


emails = values(fields_of("users")["email"])
users = payloads("users")
posts = payloads("posts")


def inside_limits() -> Iterator[tuple[Field, Any]]:
    """Yield each field with values that are just inside its limits."""
    for field in FIELDS:
        if field.is_optional:
            yield field, None
        for value in _inside(field.kind, field.max_length):
            yield field, value


def _inside(kind: Kind, max_length: int) -> Iterator[str]:
    if kind is Kind.EMAIL:
        yield "a@b.co"
        yield f"{'x' * 60}@{'y' * (max_length - 69)}.example"
        yield "Bob+tag@EXAMPLE.org"
        yield "a@xn--bcher-kva.example"
        return
    yield "x"
    yield "x" * max_length
    yield "\U0001f600" * max_length
    yield "e\u0301" * (max_length // 2)
    yield "x y"
    yield "\u202fx\u3000".strip() + "\u05d0\u0661\u00df\u4e2d"
    if kind is Kind.NAME:
        yield "O'Brien <b>&amp;"
    elif kind is Kind.TITLE:
        yield "\U0001f468\u200d\U0001f469\u200d\U0001f467 family"
        yield "a\u200eb"
    else:
        yield " \t\r\n\x01\x7f\u202e\u200b"


def outside_limits() -> Iterator[tuple[Field, Any]]:
    """Yield each field with values that are just outside its limits."""
    for field in FIELDS:
        if not field.is_optional:
            yield field, None
        for value in ("", "x" * (field.max_length + 1), 1, ["x"], "\ud800", "x\0y"):
            yield field, value
        for value in _outside(field.kind, field.max_length):
            yield field, value


def _outside(kind: Kind, max_length: int) -> Iterator[str]:
    if kind is Kind.EMAIL:
        yield from INVALID_EMAILS
        yield f"{'x' * 60}@{'y' * (max_length - 68)}.example"
        return
    # U+FB2C becomes three characters in NFC.
    yield "\ufb2c" * max_length
    if kind in (Kind.NAME, Kind.TITLE):
        for white_space in WHITE_SPACE:
            yield f"{white_space}x"
            yield f"x{white_space}"
        for inner in "\x01\t\n\r\x1f\x7f\x85\x9f" + BIDI_OVERRIDES:
            yield f"x{inner}y"
    if kind is Kind.NAME:
        for invisible in INVISIBLE:
            yield f"x{invisible}y"
