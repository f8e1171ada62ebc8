"""Streaming: a long result is fetched in chunks, and each chunk is released before the next one.

Prevents: a loop seems to read one row at a time, but all rows are in memory before its first iteration.
On SQLite: the driver can fetch row by row, but the session fetches all rows first.
On PostgreSQL: the driver, too, receives the whole result before it returns a row.
When not: the result is small, or each row takes long to process: the transaction stays open all the time.
Alternatives: keyset paging, with a short transaction for each page.

Sources:
- Fetching Large Result Sets with Yield Per, https://docs.sqlalchemy.org/en/21/orm/queryguide/api.html#fetching-large-result-sets-with-yield-per
- Retrieving Query Results in Chunks, https://www.postgresql.org/docs/current/libpq-single-row-mode.html
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen

ROWS = 1000
CHUNK = 100


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Reading(Tables):
    """A measured value."""

    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture(autouse=True)
def _readings(tables: Database) -> None:
    """Store many rows."""
    with tables.writing() as session:
        session.execute(insert(Reading), [{"id": number} for number in range(ROWS)])


@pytest.fixture
def cursors(a: Session) -> list[str]:
    """The driver's cursors by which A has read."""
    cursors: list[str] = []
    engine = a.get_bind()
    event.listen(engine, "before_cursor_execute", lambda _, cursor, *__: cursors.append(type(cursor).__name__))
    return cursors


def read_naively(session: Session) -> Iterator[Reading]:
    """Yield each row."""
    yield from session.scalars(select(Reading))


def read(session: Session) -> Iterator[Reading]:
    """Yield each row; no more than two chunks are in memory."""
    # cure: fetch one chunk after the other, by yield_per
    yield from session.scalars(select(Reading).execution_options(yield_per=CHUNK))
    # end of cure


def most_held(session: Session, rows: Iterator[Reading]) -> int:
    """Read all rows; returns the largest number of objects in the session, which keeps only those still in use."""
    held = [len(session.identity_map) for _ in rows]
    assert len(held) == ROWS
    return max(held)


def test_naive_all_rows_are_held_at_the_first(a: Session, seen: Seen) -> None:
    most = most_held(a, read_naively(a))

    assert seen(f"{most} of {ROWS} rows held at once") == "1000 of 1000 rows held at once"


def test_cure_two_chunks_at_most_are_held(a: Session, seen: Seen) -> None:
    most = most_held(a, read(a))

    assert most <= 2 * CHUNK
    seen(f"no more than {2 * CHUNK} of {ROWS} rows held at once")


def test_cure_the_driver_holds_no_more_than_a_chunk_either(a: Session, cursors: list[str], on: On, seen: Seen) -> None:
    a.connection()
    cursors.clear()

    most_held(a, read(a))

    assert seen(", ".join(cursors)) == on(sqlite="Cursor", postgresql="ServerCursor")
