"""Lock waits between two transactions, step by step, and the time for which a request holds a connection."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Client
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.types import Message, Receive, Scope, Send

from blog import queries
from blog.database import Database
from blog.models import User
from tests.backends import Backend
from tests.document import OPERATIONS, Operation
from tests.makers import store_rows
from tests.paths import readable, with_first_ids

Query = Callable[[Session, int], object]
Start = Callable[[Database], AbstractContextManager[object]]


@pytest.fixture
def ids(database: Database) -> list[int]:
    """Store two rows of each table; gives their ids."""
    with database.writing() as session:
        for number in (1, 2):
            store_rows(session, number)
    return [1, 2]


@pytest.fixture
def opened_again(database_url: str) -> Iterator[Database]:
    """Open the database a second time."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def impatient(opened_again: Database, backend: Backend) -> Database:
    """Open the database a second time; a statement that would wait for a lock fails there at once."""

    @event.listens_for(opened_again.engine, "connect")
    def give_up_at_once(connection: Any, _: object) -> None:
        connection.execute(backend.give_up_at_once)
        connection.commit()

    return opened_again


@contextmanager
def listening(database: Database, name: str, listener: Callable[..., object]) -> Iterator[None]:
    """Call the listener at an event of the database's engine, for as long as the context lasts."""
    event.listen(database.engine, name, listener)
    try:
        yield
    finally:
        event.remove(database.engine, name, listener)


def would_wait() -> AbstractContextManager[object]:
    """Expect a statement to fail because it would have to wait."""
    return pytest.raises(OperationalError, match="lock")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (queries.get_user_for_update, queries.get_user_for_update),
        (queries.get_user_for_update, queries.find_author),
        (queries.find_author, queries.get_user_for_update),
        (queries.get_post_for_update, queries.get_post_for_update),
    ],
)
def test_a_writer_waits_for_another_writer_of_the_same_row(
    database: Database, impatient: Database, ids: list[int], first: Query, second: Query
) -> None:
    with database.writing() as one:
        first(one, ids[0])
        with would_wait(), impatient.writing() as other:
            second(other, ids[0])
    with impatient.writing() as other:
        second(other, ids[0])


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (queries.get_user_for_update, queries.get_user_for_update, False),
        (queries.get_post_for_update, queries.get_post_for_update, False),
        (queries.find_author, queries.find_author, True),
        (queries.get_post_for_update, queries.get_user_for_update, True),
    ],
)
def test_writers_of_different_rows_go_on_side_by_side_where_rows_are_locked(
    database: Database, impatient: Database, ids: list[int], backend: Backend, first: Query, second: Query, same: bool
) -> None:
    with database.writing() as one:
        first(one, ids[0])
        with nullcontext() if backend.locks_rows else would_wait(), impatient.writing() as other:
            second(other, ids[0 if same else 1])


def test_a_writer_that_waited_for_a_post_sees_its_new_author(
    database: Database, opened_again: Database, backend: Backend, ids: list[int]
) -> None:
    def author_of_the_post() -> int:
        with opened_again.writing() as other:
            return queries.get_post_for_update(other, ids[0]).author.id

    def is_waiting() -> bool:
        with opened_again.reading() as observer:
            return backend.waits_for_a_lock(observer.connection())

    with ThreadPoolExecutor() as pool:
        with database.writing() as one:
            queries.get_post_for_update(one, ids[0]).user_id = ids[1]
            one.flush()
            waiting = pool.submit(author_of_the_post)
            while not is_waiting():
                wait([waiting], timeout=0.001)
                assert not waiting.done(), f"it did not wait: {waiting.exception() or 'it succeeded'}"

        assert waiting.result() == ids[1]


def test_a_reader_does_not_wait_for_a_writer(database: Database, impatient: Database, ids: list[int]) -> None:
    with database.writing() as writer:
        writer.delete(queries.get_user_for_update(writer, ids[0]))
        writer.flush()
        with impatient.reading() as reader:
            assert queries.get_user(reader, ids[0])["id"] == ids[0]


@pytest.mark.parametrize("path", readable())
@pytest.mark.usefixtures("ids")
def test_a_request_that_only_reads_does_not_wait_for_a_writer(client: Client, database: Database, path: str) -> None:
    with database.writing() as writer:
        queries.get_user_for_update(writer, 1)
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", readable())
@pytest.mark.usefixtures("ids")
def test_a_request_holds_no_connection_while_it_is_answered(app: FastAPI, database: Database, path: str) -> None:
    pool: Any = database.engine.pool
    held = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def watch(message: Message) -> None:
            held.append(pool.checkedout())
            await send(message)

        await app(scope, receive, watch)

    assert TestClient(watched).get(path).status_code == 200
    assert set(held) == {0}


@pytest.mark.parametrize("path", readable())
@pytest.mark.usefixtures("ids")
def test_a_request_that_reads_begins_a_transaction_only_for_several_queries(
    client: Client, database: Database, backend: Backend, path: str
) -> None:
    in_transaction = []

    def look(connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            in_transaction.append(backend.in_transaction(connection))

    with listening(database, "after_cursor_execute", look):
        assert client.get(path).status_code == 200
    assert in_transaction == [len(in_transaction) > 1] * len(in_transaction)


def test_opening_a_new_database_waits_for_its_first_writer(backend: Backend, new_database_url: str) -> None:
    database = Database(new_database_url)
    with backend.first_writer(new_database_url) as ends_when_waited_for:
        event.listen(database.engine, "connect", lambda driver, _: ends_when_waited_for(driver), insert=True)
        with database.reading() as session:
            assert session.scalar(text("SELECT 1")) == 1
    database.dispose()


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method != "GET" and one.ids], ids=str)
@pytest.mark.usefixtures("ids")
def test_a_request_that_writes_is_one_transaction(client: Client, database: Database, operation: Operation) -> None:
    transactions: list[object] = []
    with listening(database, "begin", transactions.append):
        assert client.request(operation.method, with_first_ids(operation.path), json=operation.example).is_success
    assert len(transactions) == 1


def test_a_name_that_is_taken_at_the_last_moment_is_refused(
    client: Client, database: Database, impatient: Database, backend: Backend
) -> None:
    def another_user_is_faster(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO users"):
            with nullcontext() if backend.locks_rows else would_wait(), impatient.writing() as other:
                other.add(User(username="wanted", email="faster@example.com"))

    with listening(database, "before_cursor_execute", another_user_is_faster):
        answer = client.post("/api/users", json={"username": "wanted", "email": "wanted@example.com"})

    assert answer.json().get("detail") == ("Username already exists" if backend.locks_rows else None)


@pytest.mark.parametrize("first", [Database.migrating, Database.starting])
@pytest.mark.parametrize("second", [Database.migrating, Database.starting])
def test_processes_that_start_prepare_the_database_one_at_a_time(
    database: Database, impatient: Database, first: Start, second: Start
) -> None:
    with first(database), would_wait(), second(impatient):
        pass
    with second(impatient):
        pass
