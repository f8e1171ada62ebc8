"""Phantom: a transaction that counts rows before it adds one locks the parent row first.

Prevents: another session inserts a row after the count; locks on the counted rows do not prevent it.
On SQLite: on a plain engine, the row is added; with BEGIN and WAL, the second write fails. There is no FOR UPDATE.
On PostgreSQL: FOR UPDATE locks existing rows, and prevents no new one.
When not: a constraint can state the rule, such as a unique constraint for a seat: then no lock is needed.
Alternatives: SERIALIZABLE with transaction retry; a count in the parent's row, with a check guard.

Sources:
- Transaction, https://sqlite.org/lang_transaction.html
- SELECT, https://sqlite.org/lang_select.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
- Explicit Locking, https://www.postgresql.org/docs/current/explicit-locking.html
"""

import pytest
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import Seen, begin_serializable, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Course(Tables):
    """A course with a limited number of places."""

    __tablename__ = "courses"
    id: Mapped[int] = mapped_column(primary_key=True)
    places: Mapped[int] = mapped_column()


class Booking(Tables):
    """A place in a course."""

    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))


class FullyBooked(Exception):
    """There is no place left."""


@pytest.fixture(autouse=True)
def _course(tables: Database) -> None:
    """Store a course with one place."""
    with tables.writing() as session:
        session.add(Course(id=1, places=1))


def count_naively(session: Session) -> int:
    """Return how many bookings there are, and lock them."""
    return len(session.scalars(select(Booking.id).where(Booking.course_id == 1).with_for_update()).all())


def count(session: Session) -> int:
    """Return how many bookings there are; no other session adds one until the transaction ends."""
    # cure: lock the course, then count its bookings
    begin_writing(session).get_one(Course, 1, with_for_update=True)
    return len(session.scalars(select(Booking.id).where(Booking.course_id == 1)).all())
    # end of cure


def book(session: Session, booked: int) -> None:
    """Add a booking if the counted ones leave a place; raises FullyBooked."""
    places = session.get_one(Course, 1).places
    if booked >= places:
        raise FullyBooked(f"{booked} booked of {places}")
    session.add(Booking(course_id=1))
    session.commit()


def test_naive_the_only_place_is_booked_twice(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    of_a, of_b = count_naively(plain_a), count_naively(plain_b)
    assert (of_a, of_b) == (0, 0)

    book(plain_a, of_a)
    book(plain_b, of_b)

    assert seen(f"{count_naively(plain_a)} bookings of 1 place") == "2 bookings of 1 place"


def test_naive_the_second_is_refused_where_transactions_are_serializable(a: Session, b: Session, seen: Seen) -> None:
    of_a, of_b = count_naively(begin_serializable(a)), count_naively(begin_serializable(b))

    book(a, of_a)
    with seen.refusal():
        book(b, of_b)


def test_cure_the_second_counts_what_the_first_has_booked(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    of_a = count(a)

    b_counts = waits(b, lambda: count(b))
    book(a, of_a)

    with seen.raises(FullyBooked):
        book(b, b_counts.result())


def test_cure_the_place_that_the_first_does_not_take_is_the_seconds(a: Session, b: Session, waits: Waits) -> None:
    count(a)

    b_counts = waits(b, lambda: count(b))
    a.rollback()
    book(b, b_counts.result())

    assert count(a) == 1
