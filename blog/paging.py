"""Keyset paging: a page begins below an id, so what is added or deleted elsewhere moves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BeforeValidator
from pydantic.json_schema import SkipJsonSchema

from blog.models import Post
from blog.schemas import MAX_ID, decimal

MAX_LIMIT = 100


def _name_bounds(schema: dict[str, Any]) -> None:
    """Name the bounds of an optional number as JSON Schema does; Pydantic names those of a union as Python does."""
    schema["minimum"], schema["maximum"] = schema.pop("ge"), schema.pop("le")


@dataclass(frozen=True)
class PageQuery:
    """Which part of a list of posts, newest first, a client asks for."""

    limit: Annotated[
        int,
        Query(ge=1, le=MAX_LIMIT, description="How many posts at most.", examples=[10]),
        BeforeValidator(decimal),
    ] = MAX_LIMIT
    before: Annotated[
        int | SkipJsonSchema[None],
        Query(
            ge=1,
            le=MAX_ID,
            json_schema_extra=_name_bounds,
            description="Only posts with a smaller id than this, which may be gone.",
            examples=[100],
        ),
        BeforeValidator(decimal),
    ] = None

    def split(self, posts: Sequence[Post]) -> tuple[Sequence[Post], str | None]:
        """Split what was read, up to one post more than the limit.

        Returns the posts of this page, and the query string of the next page or None.
        """
        page = posts[: self.limit]
        if len(posts) == len(page):
            return page, None
        return page, urlencode({"limit": self.limit, "before": page[-1].id})


PageDep = Annotated[PageQuery, Depends()]
