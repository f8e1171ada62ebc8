"""Online DDL: an ALTER TABLE has a short lock timeout, and is tried again.

Prevents: an ALTER TABLE waits for a long transaction, and all later statements wait behind the ALTER TABLE.
On SQLite: no failure in WAL mode: readers keep their snapshot, and the ALTER TABLE waits for no reader.
On PostgreSQL: a plain SELECT waits, though nothing but another SELECT holds a lock on the table.
When not: the table is not in use yet, or all sessions may wait.
Alternatives: a maintenance window; a limit for long transactions (timeouts), so that ALTER TABLE gets its lock soon.

Sources:
- PostgreSQL: ALTER TABLE, https://www.postgresql.org/docs/current/sql-altertable.html
- PostgreSQL: Explicit locking, https://www.postgresql.org/docs/current/explicit-locking.html
- PostgreSQL: pg_blocking_pids, and the queue of those who wait, https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SESSION-TABLE
- PostgreSQL: lock_timeout, https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
- SQLite: Write-ahead logging, https://sqlite.org/wal.html
"""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen
from tests.teaching.waiting import Waits, set_patience

ADD_COLUMN = text("ALTER TABLE tickets ADD COLUMN seat TEXT")
SHORT = 50  # milliseconds that the ALTER TABLE waits for its lock
TRIES = 3


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Ticket(Tables):
    """A ticket; its table is to get a column for the seat."""

    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True)


def read(session: Session) -> int:
    """Return how many tickets there are; the transaction stays open."""
    return session.scalars(select(func.count()).select_from(Ticket)).one()


def read_meanwhile(database: Database) -> None:
    """Read in a later session, which fails at once if it would have to wait."""
    with database.reading() as session:
        set_patience(session.connection())
        read(session)


def change(session: Session, before_a_retry: Callable[[], None]) -> None:
    """Add the column; calls `before_a_retry` after each lock timeout."""
    # cure: set a short lock timeout, let other sessions go on, and try again
    for left in reversed(range(TRIES)):
        try:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text(f"SET LOCAL lock_timeout = {SHORT}"))
            session.execute(ADD_COLUMN)
            break
        except OperationalError:
            session.rollback()
            if not left:
                raise
            before_a_retry()
    # end of cure
    session.commit()


def test_naive_a_reader_waits_behind_the_change(
    a: Session, b: Session, tables: Database, on: On, waits: Waits, seen: Seen
) -> None:
    read(a)

    if on.sqlite:
        b.execute(ADD_COLUMN)
        read_meanwhile(tables)
        b.commit()
        assert seen("no failure: the change waits for no reader")
        return
    changed = waits(b, lambda: b.execute(ADD_COLUMN))
    with seen.raises(OperationalError, "55P03"):
        read_meanwhile(tables)
    a.commit()
    changed.result()


def test_cure_readers_go_on_between_two_tries(a: Session, b: Session, tables: Database, on: On, seen: Seen) -> None:
    read(a)
    tries = []

    def meanwhile() -> None:
        read_meanwhile(tables)
        tries.append("a reader went on")
        if len(tries) == TRIES - 1:
            a.commit()

    change(b, meanwhile)

    assert seen(f"tries: {len(tries) + 1}") == on(sqlite="tries: 1", postgresql=f"tries: {TRIES}")
    assert read(a) == 0


def test_cure_it_gives_up_in_the_end(a: Session, b: Session, on: On) -> None:
    read(a)
    tries = []

    if on.sqlite:
        change(b, lambda: tries.append("none"))
        assert tries == []
        return
    with pytest.raises(OperationalError, match="lock timeout"):
        change(b, lambda: tries.append("another"))
    assert len(tries) == TRIES - 1
