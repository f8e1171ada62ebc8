"""Constraint in two steps: NOT VALID adds a constraint at once, and VALIDATE checks the old rows without blocking.

Prevents: other sessions cannot write to the table, or even read it, while a new constraint is checked on its rows.
On SQLite: the table is copied, and every writer waits. In WAL mode, readers do not wait.
On PostgreSQL: adding a CHECK takes a lock that blocks even a plain SELECT; adding a foreign key blocks only writers.

When not: the table is small, or not in use yet: one step is simpler.
Alternatives: a check in the program alone, which does not bind other programs.

Sources:
- ALTER TABLE: Notes, https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
- PostgreSQL Constraint Options, https://docs.sqlalchemy.org/en/21/dialects/postgresql.html#postgresql-constraint-options
- Making Other Kinds Of Table Schema Changes, https://sqlite.org/lang_altertable.html#otheralter
- Write-Ahead Logging, https://sqlite.org/wal.html
"""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Ticket(Tables):
    """A ticket; its price must not be negative."""

    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int] = mapped_column()


def read(session: Session) -> int:
    """Return how many tickets there are."""
    return session.scalars(select(func.count()).select_from(Ticket)).one()


def write(session: Session, price: int = 10) -> None:
    """Store a ticket."""
    session.execute(insert(Ticket).values(price=price))


def add_constraint(session: Session, **options: bool) -> None:
    """Add the constraint with Alembic, which copies the table on SQLite; the transaction stays open."""
    with Operations(MigrationContext.configure(session.connection())).batch_alter_table("tickets") as tickets:
        tickets.create_check_constraint("ck_tickets_price", "price >= 0", **options)


def first_step(session: Session) -> None:
    """Add the constraint for every row that is written from now on."""
    # cure: do not check the old rows yet, and commit at once
    add_constraint(session, postgresql_not_valid=True)
    session.commit()
    # end of cure


def second_step(session: Session) -> None:
    """Check the rows that were there before; the transaction stays open."""
    # cure: on PostgreSQL, validate the constraint
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE tickets VALIDATE CONSTRAINT ck_tickets_price"))
    # end of cure


def test_naive_others_wait_until_all_rows_are_checked(a: Session, b: Session, on: On, seen: Seen) -> None:
    add_constraint(a)

    with seen.raises(OperationalError, on(sqlite="SQLITE_BUSY", postgresql="55P03")):
        write(b) if on.sqlite else read(b)


def test_cure_others_read_and_write_while_the_old_rows_are_checked(a: Session, b: Session, seen: Seen) -> None:
    first_step(a)
    second_step(a)

    write(b)
    b.commit()
    a.commit()
    assert seen(f"{read(a)} ticket is stored meanwhile") == "1 ticket is stored meanwhile"


def test_cure_from_the_first_step_on_no_wrong_row_is_stored(a: Session, b: Session) -> None:
    first_step(a)

    with pytest.raises(IntegrityError):
        write(b, price=-1)


def test_cure_a_wrong_row_of_before_is_found(a: Session) -> None:
    write(a, price=-1)
    a.commit()

    with pytest.raises(IntegrityError):
        first_step(a)
        second_step(a)
