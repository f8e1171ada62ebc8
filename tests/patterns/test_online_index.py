"""Online index: CREATE INDEX CONCURRENTLY builds an index of a big table without blocking writers.

Prevents: every write to the table waits until the index is built.
On SQLite: every writer waits, since the database has one write lock. No index can be built without this lock.
On PostgreSQL: CREATE INDEX holds a lock against every writer of the table until its transaction ends.

When not: in the first migration of a table that is still empty. CONCURRENTLY reads the table twice.
Alternatives: build the index at night, or in a deployment with a maintenance window; on SQLite there is no other way.

Sources:
- CREATE INDEX: Building Indexes Concurrently, https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
- Explicit Locking: Table-Level Locks, https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
- File Locking And Concurrency In SQLite Version 3, https://sqlite.org/lockingv3.html
- Runtime Objects: autocommit_block, https://alembic.sqlalchemy.org/en/latest/api/runtime.html#alembic.runtime.migration.MigrationContext.autocommit_block
"""

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen
from tests.teaching.waiting import Waits, set_patience


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Ticket(Tables):
    """A ticket; queries search by its seat."""

    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column()


def write(session: Session) -> None:
    """Store a ticket; the transaction stays open."""
    session.execute(insert(Ticket).values(seat="A1"))


def create_index_naively(session: Session) -> None:
    """Create the index; the transaction stays open."""
    session.execute(text("CREATE INDEX ix_tickets_seat ON tickets (seat)"))


def create_index(session: Session, *, unique: bool = False) -> None:
    """Create the index, outside of a transaction."""
    kind = "UNIQUE INDEX" if unique else "INDEX"
    # cure: on PostgreSQL, build it CONCURRENTLY, which needs AUTOCOMMIT
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        kind += " CONCURRENTLY"
    # end of cure
    session.execute(text(f"CREATE {kind} ix_tickets_seat ON tickets (seat)"))
    session.commit()


def indexes(database: Database) -> list[str | None]:
    """Return the names of the table's indexes."""
    return [index["name"] for index in inspect(database.engine).get_indexes("tickets")]


def test_naive_a_writer_waits_until_the_index_is_committed(a: Session, b: Session, on: On, seen: Seen) -> None:
    create_index_naively(a)

    with seen.raises(OperationalError, on(sqlite="SQLITE_BUSY", postgresql="55P03")):
        write(b)


def test_cure_a_writer_goes_on_while_the_index_is_built(
    a: Session, b: Session, tables: Database, waits: Waits, on: On, seen: Seen
) -> None:
    if on.sqlite:
        create_index(b)
        write(a)
        assert seen(f"a writer waits, {indexes(tables)}") == "a writer waits, ['ix_tickets_seat']"
        return
    write(a)
    built = waits(b, lambda: create_index(b))  # PostgreSQL waits for A, whose transaction began before the index
    with tables.writing() as another:
        set_patience(another.connection())
        write(another)
    a.commit()
    built.result()

    assert seen(f"a writer goes on, {indexes(tables)}") == "a writer goes on, ['ix_tickets_seat']"


def test_cure_an_index_that_could_not_be_built_is_left_and_must_be_dropped(
    a: Session, tables: Database, on: On, seen: Seen
) -> None:
    write(a)
    write(a)
    a.commit()

    with pytest.raises(IntegrityError):
        create_index(a, unique=True)
    a.rollback()

    assert indexes(tables) == on(sqlite=[], postgresql=["ix_tickets_seat"])
    a.execute(text("DROP INDEX IF EXISTS ix_tickets_seat"))
    a.commit()
    create_index(a)
    assert indexes(tables) == ["ix_tickets_seat"]
