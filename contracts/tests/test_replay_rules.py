"""The outcome of a replay for each kind of change; the two applications are called without a server."""

import re
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from fastapi import Body, Depends, FastAPI, Form, Header, HTTPException, Query, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from contracts.findings import Finding
from contracts.replay.report import findings_of
from contracts.replay.side import Side
from contracts.replay.sides import Given

CONFIRMED, REFUTED, NOT_REACHED = "confirmed", "refuted", "not reached"
TOKEN = Given(headers=[("Authorization", "Bearer secret")])


def replayed(old: FastAPI, new: FastAPI, given: Given = Given()) -> list[Finding]:  # noqa: B008
    """Return the findings for the changes between two applications."""
    before, after = (
        Side(word, f"the {word} one", one.openapi(), TestClient(one, raise_server_exceptions=False))
        for word, one in (("old", old), ("new", new))
    )
    for side in (before, after):
        side.allow(writes=False, headers=[*given.headers])
    return list(findings_of(before, after, given))[1:]


def outcomes(findings: list[Finding]) -> dict[str, str]:
    """Return the outcomes by rule."""
    return {shown.change.rule: shown.outcome for finding in findings for shown in finding.changes}


def app(method: str, path: str, function: Callable[..., Any], **said: Any) -> FastAPI:
    """Return an application with the operation, and another one that stays the same."""
    made = FastAPI()
    made.add_api_route(path, function, methods=[method], **said)
    return made


class Thing(BaseModel):
    """The body of an operation."""

    name: Annotated[str, Field(max_length=9)]


def no_input() -> None: ...
def takes_thing(thing: Thing) -> None: ...
def may_take_thing(thing: Annotated[Thing | None, Body()] = None) -> None: ...
def takes_form(name: Annotated[str, Form()]) -> None: ...
def may_search(q: str = "") -> None: ...
def must_search(q: str) -> None: ...
def needs_header(x_tenant: Annotated[str, Header()]) -> None: ...
def needs_token(token: Annotated[Any, Depends(HTTPBearer())]) -> None: ...
def answers_text() -> Response:
    return Response("a", media_type="text/plain")


def answers_json() -> str:
    return "a"


def body(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """Return a request body for the document, which may differ from the code."""
    schema = {"type": "object", "required": list(required) or ["name"], "properties": properties}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def takes(model: type[BaseModel]) -> Callable[..., None]:
    """Return an operation with a model as its body."""

    def operation(thing: Any) -> None: ...

    operation.__annotations__["thing"] = model
    return operation


AS_TEXT = {"response_class": Response, "responses": {200: {"content": {"text/plain": {}}}}}


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("operation-removed", app("GET", "/a", no_input), app("GET", "/b", no_input)),
        ("required-parameter-added", app("GET", "/a", no_input), app("GET", "/a", must_search)),
        ("required-parameter-added", app("GET", "/a", no_input), app("GET", "/a", needs_header)),
        ("parameter-became-required", app("GET", "/a", may_search), app("GET", "/a", must_search)),
        ("required-request-body-added", app("POST", "/a", no_input), app("POST", "/a", takes_thing)),
        ("request-body-became-required", app("POST", "/a", may_take_thing), app("POST", "/a", takes_thing)),
        ("request-media-type-removed", app("POST", "/a", takes_form), app("POST", "/a", takes_thing)),
        ("security-narrowed", app("GET", "/a", no_input), app("GET", "/a", needs_token)),
        ("success-status-removed", app("POST", "/a", no_input), app("POST", "/a", no_input, status_code=201)),
        ("response-media-type-removed", app("GET", "/a", answers_json), app("GET", "/a", answers_text, **AS_TEXT)),
    ],
)  # fmt: skip
def test_a_refusal_by_the_application_is_confirmed(rule: str, old: FastAPI, new: FastAPI) -> None:
    assert outcomes(replayed(old, new))[rule] == CONFIRMED


def test_no_credentials_are_sent_to_operations_that_need_none() -> None:
    findings = replayed(app("GET", "/a", no_input), app("GET", "/a", needs_token), TOKEN)
    assert outcomes(findings)["security-narrowed"] == CONFIRMED


def test_credentials_are_sent_to_operations_that_need_them() -> None:
    old, new = app("GET", "/a", needs_token), app("GET", "/a", needs_token)
    new.openapi()["paths"]["/a"]["get"]["security"] = [{"HTTPBearer": ["admin"]}]
    seen = outcomes(replayed(old, new, TOKEN))
    assert seen == {"security-narrowed": REFUTED}


def test_a_new_application_that_fails_is_no_better_than_one_that_refuses() -> None:
    def fails(thing: Thing) -> None:
        if len(thing.name) > 5:
            raise RuntimeError

    new = app("POST", "/a", fails, openapi_extra=body({"name": {"type": "string", "maxLength": 5}}))
    assert outcomes(replayed(app("POST", "/a", takes_thing), new)) == {"request-length-narrowed": CONFIRMED}


def test_a_refusal_by_the_new_document_alone_is_refuted() -> None:
    new = app("POST", "/a", takes_thing, openapi_extra=body({"name": {"type": "string", "maxLength": 5}}))
    [finding] = replayed(app("POST", "/a", takes_thing), new)
    assert finding.title == "Refuted: Both apps accept it (200, 200)."
    assert finding.level == "notice"
    [old, new_] = finding.diff.splitlines()
    assert old.startswith('- POST /a {"name": "')
    assert new_.startswith('+ POST /a {"name": "')


def test_a_request_that_the_old_application_refuses_is_not_reached() -> None:
    def strict(thing: dict[str, Any]) -> None:
        if len(thing["name"]) > 9:
            raise HTTPException(422)

    old = app("POST", "/a", strict, openapi_extra=body({"name": {"type": "string", "maxLength": 20}}))
    [finding] = replayed(old, app("POST", "/a", takes_thing))
    assert outcomes([finding]) == {"request-length-narrowed": NOT_REACHED}
    assert finding.title == "Not reached: The old app answers POST /a with 422: it refuses this request, too."
    assert finding.level == "warning"


def test_a_refusal_that_is_about_something_else_confirms_nothing() -> None:
    def refuses(thing: Thing) -> None:
        raise HTTPException(400, "Not today")

    new = app("POST", "/a", refuses, openapi_extra=body({"name": {"type": "string", "maxLength": 5}}))
    [finding] = replayed(app("POST", "/a", takes_thing), new)
    assert finding.title == "Not reached: The new app refuses it, but also a request that its document allows (400)."


class Kind(BaseModel):
    """A model with only a kind."""

    kind: str


class Both(BaseModel):
    """A model with both, and a shorter name."""

    name: Annotated[str, Field(max_length=5)]
    kind: str


@pytest.mark.parametrize(
    ("does", "of_name", "of_kind"),
    [
        (takes_thing, REFUTED, REFUTED),
        (takes(Kind), REFUTED, CONFIRMED),
        (takes(Both), CONFIRMED, CONFIRMED),
    ],
)
def test_each_of_two_changes_is_shown_by_a_request_that_differs_in_it_alone(
    does: Callable[..., None], of_name: str, of_kind: str
) -> None:
    said = body({"name": {"type": "string", "maxLength": 5}, "kind": {"type": "string"}}, "name", "kind")
    seen = outcomes(replayed(app("POST", "/a", takes_thing), app("POST", "/a", does, openapi_extra=said)))
    assert seen == {"request-length-narrowed": of_name, "request-required-property-added": of_kind}


def test_unique_values_are_new_in_each_request() -> None:
    def unique(limit: int) -> Callable[..., None]:
        taken: set[str] = set()

        def add(thing: Thing) -> None:
            if thing.name in taken:
                raise HTTPException(400, "There is one already")
            if len(thing.name) > limit:
                raise HTTPException(422)
            taken.add(thing.name)

        return add

    said = body({"name": {"type": "string", "maxLength": 5}, "x": {"type": "string", "maxLength": 1}})
    before = body({"x": {"type": "string", "maxLength": 2}})
    old = app("POST", "/a", unique(9), openapi_extra=before)
    new = app("POST", "/a", unique(5), openapi_extra=said)
    for _ in range(2):
        # Both changes have the same rule: their paths distinguish them.
        findings = replayed(old, new)
        seen = {shown.change.path: shown.outcome for finding in findings for shown in finding.changes}
        assert seen == {("name",): CONFIRMED, ("x",): REFUTED}


def shop(limit: int, status: int = 422) -> FastAPI:
    """Return an application whose posts belong to users, and whose titles are limited."""
    made = FastAPI()
    users: list[int] = []

    class Post(BaseModel):
        title: Annotated[str, Field(max_length=limit)]
        user_id: int

    @made.post("/users")
    def add_user(name: Annotated[str, Body(embed=True)]) -> dict[str, int]:
        users.append(len(users) + 100)
        return {"id": users[-1]}

    @made.put("/users/{user_id}/posts/{number}")
    def put_post(user_id: int, number: int, post: Post) -> None:
        if user_id not in users or post.user_id not in users or number != 7:
            raise HTTPException(404)

    return made


def test_the_resources_of_a_request_are_created_or_named_by_the_user() -> None:
    old, new = shop(20), shop(10)
    [finding] = replayed(old, new)
    assert outcomes([finding]) == {"request-length-narrowed": NOT_REACHED}
    cure = "the resource does not exist: name one with --example path.NAME=VALUE or body.NAME=VALUE."
    assert finding.title.endswith(cure)
    [finding] = replayed(old, new, Given(examples={("path", "number"): 7}))
    assert outcomes([finding]) == {"request-length-narrowed": CONFIRMED}
    assert "- PUT /users/10" in finding.diff
    assert "/posts/7 " in finding.diff


def test_a_change_at_many_places_is_shown_at_one_that_is_reached() -> None:
    def twice(limit: int) -> FastAPI:
        class Named(BaseModel):
            name: Annotated[str, Field(max_length=limit)]

        made = FastAPI()

        @made.put("/a/{number}")
        def change(number: int, named: Named) -> None:
            raise HTTPException(404)

        @made.post("/b")
        def add(named: list[Named]) -> None: ...

        return made

    [finding] = replayed(twice(9), twice(5))
    [shown] = finding.changes
    assert (shown.change.operation, shown.change.likewise) == ("PUT /a/{number}", ("POST /b",))
    assert shown.outcome == CONFIRMED
    assert "- POST /b " in finding.diff


def test_credentials_are_sent_and_not_shown() -> None:
    def guarded(limit: int) -> FastAPI:
        def operation(token: Annotated[Any, Depends(HTTPBearer())], q: Annotated[int, Query(le=limit)]) -> None:
            if token.credentials != "secret":
                raise HTTPException(403)

        return app("GET", "/a", operation)

    [finding] = replayed(guarded(9), guarded(5))
    assert "requires credentials" in finding.title
    [finding] = replayed(guarded(9), guarded(5), TOKEN)
    assert outcomes([finding]) == {"request-range-narrowed": CONFIRMED}
    assert "secret" not in finding.diff


def test_an_input_that_may_be_ignored_is_not_refuted() -> None:
    seen = outcomes(replayed(app("POST", "/a", takes_thing), app("POST", "/a", no_input)))
    assert seen == {"request-body-removed": NOT_REACHED}

    def tagged(tags: Annotated[list[str], Query(min_length=2)]) -> None: ...

    old, new = app("GET", "/a", tagged), app("GET", "/a", tagged)
    new.openapi()["paths"]["/a"]["get"]["parameters"][0]["explode"] = False
    [finding] = replayed(old, new)
    assert outcomes([finding]) == {"parameter-style-changed": NOT_REACHED}
    assert finding.title == "Not reached: Both apps accept it, but the parameter may not have the same effect."
    assert re.search(r"GET /a\?tags=[^&]*&tags=", finding.diff)


def test_a_resource_that_may_not_exist_does_not_prove_that_its_operation_is_gone() -> None:
    old, new = app("GET", "/a/{number}", lambda number: None), app("GET", "/b", no_input)
    [finding] = replayed(old, new)
    assert outcomes([finding]) == {"operation-removed": NOT_REACHED}
    [finding] = replayed(old, new, Given(examples={("path", "number"): 7}))
    assert outcomes([finding]) == {"operation-removed": CONFIRMED}


def answering(answer: Any, schema: dict[str, Any], **said: Any) -> FastAPI:
    """Return an application with an answer, and with a schema of it in its document."""
    content = {"content": {"application/json": {"schema": schema}}, **said}
    return app(
        "GET", "/a", lambda: JSONResponse(answer, headers={"X-Page": "1"} if answer else {}), responses={200: content}
    )


TEXT, NULLABLE = {"type": "string"}, {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("before", "after", "outcome", "title"),
    [
        ("a", None, CONFIRMED, "Confirmed: The new app breaks the old promise: None is not of type 'string'."),
        ("a", "a", NOT_REACHED, "Not reached: The new app kept the old promise in 6 answers, but others may break it."),
        (None, None, REFUTED, "Refuted: The old app breaks its promise as well: None is not of type 'string'."),
    ],
)  # fmt: skip
def test_an_answer_is_held_to_the_old_document(before: Any, after: Any, outcome: str, title: str) -> None:
    [finding] = replayed(answering(before, TEXT), answering(after, NULLABLE))
    assert (outcomes([finding]), finding.title) == ({"response-type-widened": outcome}, title)


def test_only_a_fault_at_the_place_of_a_change_confirms_it() -> None:
    def thing(name: Any, kind: Any) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "object", "properties": {"name": name, "kind": kind}}}

    old = answering([{"name": "a", "kind": "a"}], thing(TEXT, TEXT))
    findings = replayed(old, answering([{"name": None, "kind": "a"}], thing(NULLABLE, NULLABLE)))
    seen = {shown.change.path: shown.outcome for finding in findings for shown in finding.changes}
    assert seen == {("[]", "name"): CONFIRMED, ("[]", "kind"): NOT_REACHED}


def test_a_property_that_was_always_sent_is_missed() -> None:
    said = {"type": "object", "properties": {"name": TEXT, "kind": {**TEXT, "default": "a"}}, "required": ["name"]}
    less = {**said, "properties": {"name": TEXT}}
    old = answering({"name": "a", "kind": "a"}, said)
    [finding] = replayed(old, answering({"name": "a"}, less))
    assert outcomes([finding]) == {"response-property-with-default-removed": CONFIRMED}
    assert finding.title.endswith("the old app sends `kind`, but the new one does not.")
    [finding] = replayed(old, answering({"name": "a", "kind": "a"}, less))
    assert outcomes([finding]) == {"response-property-with-default-removed": NOT_REACHED}


def test_a_required_header_must_not_be_missing() -> None:
    header = {"headers": {"X-Page": {"required": True, "schema": {"type": "string"}}}}
    [finding] = replayed(answering("a", TEXT, **header), answering("", TEXT))
    assert outcomes([finding]) == {"header-removed": CONFIRMED}
    assert finding.title == "Confirmed: The new app breaks the old promise: the header X-Page is missing."


def test_an_optional_header_may_be_missing() -> None:
    old, new = ({"headers": {"X-Page": {"schema": {"type": kind}}}} for kind in ("integer", "string"))
    [finding] = replayed(answering("", TEXT, **old), answering("", TEXT, **new))
    assert outcomes([finding]) == {"response-type-widened": NOT_REACHED}


ELSEWHERE = [{"url": "https://elsewhere.example.com"}]


def test_a_change_that_no_request_shows_is_not_reached() -> None:
    whole, one = app("GET", "/a", no_input), app("GET", "/a", no_input, openapi_extra={"servers": ELSEWHERE})
    whole.servers = ELSEWHERE
    for new in (whole, one):
        [finding] = replayed(app("GET", "/a", no_input), new)
        assert (finding.title, finding.diff) == ("Not reached: No request shows this.", "")
