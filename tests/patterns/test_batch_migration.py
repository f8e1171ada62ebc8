"""Batch migration: a migration that copies a table keeps the rows that refer to it, and the options of the table.

Prevents: a migration widens a column, and the rows of another table are deleted.
On SQLite: Alembic copies the table and drops the old one. DROP TABLE deletes its rows, and CASCADE their children.
On PostgreSQL: ALTER TABLE changes the column in place, and nothing is lost.
When not: SQLite can do the change in place, such as a new name for a column.
Alternatives: expand and contract: a new column beside the old one, which SQLite adds without a copy of the table.

Sources:
- Running "Batch" Migrations for SQLite and Other Databases, https://alembic.sqlalchemy.org/en/latest/batch.html
- Making Other Kinds Of Table Schema Changes, https://sqlite.org/lang_altertable.html#otheralter
- SQLite Foreign Key Support: CREATE, ALTER and DROP TABLE commands, https://sqlite.org/foreignkeys.html#fk_schemacommands
- SQLite Autoincrement, https://sqlite.org/autoinc.html
- ALTER TABLE, https://www.postgresql.org/docs/current/sql-altertable.html
"""

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from typing import Any

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
    """An author of books; the id of a deleted author is never used again."""

    __tablename__ = "authors"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))


class Book(Tables):
    """A book; it is deleted with its author."""

    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id, ondelete="CASCADE"))


class OrphansError(Exception):
    """A migration would leave rows that refer to a missing row."""


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


def pragma(connection: Connection, name: str) -> list[Any]:
    """Run a PRAGMA of SQLite; returns its rows, and none on another database."""
    if connection.dialect.name != "sqlite":
        return []
    # Use the driver's cursor: SQLAlchemy would begin a transaction first.
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA {name}")
        return list(cursor.fetchall())


def widen_naively(connection: Connection) -> None:
    """Allow longer names of authors, by the operation that Alembic generates."""
    with Operations(MigrationContext.configure(connection)).batch_alter_table("authors") as authors:
        authors.alter_column("name", type_=String(100))


def widen(connection: Connection) -> None:
    """Allow longer names of authors, and name the options that SQLAlchemy cannot reflect from SQLite."""
    op = Operations(MigrationContext.configure(connection))
    # cure: change the column as above, with the table_kwargs that the model has
    with op.batch_alter_table("authors", table_kwargs={"sqlite_autoincrement": True}) as authors:
        authors.alter_column("name", type_=String(100))
    # end of cure


def migrate(library: Database, change: Callable[[Connection], object]) -> None:
    """Change the tables in one transaction; raises OrphansError, and changes nothing, if a row loses its parent."""
    # cure: turn foreign keys off before BEGIN, look for orphans before COMMIT
    with library.engine.connect() as connection:
        pragma(connection, "foreign_keys = OFF")
        try:
            with connection.begin():
                change(connection)
                if orphans := pragma(connection, "foreign_key_check"):
                    raise OrphansError(f"{len(orphans)} rows refer to a row that is gone: {orphans}")
        finally:
            pragma(connection, "foreign_keys = ON")
    # end of cure


def books(library: Database) -> int:
    """Return how many books there are."""
    with library.reading() as session:
        return session.scalar(select(func.count()).select_from(Book)) or 0


def id_after_a_deletion(library: Database) -> int:
    """Delete the last author; returns the id of the next author that is stored."""
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


def test_naive_inside_of_the_transaction_foreign_keys_stay_on(library: Database, on: On) -> None:
    with library.writing() as session:
        pragma(session.connection(), "foreign_keys = OFF")
        widen_naively(session.connection())
    assert books(library) == on(sqlite=0, postgresql=1)


def test_naive_the_id_of_who_was_deleted_is_used_again(library: Database, on: On) -> None:
    with library.writing() as session:
        widen_naively(session.connection())
    assert id_after_a_deletion(library) == on(sqlite=1, postgresql=2)


def test_cure_nothing_is_lost(library: Database, seen: Seen) -> None:
    migrate(library, widen)
    assert getattr(inspect(library.engine).get_columns("authors")[1]["type"], "length", None) == 100
    assert seen(f"{books(library)} of 1 books left") == "1 of 1 books left"
    assert id_after_a_deletion(library) == 2


def test_cure_a_migration_that_leaves_orphans_changes_nothing(library: Database, on: On, seen: Seen) -> None:
    with seen.raises(OrphansError) if on.sqlite else nullcontext():
        migrate(library, lambda connection: connection.execute(delete(Author)))
    # PostgreSQL's foreign keys are on: they delete the book with its author.
    assert books(library) == on(sqlite=1, postgresql=0)


def test_cure_the_blog_does_it_so(library: Database) -> None:
    with library.migrating() as connection:
        widen(connection)
    assert books(library) == 1
