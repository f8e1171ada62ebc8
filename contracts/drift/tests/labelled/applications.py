"""FastAPI applications around a type, and what they say to requests and answers."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote, urlencode

from fastapi import Body, FastAPI, Form, Header, Path, Query
from fastapi.exceptions import ResponseValidationError
from httpx import ASGITransport, AsyncClient, Response

from contracts.drift.tests.labelled.changes import NOTHING

# Instead of the description of each mistake that FastAPI adds, which would be most of a small document.
REFUSED: Any = {"4XX": {"description": "Refused"}}
REFUSALS = range(400, 500)


class Application(NamedTuple):
    """An application, and where in its document the type is."""

    app: FastAPI
    pointer: str


def _post(path: str, *tokens: str) -> str:
    return "/".join(["/paths", path.replace("/", "~1"), "post", *tokens])


def body(type_: Any) -> Application:
    """Return an application that takes a type as its body."""
    app = FastAPI()

    @app.post("/things", status_code=204, responses=REFUSED)
    async def create(thing: Annotated[type_, Body()]) -> None: ...

    return Application(app, _post("/things", "requestBody", "content", "application~1json", "schema"))


def form(type_: Any) -> Application:
    """Return an application that takes a type as the field of a form."""
    app = FastAPI()

    @app.post("/things", status_code=204, responses=REFUSED)
    async def create(thing: Annotated[type_, Form()]) -> None: ...

    return Application(app, _post("/things", "requestBody", "content", "application~1x-www-form-urlencoded", "schema"))


def parameter(path: str, marker: Any) -> Callable[[Any], Application]:
    """Return what makes an application that takes a type as a parameter."""

    def make(type_: Any) -> Application:
        app = FastAPI()

        @app.post(path, status_code=204, responses=REFUSED)
        async def create(thing: Annotated[type_, marker]) -> None: ...

        return Application(app, _post(path, "parameters", "0"))

    return make


def response(type_: Any) -> Application:
    """Return an application that answers with a type: with what is in its state."""
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
    """Return the text that carries a JSON value to a place; NOTHING where none does."""
    if value is NOTHING:
        return NOTHING
    values = value if isinstance(value, list) else [value]
    texts = [one if isinstance(one, str) else str(one).lower() for one in values]
    if any(one is None or isinstance(one, (dict, list)) for one in values) or not texts:
        return NOTHING
    if place in ("query", "form"):
        return urlencode([("thing", text) for text in texts])
    # An empty segment is no segment, and elsewhere no value.
    return NOTHING if isinstance(value, list) or texts == [""] else texts[0]


def ask(app: FastAPI, method: str, url: str, **content: Any) -> Response:
    """Return what an application answers to a request."""

    async def send() -> Response:
        # Unlike FastAPI's TestClient, it starts no thread for each of a thousand requests.
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
            return await client.request(method, url, **content)

    return asyncio.run(send())


def takes(app: FastAPI, place: str, given: Any) -> bool:
    """Return whether an application takes a JSON value as its body, or a text at another place."""
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
    """Return what an application answers where it would answer with a JSON value; NOTHING where it cannot."""
    app.state.answer = value
    try:
        return ask(app, "GET", "/things").json()
    except ResponseValidationError:
        return NOTHING
