"""Batch migration: a table that SQLite makes anew keeps what refers to it, and what no reflection sees.

Prevents: a column is made wider, and the rows of another table are gone.
On SQLite: ALTER TABLE can do little, so Alembic's batch mode drops the table; foreign keys delete what refers to it.
On PostgreSQL: the table is altered where it is, and nothing is lost.
"""

from collections.abc import Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, ForeignKey, String, delete, func, inspect, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Author(Tables):
    """Somebody who writes books; the id of one who is deleted is never given to another."""

    __tablename__ = "authors"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))


class Book(Tables):
    """A book, which goes with its author."""

    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id, ondelete="CASCADE"))


@pytest.fixture
def library(tables: Database, database_url: str, steps: Steps) -> Iterator[Database]:
    """A database with an author who has a book."""
    with tables.writing() as session:
        session.add(Author(name="Ann"))
        session.flush()
        session.add(Book(author_id=1))
    opened = Database(database_url)
    steps.watch(opened.engine, "A")
    yield opened
    opened.dispose()


def widen_naively(connection: Connection) -> None:
    """Make the names of the authors longer, as Alembic would write it."""
    with Operations(MigrationContext.configure(connection)).batch_alter_table("authors") as authors:
        authors.alter_column("name", type_=String(100))


def widen(connection: Connection) -> None:
    """Make the names of the authors longer, and say what SQLAlchemy cannot read off SQLite's table."""
    op = Operations(MigrationContext.configure(connection))
    # cure: change the column as above, with the table_kwargs that the model has
    with op.batch_alter_table("authors", table_kwargs={"sqlite_autoincrement": True}) as authors:
        authors.alter_column("name", type_=String(100))
    # end of cure


def migrate(library: Database) -> None:
    """Change the tables in one transaction, with foreign keys off from before its beginning, and checked at its end."""
    # cure: widen on the connection that the blog's Database gives for migrations
    with library.migrating() as connection:
        widen(connection)
    # end of cure


def books(library: Database) -> int:
    """Return how many books there are."""
    with library.reading() as session:
        return session.scalar(select(func.count()).select_from(Book)) or 0


def id_after_a_deletion(library: Database) -> int:
    """Delete the last author; returns the id of the next one."""
    with library.writing() as session:
        session.execute(delete(Author))
        session.add(author := Author(name="Bob"))
        session.flush()
        return author.id


def test_naive_the_books_go_with_the_old_table_of_their_authors(library: Database, on: On, seen: Seen) -> None:
    with library.writing() as session:
        widen_naively(session.connection())
    left = books(library)
    assert left == on(sqlite=0, postgresql=1)
    seen(f"{on(sqlite='', postgresql='no failure: ')}{left} of 1 books left")


def test_naive_the_id_of_who_was_deleted_is_used_again(library: Database, on: On) -> None:
    with library.writing() as session:
        widen_naively(session.connection())
    assert id_after_a_deletion(library) == on(sqlite=1, postgresql=2)


def test_cure_nothing_is_lost(library: Database, seen: Seen) -> None:
    migrate(library)
    assert getattr(inspect(library.engine).get_columns("authors")[1]["type"], "length", None) == 100
    assert seen(f"{books(library)} of 1 books left") == "1 of 1 books left"
    assert id_after_a_deletion(library) == 2
