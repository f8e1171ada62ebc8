"""Conditional requests (RFC 9110, 13): a client sends the entity tag of the version that it knows."""

import json
import re
from functools import cache
from hashlib import sha256
from typing import Annotated

from fastapi import Header
from fastapi.responses import Response
from pydantic import BaseModel, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from blog.errors import PreconditionFailed

# A list may come in several lines (RFC 9110, 5.3), each of which may have several tags.
_Tags = Annotated[list[str], WithJsonSchema({"type": "string"})]

IfNoneMatch = Annotated[
    _Tags | SkipJsonSchema[None],
    Header(
        alias="If-None-Match",
        description="The ETag of the client's copy. If the copy is current, the answer is 304.",
        examples=['"5f2a9c01-2"', "*"],
    ),
]
IfMatch = Annotated[
    _Tags | SkipJsonSchema[None],
    Header(
        alias="If-Match",
        description="The ETag of the version to change. If the resource has another one, the answer is 412.",
        examples=['"5f2a9c01-2"', "*"],
    ),
]


def make_etag(schema: type[BaseModel], version: str) -> str:
    """Return the entity tag of a resource that is shown in the form of the schema, at a version of its content."""
    return f'"{_form(schema)}-{version}"'


@cache
def _form(schema: type[BaseModel]) -> str:
    """Return a short name of the form that a schema gives to a resource.

    A copy from before the form got a new field is not current, though the content has not changed since.
    """
    form = json.dumps(schema.model_json_schema(mode="serialization"), sort_keys=True)
    return sha256(form.encode()).hexdigest()[:8]


def not_modified(etag: str, if_none_match: list[str] | None) -> Response | None:
    """Return the 304 if the client's copy is current, else None; a weak tag counts too."""
    if if_none_match is None or not _includes([one.replace("W/", "") for one in if_none_match], etag):
        return None
    return Response(status_code=304, headers={"ETag": etag})


def check_precondition(etag: str, if_match: list[str] | None) -> None:
    """Raise PreconditionFailed if the client wants to change another version."""
    if if_match is not None and not _includes(if_match, etag):
        raise PreconditionFailed(f"It has changed: its ETag is now {etag}")


def _includes(conditions: list[str], etag: str) -> bool:
    return any(one.strip() == "*" or etag in re.findall(r'(?:W/)?"[^"]*"', one) for one in conditions)
