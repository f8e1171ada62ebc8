"""Valid and nearly valid payloads; the one place that knows the limits of every field."""

import string
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

MAX_LENGTH = {"username": 50, "email": 120, "title": 100, "content": 50_000}
MAX_ID = 2**31 - 1

WHITE_SPACE = " \u00a0\u1680\u2000\u2007\u200a\u2028\u2029\u202f\u205f\u3000"
BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Some characters of every kind that looks like nothing: format characters, and other ones that fonts leave out.
INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2065\u3164\ufe0f\ufeff\uffa0\U000e0041"


def _trimmed(inner: st.SearchStrategy[str], max_length: int) -> st.SearchStrategy[str]:
    """Texts with no white space at an edge, which are not too long when composed either."""
    return (
        st.text(inner, min_size=1, max_size=max_length)
        .map(str.strip)
        .filter(lambda text: text and len(normalize("NFC", text)) <= max_length)
    )


_name_characters = st.characters(
    exclude_categories=["Cc", "Cf", "Cs", "Cn", "Mn"], exclude_characters="\u115f\u1160\u3164\uffa0"
) | st.sampled_from("e\u0301\u0308ß\U0001f600")
_title_characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=BIDI_OVERRIDES)
_domains = st.from_regex(r"[a-zA-Z0-9]{1,20}(\.[a-z]{2,5}){1,2}", fullmatch=True).map("{}.example.com".format)
_locals = st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~", min_size=1, max_size=60)

usernames = _trimmed(_name_characters, MAX_LENGTH["username"])
emails = st.builds("{}@{}".format, _locals, _domains).filter(lambda email: len(email) <= MAX_LENGTH["email"])
titles = _trimmed(_title_characters, MAX_LENGTH["title"])
contents = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=300)

users = st.fixed_dictionaries({"username": usernames, "email": emails})
posts = st.fixed_dictionaries({"title": titles, "content": contents})


def stored(field: str, value: str) -> str:
    """Return what comes back for what was sent: NFC, and an email's domain in lower case."""
    if field == "email":
        local, domain = value.rsplit("@", 1)
        value = f"{local}@{domain.lower()}"
    return normalize("NFC", value)


def inside_limits() -> Iterator[Any]:
    """Give (field, value) pairs that are just within what is allowed."""
    for field in ("username", "title", "content"):
        yield field, "x"
        yield field, "x" * MAX_LENGTH[field]
        yield field, "\U0001f600" * MAX_LENGTH[field]
        yield field, "e\u0301" * (MAX_LENGTH[field] // 2)
        yield field, "x y"
        yield field, "\u202fx\u3000".strip() + "\u05d0\u0661\u00df\u4e2d"
    yield "username", "O'Brien <b>&amp;"
    yield "title", "\U0001f468\u200d\U0001f469\u200d\U0001f467 family"
    yield "title", "a\u200eb"
    yield "content", " \t\r\n\x01\x7f\u202e\u200b"
    yield "email", "a@b.co"
    yield "email", f"{'x' * 60}@{'y' * 51}.example"[: MAX_LENGTH["email"]]
    yield "email", "Bob+tag@EXAMPLE.org"
    yield "email", "a@xn--bcher-kva.example"


def outside_limits() -> Iterator[Any]:
    """Give (field, value) pairs that are just beyond what is allowed."""
    for field, max_length in MAX_LENGTH.items():
        yield field, ""
        yield field, "x" * (max_length + 1)
        yield field, None
        yield field, 1
        yield field, ["x"]
        yield field, "\ud800"
        yield field, "x\0y"
    for field in ("username", "title"):
        for white_space in WHITE_SPACE:
            yield field, f"{white_space}x"
            yield field, f"x{white_space}"
        for control in "\x01\t\n\r\x1f\x7f\x85\x9f":
            yield field, f"x{control}y"
        for override in BIDI_OVERRIDES:
            yield field, f"x{override}y"
        # U+FB2C grows threefold when it is composed.
        yield field, "\ufb2c" * MAX_LENGTH[field]
    yield "content", "\ufb2c" * MAX_LENGTH["content"]
    for invisible in INVISIBLE:
        yield "username", f"x{invisible}y"
    for email in (
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
    ):
        yield "email", email
    yield "email", f"{'x' * 60}@{'y' * 52}.example"
