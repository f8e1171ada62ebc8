"""What can go wrong, and how a client is told: API paths answer in JSON, pages in HTML."""

from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException

from blog.rendering import render


class BlogError(Exception):
    """A client asked for something and does not get it; the message is for the client."""

    status: ClassVar[int]


class NotFound(BlogError):
    """There is no such thing."""

    status = 404


class AlreadyExists(BlogError):
    """Somebody else has what must be unique."""

    status = 400


class Changed(BlogError):
    """The thing is no longer what the client last saw."""

    status = 412


def install(app: FastAPI) -> None:
    """Make the app answer every error in the form that its path calls for."""
    app.add_exception_handler(BlogError, _blog_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(Exception, _server_error)


def _answer(request: Request, status: int, detail: Any = None, headers: dict[str, str] | None = None) -> Response:
    """Return the answer that tells of an error, by default in the words of the status."""
    phrase = HTTPStatus(status).phrase
    detail = detail or phrase
    if _is_api(request):
        return JSONResponse({"detail": detail}, status, headers)
    message = detail if isinstance(detail, str) else "; ".join(f"{p['loc'][-1]}: {p['msg']}" for p in detail)
    return render(request, "error.html", {"status": status, "phrase": phrase, "message": message}, status, headers)


def _is_api(request: Request) -> bool:
    return f"{request.url.path}/".startswith("/api/")


def _blog_error(request: Request, error: Any) -> Response:
    return _answer(request, error.status, str(error))


def _http_error(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 304:
        return Response(status_code=304, headers=headers)
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return _answer(request, error.status_code, error.detail, headers)


def _allowed_methods(request: Request) -> list[str]:
    """Return the methods of every route at this path; Starlette names those of the first route alone."""
    methods = set[str]()
    for route in iter_route_contexts(request.app.routes):
        if route.path_regex.match(request.scope["path"]):
            methods |= route.methods or {"GET"}  # a mount, of files, names none
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


def _validation_error(request: Request, error: Any) -> Response:
    problems = error.errors()
    if not _is_api(request) and any(problem["loc"][0] == "path" for problem in problems):
        return _answer(request, 404)
    # Without `input` and `ctx`: what was sent may be nothing that JSON can say, such as NaN.
    return _answer(request, 422, [{key: problem[key] for key in ("type", "loc", "msg")} for problem in problems])


def _server_error(request: Request, error: Exception) -> Response:
    return _answer(request, 500)
