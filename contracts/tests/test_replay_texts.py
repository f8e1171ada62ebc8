"""A witness in text form is sent exactly as it is shown."""

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from fastapi import Cookie, Form, Header, Query, UploadFile
from fastapi import Path as FromPath
from starlette.testclient import TestClient

from contracts.drift import Change, Verdict, Witness
from contracts.drift.schemas.nodes import Node
from contracts.replay import writing
from contracts.replay.bodies import body, mixed
from contracts.replay.described import Parameter
from contracts.replay.exchanges import NotReached
from contracts.replay.judge import Judge
from contracts.replay.sending import Sender
from contracts.replay.side import Side
from contracts.replay.values import Values
from contracts.replay.writing import Text
from contracts.tests.test_replay_rules import app, replayed


def in_query(limit: int) -> Callable[..., None]:
    """Return an operation with a parameter of a limited length."""

    def operation(q: Annotated[list[str], Query(max_length=limit)]) -> None: ...

    return operation


def in_path(limit: int) -> Callable[..., None]:
    """Return the like of it."""

    def operation(q: Annotated[str, FromPath(max_length=limit)]) -> None: ...

    return operation


def in_header(limit: int) -> Callable[..., None]:
    """Return the like of it."""

    def operation(x_q: Annotated[str, Header(max_length=limit)]) -> None: ...

    return operation


def in_cookie(limit: int) -> Callable[..., None]:
    """Return the like of it."""

    def operation(q: Annotated[str, Cookie(max_length=limit)]) -> None: ...

    return operation


def in_form(limit: int) -> Callable[..., None]:
    """Return the like of it."""

    def operation(q: Annotated[str, Form(max_length=limit)], kind: Annotated[str, Form()]) -> None: ...

    return operation


def in_form_with_file(limit: int) -> Callable[..., None]:
    """Return the like of it."""

    def operation(q: Annotated[str, Form(max_length=limit)], file: UploadFile) -> None: ...

    return operation


@pytest.mark.parametrize(
    ("made", "place", "path", "witness", "sent"),
    [
        (in_query, "the query parameter `q`", (), "q=a&q=%20&q=c", "GET /a/1?q=a&q=%20&q=c"),
        (in_path, "the path parameter `q`", (), "/a/b%20cd", "GET /a/b%20cd"),
        (in_header, "the header parameter `x-q`", (), "x-q: abcd", "GET /a/1 [x-q: abcd]"),
        (in_cookie, "the cookie parameter `q`", (), "Cookie: q=abcd", "GET /a/1 [q=abcd]"),
        (in_form, "the request body", ("q",), "kind=x&q=abcd", "POST /a/1 kind=1&q=abcd"),
        (
            in_form_with_file,
            "the request body",
            ("q",),
            "file=x&q=abcd",
            "POST /a/1 ------contracts Content-Disposition",
        ),
    ],
)
def test_a_witness_is_confirmed_as_the_text_that_it_is(
    made: Callable[[int], Callable[..., None]], place: str, path: tuple[str, ...], witness: str, sent: str
) -> None:
    method = "POST" if path else "GET"
    values = Values()
    sides = [app(method, "/a/{q}" if made is in_path else "/a/1", made(limit)) for limit in (5, 2)]
    old, new = (
        Sender(Side(word, word, one.openapi(), TestClient(one)), values, {})
        for word, one in zip(("old", "new"), sides, strict=True)
    )
    operation = next(one.name for one in new.described.operations.values())
    shown = Witness(witness, "As it is shown.")
    change = Change("request-length-narrowed", Verdict.BREAKING, operation, "", "", shown, place=place, path=path)
    seen = Judge(old, new, values).of(change)
    assert seen.outcome == "confirmed", seen.lines
    assert f"{seen.old}".startswith(sent)
    assert f"{seen.new}".startswith(sent)


@pytest.mark.parametrize("made", [in_query, in_path, in_header, in_cookie, in_form, in_form_with_file])
def test_a_witness_in_text_form_is_confirmed(made: Callable[[int], Callable[..., None]]) -> None:
    path = "/a/{q}" if made is in_path else "/a/1"
    old, new = (app("POST", path, made(limit)) for limit in (5, 2))
    [finding] = replayed(old, new)
    [shown] = finding.changes
    assert isinstance(shown.change.witness, Witness)
    assert isinstance(shown.change.witness.value, str)
    assert shown.outcome == "confirmed", finding.title


def parameter(where: str, style: str = "form", *, explode: bool = True) -> Parameter:
    """Return a parameter q."""
    return Parameter((where, "q"), f"the {where} parameter `q`", "q", True, style, explode, Node({}, ()))


@pytest.mark.parametrize(
    ("value", "style", "explode", "parts"),
    [
        ("a&b=c d", "form", True, ["q=a%26b%3Dc%20d"]),
        (True, "form", True, ["q=true"]),
        ([1, 2], "form", True, ["q=1", "q=2"]),
        ([1, 2], "form", False, ["q=1%2C2"]),
        ([1, 2], "pipeDelimited", False, ["q=1%7C2"]),
        ({"a": 1}, "form", True, ["a=1"]),
        ({"a": 1}, "form", False, ["q=a%2C1"]),
        ({"a": 1}, "deepObject", True, ["q[a]=1"]),
        ([1], "json", True, ["q=%5B1%5D"]),
        (Text("q=a&q=%20"), "form", True, ["q=a&q=%20"]),
    ],
)
def test_a_query_is_written_by_its_style(value: Any, style: str, explode: bool, parts: list[str]) -> None:
    assert writing.query(parameter("query", style, explode=explode), value) == parts


def test_headers_and_cookies_are_sent_as_they_are_shown() -> None:
    assert writing.headers(parameter("header", "simple"), ["a", "b"]) == [("q", "a,b")]
    assert writing.headers(parameter("header"), Text("X-Q: a: b\nX-Q: c")) == [("X-Q", "a: b"), ("X-Q", "c")]
    assert writing.cookies(parameter("cookie"), "a") == ["q=a"]
    assert writing.cookies(parameter("cookie"), Text("Cookie: q=a; q=b")) == ["q=a; q=b"]


def test_a_part_of_a_path_is_taken_out_of_the_path_that_is_shown() -> None:
    one = parameter("path", "simple")
    assert writing.segment("/a/{q}/{r}", one, "b c/d") == "b%20c%2Fd"
    assert writing.segment("/a/{q}/{r}", one, Text("/a/b%20c/{r}")) == "b%20c"
    with pytest.raises(NotReached, match=r"No path can contain '\.\.' as the path parameter `q`\."):
        writing.segment("/a/{q}", one, "..")


def test_a_form_differs_in_the_field_that_is_probed_alone() -> None:
    shown = Text("name=a%20b&name=c&kind=x")
    assert mixed(shown, {"name": "n", "kind": "k", "size": 1}, ("name",)) == "kind=k&size=1&name=a+b&name=c"
    assert mixed(shown, {"name": "n"}, ()) == shown


def test_bodies_are_written_by_their_media_types() -> None:
    assert body("application/*", {"a": 1})[1] == [("content-type", "application/json")]
    assert body("application/problem+json", 1) == (b"1", [("content-type", "application/problem+json")])
    assert body("application/x-www-form-urlencoded", {"a": [1, "b c"]})[0] == b"a=1&a=b+c"
    assert body("application/x-www-form-urlencoded", Text("a=%20"))[0] == b"a=+"
    content, headers = body("multipart/form-data", Text("a=1"))
    assert headers == [("content-type", "multipart/form-data; boundary=----contracts")]
    assert b'name="a"\r\n\r\n1\r\n------contracts--' in content
    assert body("text/plain", "a")[0] == b"a"
    with pytest.raises(NotReached, match="A body of application/xml cannot be written here"):
        body("application/xml", {"a": 1})
