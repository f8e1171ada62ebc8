"""NOWAIT: a statement that finds a row locked fails at once, and the program can do something else.

Prevents: a request waits for a lock without a limit, and holds its connection meanwhile.
On SQLite: a write on a plain engine, and BEGIN IMMEDIATE on any, wait for the one write lock: by default, 5 seconds.
On PostgreSQL: FOR UPDATE waits for the row lock, without a limit unless lock_timeout sets one.
When not: no client waits for the answer: a background task can wait.
Alternatives: a short `lock_timeout` or busy timeout (timeouts); skip locked, if any free row will do.

Sources:
- SELECT: The Locking Clause, https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE
- Client Connection Defaults, https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
- PRAGMA busy_timeout, https://sqlite.org/pragma.html#pragma_busy_timeout
- sqlite3.connect, https://docs.python.org/3/library/sqlite3.html#sqlite3.connect
"""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Seat(Tables):
    """A seat in a cinema, and its guest."""

    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)
    guest: Mapped[str | None] = mapped_column()


@pytest.fixture(autouse=True)
def _seats(tables: Database) -> None:
    """Store two seats."""
    with tables.writing() as session:
        session.add_all([Seat(id=1), Seat(id=2)])


def take_naively(session: Session, seat_id: int, guest: str) -> None:
    """Give the seat to the guest; the caller commits or rolls back."""
    begin_writing(session).get_one(Seat, seat_id, with_for_update=True).guest = guest
    session.flush()


def take(session: Session, seat_id: int, guest: str) -> None:
    """Give the seat to the guest; the caller commits or rolls back. Raises OperationalError if the row is locked."""
    # cure: lock with NOWAIT; on SQLite, which has none, set a timeout of 0
    if session.get_bind().dialect.name == "sqlite":
        # The setting lasts as long as the connection: use another engine for sessions that do not wait.
        session.execute(text("PRAGMA busy_timeout = 0"))
    else:
        session.execute(select(Seat.id).where(Seat.id == seat_id).with_for_update(nowait=True))
    # end of cure
    session.execute(update(Seat).where(Seat.id == seat_id).values(guest=guest))


def test_naive_a_guest_waits_for_as_long_as_another_one_thinks(
    plain_a: Session, plain_b: Session, waits: Waits, seen: Seen
) -> None:
    take_naively(plain_a, 1, "ann")

    b_takes = waits(plain_b, lambda: take_naively(plain_b, 1, "bob"))
    assert seen("B goes on" if b_takes.done() else "B waits for A") == "B waits for A"

    plain_a.rollback()
    b_takes.result()


def test_naive_with_begin_immediate_the_guest_waits_too(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    take_naively(a, 1, "ann")

    b_takes = waits(b, lambda: take_naively(b, 1, "bob"))
    assert seen("B goes on" if b_takes.done() else "B waits for A") == "B waits for A"

    a.rollback()
    b_takes.result()


def test_cure_the_second_guest_is_told_at_once(a: Session, b: Session, on: On, seen: Seen) -> None:
    take(a, 1, "ann")

    with seen.raises(OperationalError, on(sqlite="SQLITE_BUSY", postgresql="55P03")):
        take(b, 1, "bob")

    # A wait that ends by a timeout gives the same error code.
    if on.sqlite:
        assert b.scalar(text("PRAGMA busy_timeout")) == 0
    else:
        assert "could not obtain lock" in seen.all[0]


def test_cure_another_seat_is_free_where_a_lock_is_that_of_a_row(a: Session, b: Session, on: On) -> None:
    take(a, 1, "ann")

    if on.sqlite:
        with pytest.raises(OperationalError, match="database is locked"):
            take(b, 2, "bob")
    else:
        take(b, 2, "bob")
