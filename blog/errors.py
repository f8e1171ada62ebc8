"""The errors of the blog, and how a client sees them: as JSON below /api/, as a page elsewhere."""

from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException

from blog.paths import path_below_prefix
from blog.rendering import render

USER_NOT_FOUND = "User not found"
POST_NOT_FOUND = "Post not found"
USERNAME_TAKEN = "Username already exists"
EMAIL_TAKEN = "Email already exists"
TOO_LARGE = "The body has more than 1 MiB"


class BlogError(HTTPException):
    """A request that the blog refuses; the message is for the client.

    It is an HTTPException: FastAPI turns any other exception that is raised while it reads a body into a 400.
    """

    status: ClassVar[int]

    def __init__(self, message: str) -> None:
        """Refuse a request for the reason that the message gives."""
        super().__init__(self.status, message)

    def __str__(self) -> str:
        """Return the message."""
        return self.detail


class BadRequest(BlogError):
    """The request cannot be carried out."""

    status = 400


class AlreadyExists(BadRequest):
    """A value that must be unique is taken."""


class NotFound(BlogError):
    """The resource does not exist."""

    status = 404


class PreconditionFailed(BlogError):
    """The resource has changed since the client read it."""

    status = 412


class ContentTooLarge(BlogError):
    """The body is too large."""

    status = 413


def install(app: FastAPI) -> None:
    """Make the app answer each error in the form that its path calls for."""
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(Exception, _server_error)


def _answer(request: Request, status: int, detail: Any = None, headers: dict[str, str] | None = None) -> Response:
    """Return the response to an error, by default with the status's standard phrase."""
    phrase = HTTPStatus(status).phrase
    detail = detail or phrase
    if _is_api(request):
        return JSONResponse({"detail": detail}, status, headers)
    message = detail if isinstance(detail, str) else "; ".join(f"{p['loc'][-1]}: {p['msg']}" for p in detail)
    return render(request, "error.html", {"status": status, "phrase": phrase, "message": message}, status, headers)


def _is_api(request: Request) -> bool:
    return f"{path_below_prefix(request)}/".startswith("/api/")


def _http_error(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return _answer(request, error.status_code, error.detail, headers)


def _allowed_methods(request: Request) -> list[str]:
    """Return the methods of every route at this path; Starlette names those of the first route alone."""
    methods = set[str]()
    for route in iter_route_contexts(request.app.routes):
        if route.path_regex.match(path_below_prefix(request)):
            methods |= route.methods or {"GET"}  # a mount, of files, names none
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


def _validation_error(request: Request, error: Any) -> Response:
    problems = error.errors()
    if not _is_api(request) and any(problem["loc"][0] == "path" for problem in problems):
        return _answer(request, 404)
    # Without `input` and `ctx`: JSON cannot express every input, such as NaN.
    return _answer(request, 422, [{key: problem[key] for key in ("type", "loc", "msg")} for problem in problems])


def _server_error(request: Request, error: Exception) -> Response:
    return _answer(request, 500)
