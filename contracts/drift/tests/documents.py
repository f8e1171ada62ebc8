"""Small documents around a schema, for a test that compares two."""

from typing import Any

from contracts.drift import Report, compare

JSON = "application/json"


def document(operation: Any, path: str = "/things", **parts: Any) -> dict[str, Any]:
    """Return a document with one operation, POST of a path; `parts` are put beside its paths."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {path: {"post": operation}},
    } | parts


def request(schema: Any, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation takes such a body."""
    body = {"required": True, "content": {JSON: {"schema": schema}}}
    return document({"requestBody": body, "responses": {"204": {"description": "Done"}}}, **parts)


def response(schema: Any, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation answers so."""
    return document({"responses": {"200": {"description": "Here", "content": {JSON: {"schema": schema}}}}}, **parts)


def query(schema: Any, *, required: bool = False, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation takes such a parameter in the query."""
    parameter = {"name": "q", "in": "query", "required": required, "schema": schema}
    return document({"parameters": [parameter], "responses": {"204": {"description": "Done"}}}, **parts)


def requests(old: Any, new: Any, **parts: Any) -> Report:
    """Compare two schemas as those of a request's body."""
    return compare(request(old, **parts), request(new, **parts))


def responses(old: Any, new: Any, **parts: Any) -> Report:
    """Compare two schemas as those of a response's body."""
    return compare(response(old, **parts), response(new, **parts))
