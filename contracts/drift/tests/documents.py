"""Make small documents with a schema, for tests that compare two."""

from typing import Any

from contracts.drift import Change, Report, Verdict, compare

JSON = "application/json"
STRING, INTEGER, NUMBER, BOOLEAN, NULL = ({"type": name} for name in ("string", "integer", "number", "boolean", "null"))


def document(operation: Any, path: str = "/things", **parts: Any) -> dict[str, Any]:
    """Return a document with one operation, POST of a path; `parts` are added next to `paths`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {path: {"post": operation}},
    } | parts


def request(schema: Any, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation has a request body with the schema."""
    body = {"required": True, "content": {JSON: {"schema": schema}}}
    return document({"requestBody": body, "responses": {"204": {"description": "Done"}}}, **parts)


def response(schema: Any, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation has a response with the schema."""
    return document({"responses": {"200": {"description": "Here", "content": {JSON: {"schema": schema}}}}}, **parts)


def query(schema: Any, *, required: bool = False, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation has a query parameter with the schema."""
    parameter = {"name": "q", "in": "query", "required": required, "schema": schema}
    return document({"parameters": [parameter], "responses": {"204": {"description": "Done"}}}, **parts)


def requests(old: Any, new: Any, **parts: Any) -> Report:
    """Compare two schemas of a request body."""
    return compare(request(old, **parts), request(new, **parts))


def responses(old: Any, new: Any, **parts: Any) -> Report:
    """Compare two schemas of a response body."""
    return compare(response(old, **parts), response(new, **parts))


def parameter(schema: Any, **parts: Any) -> dict[str, Any]:
    """Return a document whose operation has a parameter with the schema; by default, it is `q` in the query."""
    one = {"name": "q", "in": "query", "required": True, "schema": schema} | parts
    path = f"/things/{{{one['name']}}}" if one["in"] == "path" else "/things"
    return document({"parameters": [one], "responses": {"204": {"description": "Done"}}}, path=path)


def body(schema: Any, media_type: str) -> dict[str, Any]:
    """Return a document whose operation takes a body of a media type."""
    taken = {"required": True, "content": {media_type: {"schema": schema}}}
    return document({"requestBody": taken, "responses": {"204": {"description": "Done"}}})


def answer(schema: Any, media_type: str) -> dict[str, Any]:
    """Return a document whose operation answers with a media type."""
    answered = {"description": "Here", "content": {media_type: {"schema": schema}}}
    return document({"responses": {"200": answered}})


def several(items: Any, **limits: Any) -> Any:
    """Return a schema of arrays."""
    return {"type": "array", "items": items, **limits}


def fields(**properties: Any) -> Any:
    """Return a schema of objects that have all these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def either(*schemas: Any) -> Any:
    """Return an anyOf of some schemas."""
    return {"anyOf": list(schemas)}


def witnesses(old: Any, new: Any) -> list[Any]:
    """Return the witnesses of the breaking changes."""
    return [change.witness and change.witness.value for change in breaking(old, new)]


def breaking(old: Any, new: Any) -> list[Change]:
    """Return the breaking changes."""
    return [change for change in compare(old, new).changes if change.verdict == Verdict.BREAKING]
