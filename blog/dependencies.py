"""What the routes have in common to ask for."""

from typing import Annotated

from fastapi import Depends, Path, Request
from pydantic import BeforeValidator

from blog.database import Database
from blog.schemas import MAX_ID, decimal


async def _get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(_get_database)]
PathId = Annotated[int, Path(ge=1, le=MAX_ID, description="Its id.", examples=[1]), BeforeValidator(decimal)]
