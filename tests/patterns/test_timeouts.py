"""Timeouts: a limit for each wait: for a lock, for a statement, and for an idle transaction.

Prevents: a session writes and stays idle in its transaction, and every session that needs the same row waits.
On SQLite: on any engine, B waits while A is idle, up to the busy timeout, 5 seconds by the driver's default.
On PostgreSQL: B waits while A is idle: no timeout is set by default.
When not: a migration or a report is known to take long: it sets longer limits.
Alternatives: on PostgreSQL, limits for a role or a database, by ALTER ROLE or ALTER DATABASE; NOWAIT.

Sources:
- PostgreSQL: Client connection defaults, https://www.postgresql.org/docs/current/runtime-config-client.html
- SQLite: PRAGMA busy_timeout, https://sqlite.org/pragma.html#pragma_busy_timeout
- Python: sqlite3.connect, https://docs.python.org/3/library/sqlite3.html#sqlite3.connect
- SQLite: Query progress callbacks, https://sqlite.org/c3ref/progress_handler.html
- PostgreSQL: ALTER ROLE, https://www.postgresql.org/docs/current/sql-alterrole.html
"""

from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.waiting import Waits

LIMIT = 200  # milliseconds, more than a busy machine takes between two statements
# Both count for a long time; in a service, a join without its condition may take as long.
ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT count(*) FROM generate_series(1, 1000000000000)",
}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Counter(Tables):
    """A counter that every session changes."""

    __tablename__ = "counters"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _counter(tables: Database) -> None:
    """Store a counter."""
    with tables.writing() as session:
        session.add(Counter(id=1, number=0))


def count(session: Session) -> None:
    """Add one to the counter."""
    session.execute(update(Counter).values(number=Counter.number + 1))


def begin_limited(session: Session) -> Session:
    """Begin a transaction that writes, with timeouts; returns the session."""
    begin_writing(session)
    # cure: limit the wait for a lock, each statement, and the idle time
    if session.get_bind().dialect.name == "postgresql":
        for wait in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            session.execute(text(f"SET LOCAL {wait} = {LIMIT}"))
    else:
        driver: Any = session.connection().connection.dbapi_connection
        steps = iter(range(LIMIT))
        driver.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    # end of cure
    return session


def test_naive_b_waits_for_a_that_does_nothing(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    count(begin_writing(a))

    of_b = waits(b, lambda: count(begin_writing(b)))

    assert seen(f"B waits as long as A does nothing: {not of_b.done()}") == "B waits as long as A does nothing: True"
    a.rollback()
    of_b.result()


def test_cure_a_transaction_that_does_nothing_is_ended(
    a: Session, b: Session, on: On, waits: Waits, seen: Seen
) -> None:
    count(begin_limited(a))

    if on.sqlite:
        # SQLite has no server to end A's transaction: B fails, and A must be kept short by its own code.
        with seen.raises(OperationalError, "SQLITE_BUSY"):
            count(begin_writing(b))
        return
    waits(b, lambda: count(begin_writing(b))).result()
    with seen.raises(InternalError, "25P03"):
        count(a)


def test_cure_a_statement_that_takes_too_long_is_ended(a: Session, on: On, seen: Seen) -> None:
    begin_limited(a)

    with seen.raises(OperationalError, on(sqlite="SQLITE_INTERRUPT", postgresql="57014")):
        a.execute(text(ENDLESS[a.get_bind().dialect.name]))


def test_cure_what_is_quick_is_not_disturbed(a: Session) -> None:
    count(begin_limited(a))
    a.commit()
