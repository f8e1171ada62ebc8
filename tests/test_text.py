"""A text comes back as it was sent, up to the limits of its field; beyond them it is refused."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import bidirectional, category, name

import pytest
from httpx import Client, Response
from hypothesis import given

from blog import text
from blog.database import Database
from tests import strategies
from tests.databases import emptied_after
from tests.document import OPERATIONS
from tests.fields import Field, fields_of, left_out
from tests.makers import body_of, make_post, make_user

BIDI_CLASSES = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
IGNORABLE_NAMES = "HANGUL .*FILLER|VARIATION SELECTOR|GRAPHEME JOINER|KHMER VOWEL INHERENT|MONGOLIAN VOWEL SEPARATOR"
EVERYTHING = range(sys.maxunicode + 1)
PATCHED = {operation.resource for operation in OPERATIONS if operation.method == "PATCH"}


def refused(pattern: str) -> set[int]:
    """Return the code points that the pattern refuses as a text."""
    matches = re.compile(pattern).fullmatch
    return {code_point for code_point in EVERYTHING if not matches(chr(code_point))}


def of_unicode(predicate: Callable[[str], bool]) -> set[int]:
    """Return the code points for which a predicate on Python's Unicode Character Database is true."""
    return {code_point for code_point in EVERYTHING if predicate(chr(code_point))}


def test_the_patterns_refuse_what_the_unicode_database_says() -> None:
    surrogates = of_unicode(lambda character: category(character) == "Cs")
    controls = of_unicode(lambda character: category(character) == "Cc")
    formats = of_unicode(lambda character: category(character) == "Cf")
    overrides = of_unicode(lambda character: bidirectional(character) in BIDI_CLASSES)
    # Python takes the information separators for white space; Unicode does not.
    white_space = of_unicode(str.isspace) - set(range(0x1C, 0x20))
    ignorable = of_unicode(lambda character: re.search(IGNORABLE_NAMES, name(character, "")) is not None)

    assert refused(text.pattern()) == surrogates
    assert refused(text.pattern(text.NUL)) == surrogates | {0}
    assert refused(text.pattern(text.CONTROL)) == surrogates | controls
    assert refused(text.trimmed_pattern()) == surrogates | white_space
    assert refused(text.pattern(text.BIDI_OVERRIDE)) == surrogates | overrides
    # U+2065 is reserved, and some format characters are newer than the Unicode of the oldest Python.
    assert refused(text.pattern(text.FORMAT)) - formats == surrogates | {0x2065, *range(0x13439, 0x13440)} - formats
    assert formats <= refused(text.pattern(text.FORMAT))
    # These code points have no character yet; Unicode reserves them as ignorable.
    reserved = {*range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000)}
    assert refused(text.pattern(text.DEFAULT_IGNORABLE)) == surrogates | ignorable | reserved


def cases(pairs: Iterator[tuple[Field, Any]]) -> list[Any]:
    """Return the pairs as parameters, with short names."""
    return [pytest.param(field, value, id=f"{field}-{ascii(value)[:24]}-{n}") for n, (field, value) in enumerate(pairs)]


def returned(resource: str, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a response: those that were sent, as stored, and those that were left out."""
    return left_out(resource) | {name: fields_of(resource)[name].stored(value) for name, value in sent.items()}


@given(user=strategies.users)
def test_a_user_comes_back_as_sent(client: Client, database: Database, user: dict[str, Any]) -> None:
    with emptied_after(database):
        created = make_user(client, **user)
        assert created == created | returned("users", user)
        assert client.get(f"/api/users/{created['id']}").json() == created


@given(post=strategies.posts)
def test_a_post_comes_back_as_sent(client: Client, database: Database, post: dict[str, Any]) -> None:
    with emptied_after(database):
        created = make_post(client, make_user(client), **post)
        assert created == created | returned("posts", post)
        assert client.get("/api/posts").json() == [created]


@pytest.mark.parametrize(("field", "value"), cases(strategies.inside_limits()))
def test_a_text_just_inside_the_limits_is_stored(client: Client, field: Field, value: str | None) -> None:
    path, body = f"/api/{field.resource}", body_of(client, field.resource, **{field.name: value})

    created = send(client, "POST", path, body)
    assert created.json()[field.name] == field.stored(value)

    if field.resource in PATCHED:
        changed = send(client, "PATCH", created.headers["Location"], {field.name: value})
        assert changed.json() == created.json()


@pytest.mark.parametrize(("field", "value"), cases(strategies.outside_limits()))
def test_a_text_just_outside_the_limits_is_refused_and_named(client: Client, field: Field, value: Any) -> None:
    collection, valid = f"/api/{field.resource}", body_of(client, field.resource)
    path = send(client, "POST", collection, valid).headers["Location"]
    before = client.get(path).json()

    writes = [("POST", collection, {**valid, field.name: value})]
    writes += [("PATCH", path, {field.name: value})] if field.resource in PATCHED else []
    for method, target, body in writes:
        refused = send(client, method, target, body)
        assert refused.status_code == 422
        [problem] = refused.json()["detail"]
        assert problem["loc"][:2] == ["body", field.name]
        assert client.get(path).json() == before


def send(client: Client, method: str, path: str, body: Any) -> Response:
    """Send JSON in ASCII, which can escape what UTF-8 cannot encode."""
    return client.request(method, path, content=json.dumps(body), headers={"Content-Type": "application/json"})
