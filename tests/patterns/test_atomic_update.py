"""Atomic update: the database computes the new value from the one that it has, in the statement that writes it.

Prevents: two read a number, both add one to what they read, and one of the two is lost.
On SQLite: the second is refused, since it has read what is no longer so: "database is locked".
On PostgreSQL: the second overwrites the first without a word.
When not: a person decides what the new value is, or the database cannot compute it.
Alternatives: optimistic locking; pessimistic locking.
"""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Photo(Tables):
    """A photo, and how many people like it."""

    __tablename__ = "photos"
    id: Mapped[int] = mapped_column(primary_key=True)
    likes: Mapped[int] = mapped_column(default=0)


@pytest.fixture(autouse=True)
def _photo(tables: Database) -> None:
    """Store a photo that nobody likes yet."""
    with tables.writing() as session:
        session.add(Photo(id=1))


def like_naively(session: Session) -> None:
    """Count a like; it is stored with the next flush or commit."""
    photo = session.get_one(Photo, 1)
    photo.likes = photo.likes + 1


def like(session: Session) -> None:
    """Count a like."""
    # cure: let the database add one to what it has
    session.execute(update(Photo).where(Photo.id == 1).values(likes=Photo.likes + 1))
    # end of cure


def likes(session: Session) -> str:
    """Return how many likes of two were counted."""
    return f"{session.scalar(select(Photo.likes))} of 2 likes counted"


def test_naive_both_add_to_what_they_read(a: Session, b: Session, on: On, seen: Seen) -> None:
    like_naively(a)
    like_naively(b)
    a.commit()

    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"):
            b.commit()
        b.rollback()
    else:
        b.commit()
        assert seen(likes(b)) == "1 of 2 likes counted"


def test_cure_both_are_counted(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    like(begin_writing(a))

    b_likes = waits(b, lambda: like(begin_writing(b)))
    a.commit()
    b_likes.result()
    b.commit()

    assert seen(likes(a)) == "2 of 2 likes counted"


def test_cure_nothing_is_read(a: Session, steps: Steps) -> None:
    like(a)

    assert len(steps.sent("UPDATE")) == 1
    assert steps.sent("SELECT") == []
