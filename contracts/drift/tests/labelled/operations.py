"""Changes of operations, parameters, statuses, media types and security; a request shows the effect of each."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from fastapi import Cookie, Depends, FastAPI, File, Form, Header, Query, Response, UploadFile
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.security import APIKeyHeader, HTTPBasic, HTTPBearer
from pydantic import BaseModel

from contracts.drift.tests.labelled.applications import REFUSED, ask


class Request(NamedTuple):
    """A request that shows a change."""

    method: str = "GET"
    url: str = "/things"
    headers: Any = {}
    body: str = ""


class OperationEdit(NamedTuple):
    """Two applications, and a request that shows their difference, if there is one.

    Attributes:
        kind: The class of the benchmark.
        name: What changed.
        old: Makes the old application.
        new: Makes the new one.
        request: The request that succeeds with the old application, but not with the new one.
        reason: Why no client breaks, if there is no such request.
        label: `safe` or `documentation`, for a change without such a request.
        tries: Requests that succeed with both applications, if there is no such request.
    """

    kind: str
    name: str
    old: Callable[[], FastAPI]
    new: Callable[[], FastAPI]
    request: Request | None = None
    reason: str = ""
    label: str = "safe"
    tries: tuple[Request, ...] = (Request(),)


class Item(BaseModel):
    a: int


class Told(BaseModel):
    detail: str


def asked(app: FastAPI, request: Request) -> tuple[int, str]:
    """Return the status and the media type with which an application answers."""
    got = ask(app, request.method, request.url, headers=request.headers, content=request.body)
    return got.status_code, got.headers.get("content-type", "").partition(";")[0]


def serving(handler: Any, *paths: str, method: str = "GET", **options: Any) -> Callable[[], FastAPI]:
    """Return a function that makes an application with a handler at some paths."""

    def make() -> FastAPI:
        app = FastAPI()
        for path in paths or ("/things",):
            app.add_api_route(path, handler, methods=[method], **{"responses": REFUSED, **options})
        return app

    return make


async def plain() -> int:
    return 0


async def with_id(id: int) -> int:  # noqa: A002
    return id


async def with_thing_id(thing_id: int) -> int:
    return thing_id


async def with_optional(q: int = 5) -> int:
    return q


async def with_other_default(q: int = 6) -> int:
    return q


async def with_required(q: int) -> int:
    return q


async def with_two(q: int, r: int) -> int:
    return q + r


async def with_two_optional(q: int, r: int = 0) -> int:
    return q + r


async def with_alias(q: Annotated[int, Query(alias="query")]) -> int:
    return q


async def with_header(x_token: Annotated[str, Header()]) -> int:
    return 0


async def with_optional_header(x_token: Annotated[str | None, Header()] = None) -> int:
    return 0


async def with_header_in_capitals(x_token: Annotated[str, Header(alias="X-TOKEN")]) -> int:
    return 0


async def with_cookie(session: Annotated[str, Cookie()]) -> int:
    return 0


async def with_header_q(q: Annotated[int, Header()]) -> int:
    return q


async def with_body(item: Item) -> int:
    return 0


async def with_optional_body(item: Item | None = None) -> int:
    return 0


async def with_form(a: Annotated[int, Form()]) -> int:
    return 0


async def with_longer_form(a: Annotated[int, Form()], b: Annotated[int, Form()]) -> int:
    return 0


async def with_optional_form(a: Annotated[int, Form()], b: Annotated[int, Form()] = 0) -> int:
    return 0


async def with_upload(a: Annotated[str, Form()], file: UploadFile) -> int:
    return 0


async def with_form_text(a: Annotated[str, Form()]) -> int:
    return 0


async def with_bytes(file: Annotated[bytes, File()]) -> int:
    return 0


async def with_file(file: UploadFile) -> int:
    return 0


async def without_content() -> None: ...


async def words() -> str:
    return "a"


async def told() -> Any:
    """Told in other words."""
    return Response("0", media_type="application/json")


ID, JSON = "/things/{id}", {"content-type": "application/json"}
URLENCODED = {"content-type": "application/x-www-form-urlencoded"}
TOKEN, KEY = {"authorization": "Bearer a"}, {"x-key": "a"}
BODY, FORM, QUERY = (
    Request("POST", "/things", JSON, '{"a": 1}'),
    Request("POST", "/things", URLENCODED, "a=1"),
    Request(url="/things?q=1"),
)
ADDED, LEFT = "Nobody sends it yet, and it can be left out.", "What is sent more than is read is not refused."
bearer, other_bearer = [Depends(HTTPBearer())], [Depends(HTTPBearer(scheme_name="Token"))]
key, other_key = [Depends(APIKeyHeader(name="X-Key"))], [Depends(APIKeyHeader(name="X-Other-Key"))]
basic = [Depends(HTTPBasic())]
BASIC = {"authorization": "Basic YTph"}


def posting(handler: Any, **options: Any) -> Callable[[], FastAPI]:
    """Return a function that makes an application with a POST handler."""
    return serving(handler, method="POST", **options)


def one_and_another(handler: Any) -> Callable[[], FastAPI]:
    """Return a function that makes an application with GET and POST of the same path."""

    def make() -> FastAPI:
        app = serving(handler)()
        app.add_api_route("/things", with_body, methods=["POST"], responses=REFUSED)
        return app

    return make


OPERATIONS = [
    OperationEdit(
        "operations", "a path removed", serving(plain, "/things", "/others"), serving(plain), Request(url="/others")
    ),
    OperationEdit(
        "operations",
        "a path added",
        serving(plain),
        serving(plain, "/things", "/others"),
        reason="Nobody calls it yet.",
    ),
    OperationEdit("operations", "a method removed", one_and_another(plain), serving(plain), BODY),
    OperationEdit("operations", "another method", serving(plain), serving(plain, method="PUT"), Request()),
    OperationEdit("operations", "a path renamed", serving(plain), serving(plain, "/items"), Request()),
    OperationEdit(
        "operations",
        "a variable of the path renamed",
        serving(with_id, ID),
        serving(with_thing_id, "/things/{thing_id}"),
        reason="The name is not in the URL.",
        label="documentation",
        tries=(Request(url="/things/1"),),
    ),
    OperationEdit("parameters", "a required parameter added", serving(plain), serving(with_required), Request()),
    OperationEdit(
        "parameters",
        "another required parameter added",
        serving(with_required, responses={}),
        serving(with_two, responses={}),
        QUERY,
    ),
    OperationEdit("parameters", "an optional parameter added", serving(plain), serving(with_optional), reason=ADDED),
    OperationEdit(
        "parameters",
        "another optional parameter added",
        serving(with_required),
        serving(with_two_optional),
        reason=ADDED,
        tries=(QUERY,),
    ),
    OperationEdit("parameters", "a parameter made required", serving(with_optional), serving(with_required), Request()),
    OperationEdit(
        "parameters",
        "a parameter made optional",
        serving(with_required),
        serving(with_optional),
        reason="Who sends it may go on.",
        tries=(QUERY,),
    ),
    OperationEdit(
        "parameters",
        "another default",
        serving(with_optional),
        serving(with_other_default),
        reason="Nothing more is refused.",
        tries=(QUERY, Request()),
    ),
    OperationEdit(
        "parameters",
        "a parameter removed",
        serving(with_optional),
        serving(plain),
        reason=LEFT,
        tries=(QUERY, Request()),
    ),
    OperationEdit("parameters", "a required parameter renamed", serving(with_required), serving(with_alias), QUERY),
    OperationEdit(
        "parameters", "a required parameter moved to a header", serving(with_required), serving(with_header_q), QUERY
    ),
    OperationEdit("parameters", "a required header added", serving(plain), serving(with_header), Request()),
    OperationEdit(
        "parameters", "an optional header added", serving(plain), serving(with_optional_header), reason=ADDED
    ),
    OperationEdit(
        "parameters", "a header made required", serving(with_optional_header), serving(with_header), Request()
    ),
    OperationEdit(
        "parameters",
        "a header in capitals",
        serving(with_header),
        serving(with_header_in_capitals),
        reason="Names of headers have no case.",
        label="documentation",
        tries=(Request(headers={"x-token": "a"}),),
    ),
    OperationEdit("parameters", "a required cookie added", serving(plain), serving(with_cookie), Request()),
    OperationEdit("bodies", "a required body added", posting(plain), posting(with_body), Request("POST")),
    OperationEdit(
        "bodies",
        "an optional body added",
        posting(plain),
        posting(with_optional_body),
        reason=ADDED,
        tries=(Request("POST"),),
    ),
    OperationEdit("bodies", "a body made required", posting(with_optional_body), posting(with_body), Request("POST")),
    OperationEdit(
        "bodies",
        "a body made optional",
        posting(with_body),
        posting(with_optional_body),
        reason="Who sends it may go on.",
        tries=(BODY,),
    ),
    OperationEdit("forms", "a body made a form", posting(with_body), posting(with_form), BODY),
    OperationEdit("forms", "a form made a body", posting(with_form), posting(with_body), FORM),
    OperationEdit("forms", "a required field of a form added", posting(with_form), posting(with_longer_form), FORM),
    OperationEdit(
        "forms",
        "an optional field of a form added",
        posting(with_form),
        posting(with_optional_form),
        reason=ADDED,
        tries=(FORM,),
    ),
    OperationEdit(
        "forms", "a field of a form made required", posting(with_optional_form), posting(with_longer_form), FORM
    ),
    OperationEdit("forms", "a file added to a form", posting(with_form_text), posting(with_upload), FORM),
    OperationEdit("statuses", "another status of success", serving(plain), serving(plain, status_code=201), Request()),
    OperationEdit(
        "statuses", "no content any more", serving(plain), serving(without_content, status_code=204), Request()
    ),
    OperationEdit(
        "statuses", "content where there was none", serving(without_content, status_code=204), serving(plain), Request()
    ),
    OperationEdit(
        "statuses",
        "a failure described",
        serving(plain, responses={}),
        serving(plain, responses={404: {"model": Told}}),
        reason="Who treats unknown failures by their class is not hurt.",
    ),
    OperationEdit(
        "statuses",
        "a failure no longer described",
        serving(plain, responses={409: {"model": Told}}),
        serving(plain, responses={}),
        reason="What does not happen hurts nobody.",
    ),
    OperationEdit(
        "media types",
        "an answer made plain text",
        serving(words),
        serving(words, response_class=PlainTextResponse),
        Request(),
    ),
    OperationEdit(
        "media types",
        "plain text made HTML",
        serving(words, response_class=PlainTextResponse),
        serving(words, response_class=HTMLResponse),
        Request(),
    ),
    OperationEdit("security", "a token asked for", serving(plain), serving(plain, dependencies=bearer), Request()),
    OperationEdit(
        "security",
        "a token no longer asked for",
        serving(plain, dependencies=bearer),
        serving(plain),
        reason="Who sends it may go on.",
        tries=(Request(headers=TOKEN),),
    ),
    OperationEdit(
        "security",
        "a key instead of a token",
        serving(plain, dependencies=bearer),
        serving(plain, dependencies=key),
        Request(headers=TOKEN),
    ),
    OperationEdit(
        "security",
        "a password instead of a token",
        serving(plain, dependencies=bearer),
        serving(plain, dependencies=basic),
        Request(headers=TOKEN),
    ),
    OperationEdit(
        "security",
        "a token instead of a password",
        serving(plain, dependencies=basic),
        serving(plain, dependencies=bearer),
        Request(headers=BASIC),
    ),
    OperationEdit(
        "security",
        "a key in another header",
        serving(plain, dependencies=key),
        serving(plain, dependencies=other_key),
        Request(headers=KEY),
    ),
    OperationEdit(
        "security",
        "a scheme renamed",
        serving(plain, dependencies=bearer),
        serving(plain, dependencies=other_bearer),
        reason="The same token is asked for.",
        label="documentation",
        tries=(Request(headers=TOKEN),),
    ),
    OperationEdit(
        "words",
        "a summary",
        serving(plain),
        serving(plain, summary="Other words"),
        reason="It is for people.",
        label="documentation",
    ),
    OperationEdit(
        "words",
        "a description",
        serving(plain),
        serving(plain, description="Other words"),
        reason="It is for people.",
        label="documentation",
    ),
    OperationEdit(
        "words",
        "tags",
        serving(plain),
        serving(plain, tags=["things"]),
        reason="They group operations.",
        label="documentation",
    ),
    OperationEdit(
        "words",
        "an operation's id",
        serving(plain),
        serving(plain, operation_id="other"),
        reason="It is not in the request.",
        label="documentation",
    ),
    OperationEdit(
        "words",
        "a deprecation",
        serving(plain),
        serving(plain, deprecated=True),
        reason="It is served all the same.",
        label="documentation",
    ),
    OperationEdit(
        "words", "nothing at all", serving(plain), serving(plain), reason="It is the same document.", label="identical"
    ),
]
