"""The fixtures of the lessons report correctly which session waits, what it sends, and what was seen."""

from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from blog.models import User
from tests.teaching.fixtures import Seen, begin_writing
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits


def test_a_statement_that_does_not_wait_fails_the_lesson(a: Session, b: Session, waits: Waits) -> None:
    a.execute(text("SELECT 1"))
    with pytest.raises(AssertionError, match=r"B (will|did) not wait"):
        waits(b, lambda: b.execute(text("SELECT 1")))


def test_the_message_of_an_error_is_the_same_in_every_run(seen: Seen) -> None:
    with seen.raises(PoolTimeoutError):
        raise PoolTimeoutError(f"{object()} was not to be had", code="3o7r")

    assert seen.all == ["TimeoutError: <object object> was not to be had"]


def test_a_lock_timeout_is_not_a_refusal(a: Session, b: Session, seen: Seen) -> None:
    """A lock timeout is not a refusal: with a longer wait, the write may succeed."""
    write = text("INSERT INTO users (username, email, version) VALUES ('ann', 'ann@example.com', 1)")
    a.execute(write)
    with pytest.raises(AssertionError, match=r"locked|lock timeout"), seen.refusal():
        b.execute(write)

    assert seen.all == []


def test_a_step_shows_the_values_of_rows_that_were_inserted_together(a: Session, steps: Steps) -> None:
    a.add_all(User(username=name, email=f"{name}@example.com") for name in ("ann", "bob"))
    a.flush()

    sql = " ".join(steps.sent("INSERT"))
    assert all(f"'{value}'" in sql for value in ("ann", "ann@example.com", "bob", "bob@example.com"))


def test_a_session_fails_at_once_at_a_lock_from_its_first_statement(a: Session) -> None:
    engine = a.get_bind()
    if engine.dialect.name != "sqlite":
        assert a.scalar(text("SHOW lock_timeout")) == "1ms"
        return
    timeouts = []

    def note(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        assert statement.startswith("BEGIN")
        driver: Any = connection.connection.dbapi_connection
        timeouts.append(driver.execute("PRAGMA busy_timeout").fetchone()[0])

    event.listen(engine, "before_cursor_execute", note)
    begin_writing(a)
    assert timeouts == [1]
