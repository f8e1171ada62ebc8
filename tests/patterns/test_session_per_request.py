"""Session per request: a request opens a session when it needs one, and closes it before it sends the response.

Prevents: requests that wait for slow clients hold all connections of the pool, and the next request gets none.
On SQLite: the connection pool is exhausted, although the database is idle.
On PostgreSQL: the connection pool is exhausted, although the database is idle; a larger pool only fills later.
When not: the response is streamed from the database: then the pool needs a connection for each slow client.
Alternatives: a reverse proxy that buffers the response, and waits for the client in place of the app.

Sources:
- Connection Pooling, https://docs.sqlalchemy.org/en/21/core/pooling.html
- Error Messages: QueuePool limit reached, https://docs.sqlalchemy.org/en/21/errors.html#error-3o7r
- Session Basics, https://docs.sqlalchemy.org/en/21/orm/session_basics.html
"""

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from blog.database import Database
from blog.models import User
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

Send = Callable[[list[str]], None]


@pytest.fixture
def engine(database: Database, database_url: str, steps: Steps) -> Iterator[Engine]:
    """An engine with one connection, whose pool does not wait for it."""
    engine = create_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0)
    steps.watch(engine, "A")
    yield engine
    engine.dispose()


def answer_naively(engine: Engine, send: Send) -> None:
    """Send the names of all users."""
    with Session(engine) as session:
        names = session.scalars(select(User.username)).all()
        send(list(names))


def answer(engine: Engine, send: Send) -> None:
    """Send the names of all users."""
    # cure: read in a session, and send after it is closed
    with Session(engine) as session:
        names = session.scalars(select(User.username)).all()
    send(list(names))
    # end of cure


def test_naive_a_slow_client_keeps_the_connection_from_the_next_request(engine: Engine, seen: Seen) -> None:
    def receive_slowly(_names: list[str]) -> None:
        with seen.raises(PoolTimeoutError):
            answer_naively(engine, send=lambda _: None)

    answer_naively(engine, send=receive_slowly)


def test_cure_a_slow_client_keeps_nothing(engine: Engine, database: Database, steps: Steps, seen: Seen) -> None:
    with database.writing() as session:
        session.add(User(username="ann", email="ann@example.com"))
    answered: list[list[str]] = []

    def receive_slowly(_names: list[str]) -> None:
        answer(engine, send=answered.append)

    answer(engine, send=receive_slowly)

    assert seen(f"{len(answered)} more request answered meanwhile") == "1 more request answered meanwhile"
    assert answered == [["ann"]]
    assert len(steps.sent("SELECT")) == 2  # both use the given engine


def test_cure_the_blog_holds_no_connection_while_it_sends(app: FastAPI, database: Database) -> None:
    held: list[int] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def watch(message: MutableMapping[str, Any]) -> None:
            held.append(database.engine.pool.checkedout())  # type: ignore[attr-defined]
            await send(message)

        await app(scope, receive, watch)

    assert TestClient(watched).get("/api/posts").status_code == 200
    assert held == [0, 0]
