"""What the API's document says beyond what FastAPI derives from the routes."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from blog.errors import TOO_LARGE, BadRequest, BlogError, ContentTooLarge, PreconditionFailed
from blog.schemas import ErrorResponse, ValidationErrorResponse

DESCRIPTION = """
Users write posts.

- The body of an error is `{"detail": ...}`: a sentence, or for a 422 a list of problems, each with its place.
- HEAD works wherever GET does. A method that a path does not have is a 405, and the `Allow` header lists the methods
  that it has.
- Lists are newest first. A `Link` header with `rel="next"` names the next page.
- `If-Match` and `If-None-Match` make a request depend on the version of the resource.
- A schema cannot express two rules, which are a 422 too: a text is stored in Unicode's form NFC, and its length limit
  also holds in that form; and the syntax of an email is narrower than `format: email`, without a display name.
"""
TAGS = [
    {"name": "users", "description": "Users, who write posts."},
    {"name": "posts", "description": "Posts, each by one user."},
]

ETAG = {"ETag": {"description": "The version of the resource.", "required": True, "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "The path of the resource.", "required": True, "schema": {"type": "string"}}}
LINK = {"Link": {"description": "The next page, if there is one (RFC 8288).", "schema": {"type": "string"}}}

BODY = (BadRequest("There was an error parsing the body"), ContentTooLarge(TOO_LARGE))  # possible with any body
CHANGED = PreconditionFailed('It has changed: its ETag is now "5f2a9c01-2"')

Responses = dict[int | str, dict[str, Any]]

NOT_MODIFIED: Responses = {304: {"description": "The client's copy is current.", "headers": ETAG}}
_PROBLEM = {"type": "int_parsing", "loc": ["path", "user_id"], "msg": "Input should be a valid integer"}
INVALID: Responses = {
    422: {
        "model": ValidationErrorResponse,
        "description": "The request is invalid",
        "content": {"application/json": {"examples": {"An invalid id": {"value": {"detail": [_PROBLEM]}}}}},
    }
}


def responses(
    status: int,
    description: str,
    *errors: BlogError,
    headers: dict[str, Any] | None = None,
    links: dict[str, Any] | None = None,
) -> Responses:
    """Return the responses of a route: its success, with headers and links, its errors as examples, and the 422."""
    success: Responses = {status: {"description": description, "headers": headers or {}, "links": links or {}}}
    by_status = groupby(sorted(errors, key=attrgetter("status")), key=attrgetter("status"))
    return success | {failed: _failure([str(error) for error in same]) for failed, same in by_status} | INVALID


def links(parameter: str, *operations: str) -> dict[str, Any]:
    """Return links from a resource to the operations that take its id as the parameter."""
    return {
        operation: {"operationId": operation, "parameters": {parameter: "$response.body#/id"}}
        for operation in operations
    }


def _failure(messages: list[str]) -> dict[str, Any]:
    examples = {message: {"value": {"detail": message}} for message in messages}
    return {
        "model": ErrorResponse,
        "description": ", or: ".join(messages),
        "content": {"application/json": {"examples": examples}},
    }
