"""The dependencies that routes share."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator
from pydantic.json_schema import SkipJsonSchema

from blog.database import Database
from blog.paging import MAX_LIMIT, Page
from blog.schemas import MAX_ID, decimal


async def _get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _name_bounds(schema: dict[str, Any]) -> None:
    """Name the bounds of an optional number as JSON Schema does; Pydantic names those of a union as Python does."""
    schema["minimum"], schema["maximum"] = schema.pop("ge"), schema.pop("le")


Limit = Annotated[
    int,
    Query(ge=1, le=MAX_LIMIT, description="The maximal number of posts.", examples=[10]),
    BeforeValidator(decimal),
]
Before = Annotated[
    int | SkipJsonSchema[None],
    Query(
        ge=1,
        le=MAX_ID,
        json_schema_extra=_name_bounds,
        description="Only posts with a smaller id; the post with this id may be deleted.",
        examples=[100],
    ),
    BeforeValidator(decimal),
]


async def _get_page(limit: Limit = MAX_LIMIT, before: Before = None) -> Page:
    return Page(limit, before)


DatabaseDep = Annotated[Database, Depends(_get_database)]
PageDep = Annotated[Page, Depends(_get_page)]
PathId = Annotated[int, Path(ge=1, le=MAX_ID, description="The resource's id.", examples=[1]), BeforeValidator(decimal)]
