"""Atomic update: one UPDATE statement computes the new value from the current one, in the database.

Prevents: two sessions read the same number, both add one to it and store the result: one increment is lost.
On SQLite: on a plain engine, the second write overwrites the first without an error; with BEGIN and WAL, it fails.
On PostgreSQL: the second write overwrites the first without an error; at SERIALIZABLE, it fails.
When not: a person chooses the new value, or the database cannot compute it.
Alternatives: optimistic locking; pessimistic locking.

Sources:
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import Seen, begin_serializable, begin_writing
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
    """Store a photo without likes."""
    with tables.writing() as session:
        session.add(Photo(id=1))


def like_naively(session: Session) -> None:
    """Count a like; it is stored with the next flush or commit."""
    photo = session.get_one(Photo, 1)
    photo.likes = photo.likes + 1


def like(session: Session) -> None:
    """Count a like."""
    # cure: let the database add one to the current value
    session.execute(update(Photo).where(Photo.id == 1).values(likes=Photo.likes + 1))
    # end of cure


def likes(session: Session) -> str:
    """Return how many likes of two were counted."""
    return f"{session.scalar(select(Photo.likes))} of 2 likes counted"


def test_naive_both_add_to_what_they_read(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    like_naively(plain_a)
    like_naively(plain_b)
    plain_a.commit()
    plain_b.commit()

    assert seen(likes(plain_b)) == "1 of 2 likes counted"


def test_naive_the_second_is_refused_where_transactions_are_serializable(a: Session, b: Session, seen: Seen) -> None:
    like_naively(begin_serializable(a))
    like_naively(begin_serializable(b))
    a.commit()

    with seen.refusal():
        b.commit()


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


def test_cure_another_photo_stays_as_it_is(a: Session) -> None:
    a.add(Photo(id=2))
    a.flush()

    like(a)

    assert a.scalars(select(Photo.likes).order_by(Photo.id)).all() == [1, 0]
