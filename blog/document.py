"""What the API's document says beyond what FastAPI reads off the routes."""

from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from blog.schemas import ErrorResponse, ValidationErrorResponse

DESCRIPTION = """
Users write posts.

- An error is `{"detail": ...}`: a sentence, or for a 422 a list of what is wrong where.
- HEAD answers wherever GET does. A method that a path does not have is a 405, with an `Allow` header that names
  those it has.
- Lists are newest first. A `Link` header with `rel="next"` names the next page.
- A request that carries `If-Match` or `If-None-Match` is answered for the version that it names.
- Two rules cannot be said in a schema, and are a 422 all the same: a text may not be too long in Unicode's form NFC
  either, in which it is stored, and mail must be deliverable to an email by its form, which is narrower than
  `format: email` and has no display name.
"""
TAGS = [
    {"name": "users", "description": "Who writes posts."},
    {"name": "posts", "description": "What users write."},
]

ETAG = {"ETag": {"description": "The version of the resource.", "required": True, "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "The path of the resource.", "required": True, "schema": {"type": "string"}}}
LINK = {"Link": {"description": "The next page, where there is one (RFC 8288).", "schema": {"type": "string"}}}


class Failure(NamedTuple):
    """An answer that is not what the client asked for: its status, and what it says."""

    status: int
    detail: Any


USERNAME_TAKEN = Failure(400, "Username already exists")
EMAIL_TAKEN = Failure(400, "Email already exists")
UNREADABLE = Failure(400, "There was an error parsing the body")
USER_NOT_FOUND = Failure(404, "User not found")
POST_NOT_FOUND = Failure(404, "Post not found")
CHANGED = Failure(412, 'It has changed: its ETag is now "2"')
TOO_LARGE = Failure(413, "The body has more than 1 MiB")
INVALID = Failure(422, [{"type": "int_parsing", "loc": ["path", "user_id"], "msg": "Input should be a valid integer"}])
BODY = (UNREADABLE, TOO_LARGE, INVALID)  # what can be wrong with any body

Answers = dict[int | str, dict[str, Any]]


def answers(
    status: int,
    description: str,
    *failures: Failure,
    headers: dict[str, Any] | None = None,
    links: dict[str, Any] | None = None,
) -> Answers:
    """Return the answers of a route: its success, with headers and links, and its failures, with their examples."""
    documented: Answers = {status: {"description": description, "headers": headers or {}, "links": links or {}}}
    for failed, same in groupby(sorted(failures, key=attrgetter("status")), key=attrgetter("status")):
        details = [failure.detail for failure in same]
        documented[failed] = {
            "model": ValidationErrorResponse if failed == INVALID.status else ErrorResponse,
            "description": _said(details),
            "content": {
                "application/json": {"examples": {_said([one]): {"value": {"detail": one}} for one in details}}
            },
        }
    return documented


def unchanged() -> Answers:
    """Return the answer to a client that has what there is."""
    return {304: {"description": "The client has what there is.", "headers": ETAG}}


def links(parameter: str, *operations: str) -> dict[str, Any]:
    """Return links from a resource to the operations that take its id as the parameter."""
    return {
        operation: {"operationId": operation, "parameters": {parameter: "$response.body#/id"}}
        for operation in operations
    }


def _said(details: list[Any]) -> str:
    return ", or: ".join(detail if isinstance(detail, str) else "Something is not as it must be" for detail in details)
