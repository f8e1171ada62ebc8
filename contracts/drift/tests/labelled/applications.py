"""FastAPI applications for a type, and whether they accept requests and answers."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote, urlencode

from fastapi import Body, FastAPI, Form, Header, Path, Query
from fastapi.exceptions import ResponseValidationError
from httpx import ASGITransport, AsyncClient, Response

from contracts.drift.tests.labelled.changes import NOTHING

# This replaces FastAPI's description of validation errors, which would be most of a small document.
REFUSED: Any = {"4XX": {"description": "Refused"}}
REFUSALS = range(400, 500)


class Application(NamedTuple):
    """An application, and the pointer of the type in its document."""

    app: FastAPI
    pointer: str


def _post(path: str, *tokens: str) -> str:
    return "/".join(["/paths", path.replace("/", "~1"), "post", *tokens])


def body(type_: Any) -> Application:
    """Return an application with a type as its body."""
    app = FastAPI()

    @app.post("/things", status_code=204, responses=REFUSED)
    async def create(thing: Annotated[type_, Body()]) -> None: ...

    return Application(app, _post("/things", "requestBody", "content", "application~1json", "schema"))


def form(type_: Any) -> Application:
    """Return an application with a type as a form field."""
    app = FastAPI()

    @app.post("/things", status_code=204, responses=REFUSED)
    async def create(thing: Annotated[type_, Form()]) -> None: ...

    return Application(app, _post("/things", "requestBody", "content", "application~1x-www-form-urlencoded", "schema"))


def parameter(path: str, marker: Any) -> Callable[[Any], Application]:
    """Return a function that makes an application with a type as a parameter."""

    def make(type_: Any) -> Application:
        app = FastAPI()

        @app.post(path, status_code=204, responses=REFUSED)
        async def create(thing: Annotated[type_, marker]) -> None: ...

        return Application(app, _post(path, "parameters", "0"))

    return make


def response(type_: Any) -> Application:
    """Return an application that answers with a type; the value is in its state."""
    app = FastAPI()

    @app.get("/things")
    async def read() -> type_:
        return app.state.answer

    return Application(app, "/paths/~1things/get/responses/200/content/application~1json/schema")


PLACES: dict[str, Callable[[Any], Application]] = {
    "body": body,
    "response": response,
    "query": parameter("/things", Query()),
    "path": parameter("/things/{thing}", Path()),
    "header": parameter("/things", Header()),
    "form": form,
}


def written(place: str, value: Any) -> Any:
    """Return the text of a JSON value at a place; NOTHING if it has none."""
    if value is NOTHING:
        return NOTHING
    values = value if isinstance(value, list) else [value]
    texts = [one if isinstance(one, str) else str(one).lower() for one in values]
    if any(one is None or isinstance(one, (dict, list)) for one in values) or not texts:
        return NOTHING
    if place in ("query", "form"):
        return urlencode([("thing", text) for text in texts])
    # An empty path segment does not match, and an empty text elsewhere means no value.
    return NOTHING if isinstance(value, list) or texts == [""] else texts[0]


def ask(app: FastAPI, method: str, url: str, **content: Any) -> Response:
    """Return the answer of an application to a request."""

    async def send() -> Response:
        # FastAPI's TestClient would start a thread for each of a thousand requests.
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
            return await client.request(method, url, **content)

    return asyncio.run(send())


def takes(app: FastAPI, place: str, given: Any) -> bool:
    """Return whether an application accepts a JSON value as its body, or a text at another place."""
    path, content = "/things", {}
    if place == "body":
        content = {"json": given}
    elif place == "form":
        content = {"content": given, "headers": {"content-type": "application/x-www-form-urlencoded"}}
    elif place == "header":
        content = {"headers": {"thing": given}}
    else:
        path += f"?{given}" if place == "query" else f"/{quote(given, safe='')}"
    return ask(app, "POST", path, **content).status_code not in REFUSALS


def answer(app: FastAPI, value: Any) -> Any:
    """Return the answer of an application whose handler returns a JSON value; NOTHING if it fails."""
    app.state.answer = value
    try:
        return ask(app, "GET", "/things").json()
    except ResponseValidationError:
        return NOTHING
