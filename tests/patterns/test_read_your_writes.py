"""Read your writes: after a commit, the writer reads in a new transaction.

Prevents: a user changes a title, loads the page, and sees the old title.
On SQLite: with BEGIN and WAL, a transaction keeps its first snapshot; on a plain engine, an object stays stale.
On PostgreSQL: REPEATABLE READ keeps the snapshot of the first statement; at READ COMMITTED, an object stays stale.
When not: the values must be consistent rather than new, as in a report.
Alternatives: `session.refresh()`, if only an object is stale; show the written values, without a second read.

Sources:
- SQLite: Isolation in SQLite, https://sqlite.org/isolation.html
- PostgreSQL: Transaction isolation, https://www.postgresql.org/docs/current/transaction-iso.html
- SQLAlchemy: Refreshing and expiring, https://docs.sqlalchemy.org/en/21/orm/session_state_management.html#refreshing-expiring
- Session guarantees for weakly consistent replicated data, https://doi.org/10.1109/PDIS.1994.331722
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import Seen, begin_reading, begin_writing


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Page(Tables):
    """A page."""

    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column()


@pytest.fixture(autouse=True)
def _page(tables: Database) -> None:
    """Store a page."""
    with tables.writing() as session:
        session.add(Page(id=1, title="old"))


@pytest.fixture
def plain(database_url: str) -> Iterator[Session]:
    """A session with the driver's defaults: each statement reads what was committed before it."""
    engine = create_engine(database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def show_naively(reader: Session) -> str:
    """Return the title that a reader sees."""
    return reader.scalars(select(Page)).one().title


def show(reader: Session) -> str:
    """Return the title that a reader sees."""
    # cure: end the reader's transaction, with its snapshot and its objects' values
    reader.rollback()
    return reader.scalars(select(Page)).one().title
    # end of cure


def rename(writer: Session) -> None:
    """Change the title."""
    begin_writing(writer).get_one(Page, 1).title = "new"
    writer.commit()


def test_naive_a_snapshot_is_older_than_the_change(a: Session, b: Session, seen: Seen) -> None:
    show_naively(begin_reading(b))

    rename(a)

    assert seen(f"stored: new, shown: {show_naively(b)}") == "stored: new, shown: old"


def test_naive_a_newer_row_does_not_change_the_object(a: Session, plain: Session) -> None:
    page = plain.scalars(select(Page)).one()

    rename(a)

    assert plain.scalars(select(Page.title)).one() == "new"
    assert show_naively(plain) == page.title == "old"


def test_naive_to_forget_the_objects_is_not_enough(a: Session, b: Session) -> None:
    show_naively(begin_reading(b))

    rename(a)
    b.expire_all()

    assert show_naively(b) == "old"


def test_cure_a_new_transaction_sees_the_change(a: Session, b: Session, seen: Seen) -> None:
    show(begin_reading(b))

    rename(a)

    assert seen(f"stored: new, shown: {show(b)}") == "stored: new, shown: new"


def test_cure_without_a_snapshot_too(a: Session, plain: Session) -> None:
    page = plain.scalars(select(Page)).one()

    rename(a)

    assert show(plain) == page.title == "new"
