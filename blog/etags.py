"""Conditional requests (RFC 9110, 13): a client names the entity tag of what it last saw."""

import re
from typing import Annotated

from fastapi import Header
from pydantic import WithJsonSchema
from pydantic.json_schema import SkipJsonSchema
from starlette.exceptions import HTTPException

from blog.errors import Changed

# A list may come in several lines (RFC 9110, 5.3), each of which may have several tags.
_Tags = Annotated[list[str], WithJsonSchema({"type": "string"})]

IfNoneMatch = Annotated[
    _Tags | SkipJsonSchema[None],
    Header(
        alias="If-None-Match", description="The ETag of what the client has: 304 if it is still that.", examples=['"1"']
    ),
]
IfMatch = Annotated[
    _Tags | SkipJsonSchema[None],
    Header(
        alias="If-Match",
        description="The ETag of what the client means to change: 412 if it is no longer that.",
        examples=['"1"'],
    ),
]


def raise_if_unchanged(etag: str, if_none_match: list[str] | None) -> None:
    """Raise a 304 if the client has what `etag` stands for; a weak tag serves too."""
    if if_none_match is not None and _names([one.replace("W/", "") for one in if_none_match], etag):
        raise HTTPException(304, headers={"ETag": etag})


def raise_if_changed(etag: str, if_match: list[str] | None) -> None:
    """Raise Changed if the client means something else than what `etag` stands for."""
    if if_match is not None and not _names(if_match, etag):
        raise Changed(f"It has changed: its ETag is now {etag}")


def _names(conditions: list[str], etag: str) -> bool:
    return any(one.strip() == "*" or etag in re.findall(r'(?:W/)?"[^"]*"', one) for one in conditions)
