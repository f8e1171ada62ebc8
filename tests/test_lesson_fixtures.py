"""What the lessons are told of their sessions is so: who waits, what is sent, and what is seen."""

from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from blog.models import User
from tests.teaching.fixtures import Seen, begin_writing
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits


def test_what_can_never_wait_is_no_lesson_in_waiting(a: Session, b: Session, waits: Waits) -> None:
    a.execute(text("SELECT 1"))
    with pytest.raises(AssertionError, match=r"B (will|did) not wait"):
        waits(b, lambda: b.execute(text("SELECT 1")))


def test_what_is_seen_of_an_error_is_the_same_in_every_run(seen: Seen) -> None:
    with seen.raises(PoolTimeoutError):
        raise PoolTimeoutError(f"{object()} was not to be had", code="3o7r")

    assert seen.all == ["TimeoutError: <object object> was not to be had"]


def test_an_error_of_another_kind_is_no_refusal(a: Session, b: Session, seen: Seen) -> None:
    """To wait in vain for a lock is one: who waits longer may have more luck."""
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


def test_a_session_is_impatient_from_its_first_statement(a: Session) -> None:
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
