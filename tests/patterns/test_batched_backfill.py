"""Batched backfill: a new column is filled some rows at a time, and each batch is a transaction of its own.

Prevents: one UPDATE fills a big table, and other sessions cannot write to it meanwhile; batches by OFFSET skip rows.
On SQLite: the UPDATE holds the one write lock until it commits. The app waits, and gives up after its busy timeout.
On PostgreSQL: the UPDATE holds the lock of each row until it commits. The app waits if it changes one of the rows.
When not: the table is small: one UPDATE is atomic, and ends before a timeout.
Alternatives: ADD COLUMN with a constant DEFAULT, which writes to no row; fill each row when it changes the next time.

Sources:
- PRAGMA Statements: busy_timeout, https://sqlite.org/pragma.html#pragma_busy_timeout
- Write-Ahead Logging, https://sqlite.org/wal.html
- Explicit Locking: Row-Level Locks, https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS
- LIMIT and OFFSET, https://www.postgresql.org/docs/current/queries-limit.html
- SQLite: ALTER TABLE ADD COLUMN, https://sqlite.org/lang_altertable.html#altertabaddcol
- PostgreSQL: ALTER TABLE, Notes, https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen

ROWS = 6


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Article(Tables):
    """An article; the column `length` is new, and empty in the rows that were there before."""

    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column()
    views: Mapped[int] = mapped_column(default=0)
    length: Mapped[int | None] = mapped_column()


@pytest.fixture(autouse=True)
def articles(tables: Database) -> None:
    """Store articles without a length."""
    with tables.writing() as session:
        session.add_all(Article(id=number, body="b" * number) for number in range(1, ROWS + 1))


def view(session: Session, article: int) -> None:
    """Count a view, as the app does all the time."""
    session.execute(update(Article).where(Article.id == article).values(views=Article.views + 1))
    session.commit()


def fill_at_once(session: Session) -> Iterator[None]:
    """Fill the column by one statement; yields before the commit."""
    session.execute(update(Article).values(length=func.length(Article.body)))
    yield
    session.commit()


def fill_by_offset(session: Session, size: int) -> None:
    """Fill the column in batches: the first rows without a length, then those after them, and so on."""
    for offset in range(0, ROWS, size):
        batch = select(Article.id).where(Article.length.is_(None)).order_by(Article.id).limit(size).offset(offset)
        session.execute(update(Article).where(Article.id.in_(batch)).values(length=func.length(Article.body)))
        session.commit()


def fill(session: Session, size: int) -> Iterator[None]:
    """Fill the column in batches; yields after each of them."""
    batch = select(Article.id).where(Article.length.is_(None)).order_by(Article.id).limit(size)
    fill_batch = update(Article).where(Article.id.in_(batch)).values(length=func.length(Article.body))
    # cure: fill one batch after the other until none returns an id, and commit each
    while session.scalars(fill_batch.returning(Article.id)).all():
        session.commit()
        yield
    session.commit()
    # end of cure


def missing(session: Session) -> int:
    """Return how many articles have no length."""
    return session.scalar(select(func.count()).where(Article.length.is_(None))) or 0


def test_naive_one_statement_locks_the_app_out(a: Session, b: Session, on: On, seen: Seen) -> None:
    for _ in fill_at_once(b):
        with seen.raises(OperationalError, on(sqlite="SQLITE_BUSY", postgresql="55P03")):
            view(a, 1)


def test_naive_batches_by_offset_leave_rows_out(b: Session, seen: Seen) -> None:
    """OFFSET no longer counts a row that is filled, so the next batch skips rows that are still empty."""
    fill_by_offset(b, size=2)

    assert seen(f"{missing(b)} of {ROWS} rows left out") == "2 of 6 rows left out"


def test_cure_the_app_writes_between_the_batches(a: Session, b: Session, seen: Seen) -> None:
    for _ in fill(b, size=2):
        view(a, 1)

    views = a.scalar(select(Article.views).where(Article.id == 1))
    assert seen(f"{views} views counted meanwhile, {missing(b)} rows left out") == (
        "3 views counted meanwhile, 0 rows left out"
    )


def test_cure_a_backfill_that_was_stopped_goes_on_where_it_was(b: Session) -> None:
    next(fill(b, size=2))
    assert missing(b) == ROWS - 2

    assert len(list(fill(b, size=2))) == 2
    assert missing(b) == 0
