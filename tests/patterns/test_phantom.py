"""Phantom: who counts rows before adding one locks the row that they all belong to.

Prevents: a row appears among those that one has counted, and locks on the counted ones do not stop it.
On SQLite: FOR UPDATE is left out of the SQL; the second has counted in an old snapshot, and cannot write at all.
On PostgreSQL: FOR UPDATE locks the rows that are there, and stops no new one.
"""

import pytest
from sqlalchemy import ForeignKey, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Course(Tables):
    """Something to learn, for so many people."""

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
    """Store a course for one."""
    with tables.writing() as session:
        session.add(Course(id=1, places=1))


def count_naively(session: Session) -> int:
    """Return how many bookings there are; they are locked."""
    return len(session.scalars(select(Booking.id).where(Booking.course_id == 1).with_for_update()).all())


def count(session: Session) -> int:
    """Return how many bookings there are; nobody adds one until the transaction ends."""
    # cure: lock the course, then count its bookings
    begin_writing(session).get_one(Course, 1, with_for_update=True)
    return len(session.scalars(select(Booking.id).where(Booking.course_id == 1)).all())
    # end of cure


def book(session: Session, booked: int) -> None:
    """Add a booking, where so many were counted; raises FullyBooked."""
    places = session.get_one(Course, 1).places
    if booked >= places:
        raise FullyBooked(f"{booked} booked of {places}")
    session.add(Booking(course_id=1))
    session.commit()


def test_naive_the_only_place_is_booked_twice(a: Session, b: Session, on: On, seen: Seen) -> None:
    of_a, of_b = count_naively(a), count_naively(b)
    assert (of_a, of_b) == (0, 0)

    book(a, of_a)
    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"):
            book(b, of_b)
    else:
        book(b, of_b)
        assert seen(f"{count_naively(a)} bookings of 1 place") == "2 bookings of 1 place"


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
