"""Exclusion constraint: the database refuses a row that overlaps another one, where UNIQUE only compares for equality.

Prevents: two sessions each find that a room is free, and both book it for the same hours.
On SQLite: on any engine, the room has two bookings for ten o'clock: each session checked before the other one wrote.
On PostgreSQL: the room has two bookings for ten o'clock: each session checked before the other one wrote.
When not: times are fixed slots: a unique constraint on the room and the slot is enough.
Alternatives: lock the room's row before the check; SERIALIZABLE; since PostgreSQL 18, UNIQUE with WITHOUT OVERLAPS.

Sources:
- PostgreSQL: Exclusion constraints, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION
- PostgreSQL: Constraints on ranges, https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-CONSTRAINT
- SQLite: CREATE TRIGGER and RAISE, https://sqlite.org/lang_createtrigger.html
- PostgreSQL: CREATE TABLE, UNIQUE, https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-UNIQUE
"""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Booking(Tables):
    """A booking of a room, from its first hour until the end hour, which is free again."""

    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column()
    end: Mapped[int] = mapped_column()


class Excluded(Tables):
    """The same, where no two bookings overlap."""

    __tablename__ = "excluded_bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column()
    end: Mapped[int] = mapped_column()


def exclusion(dialect: str) -> list[str]:
    """Return the statements that keep bookings from overlapping."""
    # cure: exclude overlapping ranges; on SQLite, let triggers refuse them
    if dialect == "postgresql":
        return [
            "ALTER TABLE excluded_bookings ADD CONSTRAINT no_overlap "
            'EXCLUDE USING gist (int4range(start, "end") WITH &&)'
        ]
    return [
        f"CREATE TRIGGER no_overlap_{event} BEFORE {event} ON excluded_bookings WHEN EXISTS (SELECT 1 FROM "
        'excluded_bookings WHERE id IS NOT NEW.id AND start < NEW."end" AND NEW.start < "end") '
        "BEGIN SELECT RAISE(ABORT, 'no_overlap'); END"
        for event in ("INSERT", "UPDATE")
    ]
    # end of cure


@pytest.fixture
def _exclude(tables: Database) -> None:
    """Have the database refuse overlapping bookings."""
    with tables.writing() as session:
        for statement in exclusion(session.get_bind().dialect.name):
            session.connection().exec_driver_sql(statement)


def is_free(session: Session, kind: type[Booking | Excluded], start: int, end: int) -> bool:
    """Return whether no booking overlaps these hours, in a transaction of its own."""
    taken = session.scalar(select(func.count()).select_from(kind).where(kind.start < end, kind.end > start))
    session.commit()
    return taken == 0


def book(session: Session, kind: type[Booking | Excluded], start: int, end: int) -> None:
    """Book the room, in a transaction of its own."""
    begin_writing(session).add(kind(start=start, end=end))
    session.commit()


def at_ten(session: Session, kind: type[Booking | Excluded]) -> str:
    """Return how many bookings there are for ten o'clock."""
    count = session.scalar(select(func.count()).select_from(kind).where(kind.start <= 10, kind.end > 10))
    return f"{count} bookings for ten o'clock"


def test_naive_both_look_and_then_both_book(a: Session, b: Session, seen: Seen) -> None:
    assert is_free(a, Booking, 9, 11)
    assert is_free(b, Booking, 10, 12)
    book(a, Booking, 9, 11)
    book(b, Booking, 10, 12)

    assert seen(at_ten(a, Booking)) == "2 bookings for ten o'clock"


@pytest.mark.usefixtures("_exclude")
def test_cure_the_second_is_refused_though_it_had_looked(a: Session, b: Session, on: On, seen: Seen) -> None:
    assert is_free(a, Excluded, 9, 11)
    assert is_free(b, Excluded, 10, 12)
    book(a, Excluded, 9, 11)
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_TRIGGER", postgresql="23P01")):
        book(b, Excluded, 10, 12)
    b.rollback()

    assert at_ten(a, Excluded) == "1 bookings for ten o'clock"


@pytest.mark.usefixtures("_exclude")
def test_cure_one_booking_may_begin_when_another_ends(a: Session) -> None:
    book(a, Excluded, 9, 10)
    book(a, Excluded, 10, 12)
    book(a, Excluded, 8, 9)

    assert at_ten(a, Excluded) == "1 bookings for ten o'clock"


@pytest.mark.usefixtures("_exclude")
def test_cure_a_booking_that_is_moved_must_not_overlap_either(a: Session) -> None:
    book(a, Excluded, 9, 10)
    book(a, Excluded, 10, 12)

    with pytest.raises(IntegrityError, match="no_overlap"):
        a.execute(update(Excluded).where(Excluded.start == 9).values(end=11))
    a.rollback()
    a.execute(update(Excluded).where(Excluded.start == 9).values(start=8))
    a.commit()
