"""A side that does not start or does not answer costs little time, and the reason is reported."""

import json
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path

import httpx
import pytest

from contracts.replay.described import Described
from contracts.replay.drafts import Drafts
from contracts.replay.exchanges import NotReached, Request
from contracts.replay.sending import Sender
from contracts.replay.servers import Server
from contracts.replay.side import Side
from contracts.replay.trees import Tree
from contracts.replay.values import Values

DOCUMENT = {"openapi": "3.1.0", "info": {"title": "A", "version": "1.0.0"}, "paths": {}}
LIFESPAN = """
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(_):
    print("This is not for the other process.")
    raise RuntimeError("There is no database.")
    yield


app = FastAPI(lifespan=lifespan)
"""


def test_an_application_whose_lifespan_fails_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(LIFESPAN, encoding="utf-8")
    with (tmp_path / "log").open("w+b") as log:
        server = Server("shop:app", tmp_path, Tree(tmp_path, tmp_path, tmp_path), {}, log)
        server.wait()
        server.stop()
    assert (server.url, server.reason) == ("", "RuntimeError: There is no database.")
    assert server.document["info"]["title"] == "FastAPI"


def test_existing_resources_of_a_running_server_are_not_changed() -> None:
    sent = []

    def record(request: httpx.Request) -> httpx.Response:
        sent.append(f"{request.method} {request.url.path}")
        return httpx.Response(200, json=[{"id": 7}])

    operation = {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]}
    paths = {"/things": {"get": {}}, "/things/{id}": {"get": operation, "delete": operation}}
    client = httpx.Client(base_url="http://old", transport=httpx.MockTransport(record))
    one = Side("old", "http://old", {**DOCUMENT, "paths": paths}, client, is_ours=False)
    one.allow(writes=True, headers=[])
    values = Values()
    drafts = Drafts(values, one.described, one.described)

    Sender(one, values, {}).send(drafts.of(("/things/{}", "GET")))
    assert sent == ["GET /things", "GET /things/7"]

    message = (
        r"DELETE /things/\{id\} is sent to http://old only for resources that were created here, or that --example"
    )
    with pytest.raises(NotReached, match=message):
        Sender(one, values, {}).send(drafts.of(("/things/{}", "DELETE")))
    with pytest.raises(NotReached, match=message):
        probed = drafts.of(("/things/{}", "DELETE")).having(("path", "0"), 5)
        Sender(one, values, {("path", "id"): 9}).send(probed)
    Sender(one, values, {("path", "id"): 9}).send(drafts.of(("/things/{}", "DELETE")))
    assert sent[2:] == ["DELETE /things/9"]

    body = {
        "requestBody": {"content": {"application/json": {"schema": {"properties": {"id": True}, "required": ["id"]}}}}
    }
    one.described = Described({**DOCUMENT, "paths": {**paths, "/purge": {"post": body}}})
    content = Sender(one, values, {}).send(Drafts(values, one.described, one.described).of(("/purge", "POST"))).request
    assert json.loads(content.content)["id"] != 7


def side(answer: Callable[[httpx.Request], httpx.Response]) -> Side:
    """Return a side with this answer."""
    client = httpx.Client(base_url="http://old/api", transport=httpx.MockTransport(answer))
    return Side("old", "v1", DOCUMENT, client)


def test_an_answer_without_an_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: httpx.Request) -> httpx.Response:
        parts: Iterator[bytes] = repeat(b"x")
        return httpx.Response(200, content=parts)

    monkeypatch.setattr("contracts.replay.side.TIMEOUT", 0)
    with pytest.raises(NotReached, match=r"The old app does not answer GET /a: the answer does not end\."):
        side(endless).send(Request("GET", "/a"))


def test_an_application_that_is_late_again_and_again_is_left_alone() -> None:
    called = []

    def late(request: httpx.Request) -> httpx.Response:
        called.append(request)
        raise httpx.ReadTimeout("timed out")

    one = side(late)
    for _ in range(3):
        with pytest.raises(NotReached, match=r"The old app does not answer GET /a: timed out\."):
            one.send(Request("GET", "/a"))
    with pytest.raises(NotReached, match=r"The old app does not run: it did not answer in time, 3 times\."):
        one.send(Request("GET", "/a"))
    assert len(called) == 3


def test_a_request_has_the_headers_of_the_user_and_the_path_of_the_server() -> None:
    def told(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=f"{request.url} {request.headers.get('x-a')}")

    one = side(told)
    one.allow(writes=False, headers=[("X-A", "é")])
    assert one.send(Request("GET", "/a%2Fb?q=%26")).answer.content == "http://old/api/a%2Fb?q=%26 é".encode()
    assert one.send(Request("GET", "/a"), anonymous=True).answer.content == b"http://old/api/a None"
