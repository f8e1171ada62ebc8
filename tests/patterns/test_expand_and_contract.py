"""Expand and contract: a change of the schema in steps, each of which the code before it and after it survives.

Prevents: a column gets another name, and every process that still runs the old code fails.
On SQLite: the old code asks for a column that is not there.
On PostgreSQL: the same.
When not: all processes may stop while the schema changes.
Alternatives: one migration while the service is down; a view that has the old name, for code that only reads.
"""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, String, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables, as they are before the change."""


class Person(Tables):
    """Somebody, whose `name` shall be called `full_name`."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))


@pytest.fixture
def op(b: Session) -> Operations:
    """What B migrates with, while A goes on."""
    return Operations(MigrationContext.configure(b.connection()))


def add_by_old_code(session: Session, name: str) -> None:
    """Store somebody, as the code before the change does."""
    session.execute(text("INSERT INTO people (name) VALUES (:name)"), {"name": name})
    session.commit()


def names_by_old_code(session: Session) -> list[str]:
    """Return all names, as the code before the change does."""
    names = list(session.scalars(text("SELECT name FROM people ORDER BY id")))
    session.commit()
    return names


def rename(op: Operations) -> None:
    """Give the column its new name, in one step."""
    with op.batch_alter_table("people") as people:
        people.alter_column("name", new_column_name="full_name")


def expand(op: Operations) -> None:
    """Make room for the new name; the old code, which knows nothing of it, goes on."""
    # cure: add a column full_name that may be empty
    op.add_column("people", Column("full_name", String(50)))
    # end of cure


def add_by_new_code(session: Session, name: str) -> None:
    """Store somebody for both codes to find."""
    # cure: write both columns
    session.execute(text("INSERT INTO people (name, full_name) VALUES (:name, :name)"), {"name": name})
    # end of cure
    session.commit()


def names_by_new_code(session: Session) -> list[str]:
    """Return all names, of those too whom the old code stored."""
    # cure: read full_name, and name where that is empty
    names = list(session.scalars(text("SELECT coalesce(full_name, name) FROM people ORDER BY id")))
    # end of cure
    session.commit()
    return names


def contract(op: Operations) -> None:
    """Take away what no code asks for any more."""
    # cure: fill full_name where it is empty, let it be empty no more, and drop name
    op.execute("UPDATE people SET full_name = name WHERE full_name IS NULL")
    with op.batch_alter_table("people") as people:
        people.alter_column("full_name", nullable=False)
        people.drop_column("name")
    # end of cure


def test_naive_the_old_code_fails(a: Session, b: Session, op: Operations, on: On, seen: Seen) -> None:
    rename(op)
    b.commit()

    refused = on(sqlite=OperationalError, postgresql=ProgrammingError)
    with seen.raises(refused, on(sqlite="SQLITE_ERROR", postgresql="42703")):
        add_by_old_code(a, "Ann")


def test_cure_the_old_code_and_the_new_work_side_by_side(a: Session, b: Session, op: Operations, seen: Seen) -> None:
    expand(op)
    b.commit()

    add_by_old_code(a, "Ann")
    add_by_new_code(b, "Bob")
    assert names_by_old_code(a) == names_by_new_code(b) == ["Ann", "Bob"]

    # The last process with the old code has ended.
    contract(Operations(MigrationContext.configure(b.connection())))
    b.commit()
    stored = [dict(row) for row in b.execute(text("SELECT * FROM people ORDER BY id")).mappings()]
    assert stored == [{"id": 1, "full_name": "Ann"}, {"id": 2, "full_name": "Bob"}]
    seen("both codes read and write, then the column has its new name")
