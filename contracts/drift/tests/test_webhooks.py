"""Webhooks and callbacks are compared with the direction reversed: clients read the request, and send the responses."""

from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, create_model

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import JSON, document

BREAKING, COMPATIBLE, UNDECIDED = Verdict.BREAKING, Verdict.COMPATIBLE, Verdict.UNDECIDED
DONE = {"204": {"description": "Done"}}
ONE: Any = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
TWO: Any = ONE | {"required": ["a", "b"]}
SHORT: Any = {"type": "string", "maxLength": 5}
LONG: Any = {"type": "string", "maxLength": 9}


def webhook(**operation: Any) -> Any:
    """Return a document whose app sends a webhook."""
    return document({"responses": DONE}, webhooks={"told": {"post": {"responses": DONE, **operation}}})


def callback(name: str = "done", expression: str = "{$url}", **operation: Any) -> Any:
    """Return a document with an operation that calls back."""
    item = {"post": {"responses": DONE, **operation}}
    return document({"responses": DONE, "callbacks": {name: {expression: item}}})


def body(schema: Any, **parts: Any) -> Any:
    """Return a body that the app sends."""
    return {"content": {JSON: {"schema": schema}}, "required": True, **parts}


def answer(schema: Any) -> Any:
    """Return responses, one of which has a body with the schema."""
    return {"200": {"description": "", "content": {JSON: {"schema": schema}}}}


def header(**parts: Any) -> Any:
    """Return a list of parameters with one header."""
    return [{"name": "X-Signature", "in": "header", "schema": SHORT, **parts}]


# The change of a request that the app sends, and the verdicts for this change and for the reverse.
CHANGES: list[tuple[str, Any, Any, Verdict, Verdict]] = [
    ("a longer text is sent", {"requestBody": body(SHORT)}, {"requestBody": body(LONG)}, BREAKING, COMPATIBLE),
    ("a field is sent for certain", {"requestBody": body(ONE)}, {"requestBody": body(TWO)}, COMPATIBLE, BREAKING),
    ("a longer answer is taken", {"responses": answer(SHORT)}, {"responses": answer(LONG)}, COMPATIBLE, BREAKING),
    ("a field is demanded", {"responses": answer(ONE)}, {"responses": answer(TWO)}, BREAKING, COMPATIBLE),
    (
        "an answer has a body",
        {"responses": {"200": {"description": ""}}},
        {"responses": answer(ONE)},
        BREAKING,
        BREAKING,
    ),
    ("a success is taken", {}, {"responses": DONE | {"200": {"description": ""}}}, COMPATIBLE, BREAKING),
    ("a header is sent", {}, {"parameters": header()}, COMPATIBLE, COMPATIBLE),
    ("a header is always sent", {}, {"parameters": header(required=True)}, COMPATIBLE, BREAKING),
    (
        "a header is longer",
        {"parameters": header()},
        {"parameters": header(schema=LONG)},
        BREAKING,
        COMPATIBLE,
    ),
    ("a credential is sent", {}, {"security": [{"key": []}]}, UNDECIDED, UNDECIDED),
]


@pytest.mark.parametrize("make", [webhook, callback])
@pytest.mark.parametrize(("_", "old", "new", "there", "back"), CHANGES, ids=[one[0] for one in CHANGES])
def test_a_request_that_the_app_sends_is_a_response(
    make: Any, _: str, old: Any, new: Any, there: Verdict, back: Verdict
) -> None:
    assert compare(make(**old), make(**new)).verdict == there
    assert compare(make(**new), make(**old)).verdict == back
    assert compare(make(**new), make(**new)).changes == ()


def test_a_change_names_the_request_and_its_place() -> None:
    [change] = compare(webhook(requestBody=body(ONE)), webhook(requestBody=body(TWO))).changes
    assert change.operation == "webhook POST told"
    assert change.pointer == "/webhooks/told/post/requestBody/content/application~1json/schema/required/1"
    [change] = compare(callback(requestBody=body(SHORT)), callback(requestBody=body(SHORT | {"title": "A"}))).changes
    assert change.operation == "POST /things callback POST {$url}"


def test_a_webhook_sends_read_only_properties() -> None:
    def sending(**keywords: Any) -> Any:
        return webhook(requestBody=body({"type": "object", "properties": {"a": {"type": "string", **keywords}}}))

    assert compare(sending(readOnly=True), sending(readOnly=True, maxLength=5)).verdict == COMPATIBLE
    assert compare(sending(readOnly=True, maxLength=5), sending(readOnly=True)).verdict == BREAKING


def test_a_callback_may_be_renamed_but_not_sent_to_another_url() -> None:
    assert compare(callback("done"), callback("finished")).verdict == Verdict.DOCUMENTATION
    assert compare(callback(), callback(expression="{$other}")).verdict == BREAKING


def test_a_webhook_after_its_sunset_may_be_gone() -> None:
    old = webhook(deprecated=True, **{"x-sunset": "2020-01-01"})
    [change] = compare(old, old | {"webhooks": {}}).changes
    assert (change.rule, change.verdict) == ("operation-removed-after-sunset", COMPATIBLE)


def test_the_webhooks_and_callbacks_of_fastapi_are_compared() -> None:
    def app(**fields: Any) -> Any:
        made, event = FastAPI(), create_model("Event", **fields)

        @made.webhooks.post("told")
        def told(body: event) -> None: ...  # type: ignore[valid-type]

        router = APIRouter()

        @router.post("{$callback_url}/done")
        def done(body: event) -> None: ...  # type: ignore[valid-type]

        @made.post("/things", callbacks=router.routes)
        def create(callback_url: str) -> None: ...

        return made.openapi()

    assert issubclass(create_model("Event", a=(int, ...)), BaseModel)
    report = compare(app(a=(int, ...)), app(a=(int | None, ...)))
    [change] = [one for one in report.changes if one.verdict == BREAKING]
    assert {change.operation, *change.likewise} == {
        "webhook POST told",
        "POST /things callback POST {$callback_url}/done",
    }
    assert compare(app(a=(int | None, ...)), app(a=(int, ...))).verdict == COMPATIBLE
