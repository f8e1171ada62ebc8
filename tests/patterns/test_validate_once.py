"""Validate once: a route that has validated its data returns a Response with the JSON that Pydantic writes of it.

Prevents: FastAPI validates what the route returns once more, and uses a second worker thread for that.
On SQLite: the same work; SQLite answers within the process, so it is a larger share of the request's time.
On PostgreSQL: the same work; it comes on top of the wait for the server.
When not: the route has not validated its data: then FastAPI's validation is the only one.
Alternatives: return the rows, which FastAPI validates once; that takes the second worker thread all the same.

Sources:
- FastAPI: Return a Response Directly, https://fastapi.tiangolo.com/advanced/response-directly/
- FastAPI: Response Model, https://fastapi.tiangolo.com/tutorial/response-model/
- Starlette: Thread Pool, https://www.starlette.io/threadpool/
- Pydantic: SkipValidation, https://docs.pydantic.dev/latest/api/functional_validators/#pydantic.functional_validators.SkipValidation
- Pydantic: WithJsonSchema, https://docs.pydantic.dev/latest/api/json_schema/#pydantic.json_schema.WithJsonSchema
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Annotated, Any
from unittest.mock import patch

import anyio.to_thread
import pytest
from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.testclient import TestClient
from pydantic import AfterValidator, BaseModel, ConfigDict, SkipValidation, TypeAdapter, WithJsonSchema
from pydantic_core import to_json
from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.database import Database
from blog.models import User
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

USERS = 20
validated: list[str] = []


def validate(username: str) -> str:
    """Return the name, and remember that it was validated."""
    validated.append(username)
    return username


class UserResponse(BaseModel):
    """A user, as the app sends it."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    username: Annotated[str, AfterValidator(validate)]


class Skipping(BaseModel):
    """A user whose name is not validated."""

    username: Annotated[str, SkipValidation]


class Described(BaseModel):
    """A user whose name is any text, with a limit that only the document names, as the table guarantees it."""

    username: Annotated[str, WithJsonSchema({"type": "string", "maxLength": 50})]


@pytest.fixture(autouse=True)
def _users(database: Database) -> None:
    """Store users; nothing is validated yet."""
    validated.clear()
    with database.writing() as session:
        session.add_all(User(username=f"user{number}", email=f"{number}@example.com") for number in range(USERS))


def read(session: Session) -> list[UserResponse]:
    """Return all users, validated."""
    rows = session.execute(select(User.id, User.username).order_by(User.id))
    return [UserResponse.model_validate(row) for row in rows]


def list_naively(session: Session) -> list[dict[str, Any]]:
    """Return what the route returns: all users."""
    return [user.model_dump() for user in read(session)]


def list_objects_naively(session: Session) -> list[UserResponse]:
    """Return what the route returns: all users."""
    return read(session)


def list_users(session: Session) -> Any:
    """Return what the route returns: all users."""
    users = read(session)
    # cure: return a Response with the JSON that Pydantic writes
    return Response(to_json(users), media_type="application/json")
    # end of cure


def app_with(endpoint: Callable[[Session], Any], session: Session) -> FastAPI:
    """Return an app with one route, which names the schema for the document."""
    app = FastAPI()

    @app.get("/users", response_model=list[UserResponse])
    def users() -> Any:
        return endpoint(session)

    return app


def get_counted(app: FastAPI, path: str) -> tuple[Any, int]:
    """Return the response to a GET, and how many times the app handed work to a worker thread."""
    with patch("anyio.to_thread.run_sync", wraps=anyio.to_thread.run_sync) as run_sync:
        return TestClient(app).get(path), run_sync.call_count


def python_calls(write: Callable[[Any], bytes], content: Any) -> int:
    """Return how many of Pydantic's Python functions `write` calls."""
    calls: list[str] = []

    def take(frame: FrameType, what: str, _argument: Any) -> None:
        if what == "call" and frame.f_globals.get("__name__", "").startswith("pydantic."):
            calls.append(what)

    sys.setprofile(take)
    write(content)
    sys.setprofile(None)
    return len(calls)


def test_naive_each_row_is_validated_twice(a: Session, seen: Seen) -> None:
    get_counted(app_with(list_naively, a), "/users")

    assert seen(f"{len(validated)} validations for {USERS} rows") == "40 validations for 20 rows"


def test_naive_objects_need_a_second_worker_thread_too(a: Session, seen: Seen) -> None:
    # Pydantic accepts an object of the schema as it is, but FastAPI asks it in a worker thread.
    _, threads = get_counted(app_with(list_objects_naively, a), "/users")

    assert seen(f"{threads} worker threads for 1 request") == "2 worker threads for 1 request"
    assert len(validated) == USERS


def test_naive_what_skips_validation_is_written_by_a_python_function(seen: Seen) -> None:
    users = [Skipping(username="ann") for _ in range(USERS)]

    calls = python_calls(to_json, users)

    assert seen(f"{calls} Python functions called to write {USERS} names") == (
        "20 Python functions called to write 20 names"
    )


def test_cure_each_row_is_validated_once(a: Session, seen: Seen) -> None:
    get_counted(app_with(list_users, a), "/users")

    assert seen(f"{len(validated)} validations for {USERS} rows") == "20 validations for 20 rows"


def test_cure_one_worker_thread_does_it_all(a: Session, steps: Steps, seen: Seen) -> None:
    _, threads = get_counted(app_with(list_users, a), "/users")

    assert seen(f"{threads} worker thread for 1 request") == "1 worker thread for 1 request"
    assert len(steps.sent("SELECT")) == 1


def test_cure_the_client_and_the_document_see_no_difference(a: Session) -> None:
    naive, cured = app_with(list_naively, a), app_with(list_users, a)
    (before, _), (after, _) = get_counted(naive, "/users"), get_counted(cured, "/users")

    assert after.json() == before.json()
    assert after.headers == before.headers
    assert cured.openapi() == naive.openapi()


def test_cure_a_schema_for_the_document_alone_costs_no_call(seen: Seen) -> None:
    users = [Described(username="ann") for _ in range(USERS)]

    calls = python_calls(to_json, users)

    assert seen(f"{calls} Python functions called to write {USERS} names") == (
        "0 Python functions called to write 20 names"
    )
    assert TypeAdapter(Described).json_schema()["properties"]["username"]["maxLength"] == 50


def test_cure_the_blog_needs_one_worker_thread(app: FastAPI, database: Database) -> None:
    response, threads = get_counted(app, "/api/posts")

    assert (response.status_code, threads) == (200, 1)
