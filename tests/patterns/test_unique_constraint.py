"""Unique constraint: a name is inserted without a look before, and the constraint that is violated says it is taken.

Prevents: two look whether the name is free, both find that it is, and both insert it.
On SQLite: the second cannot write after what it read has changed: "database is locked", and waiting would not help.
On PostgreSQL: the constraint stops the second, whose look before was of no use; without one there would be two.
When not: periods of time must not overlap: equality is not the rule then.
Alternatives: an exclusion constraint on PostgreSQL, for rules such as overlapping; upsert, where both may win.
"""

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from blog import queries
from blog.database import violated_constraint
from blog.errors import AlreadyExists
from blog.models import User
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.waiting import Waits


def insert(session: Session, username: str) -> None:
    """Insert a user of the name."""
    session.add(User(username=username, email=f"{session.info['name']}@example.com"))
    session.flush()


def create(session: Session, username: str) -> None:
    """Insert a user of the name; raises AlreadyExists."""
    # cure: insert, and turn a violated uq_users_username into AlreadyExists
    try:
        insert(session, username)
    except IntegrityError as error:
        if violated_constraint(error) != "uq_users_username":
            raise
        raise AlreadyExists("Username already exists") from error
    # end of cure


def test_naive_both_find_the_name_free(a: Session, b: Session, on: On, seen: Seen) -> None:
    assert not queries.is_username_taken(a, "ann")
    assert not queries.is_username_taken(b, "ann")

    insert(a, "ann")
    a.commit()
    with on(
        sqlite=seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"), postgresql=seen.raises(IntegrityError, "23505")
    ):
        insert(b, "ann")


def test_cure_the_second_is_told_that_the_name_is_taken(a: Session, b: Session, seen: Seen) -> None:
    create(begin_writing(a), "ann")
    a.commit()

    with seen.raises(AlreadyExists):
        create(begin_writing(b), "ann")


def test_cure_the_second_waits_for_the_first_and_is_told_then(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    create(begin_writing(a), "ann")

    b_creates = waits(b, lambda: create(begin_writing(b), "ann"))
    a.commit()
    with seen.raises(AlreadyExists):
        b_creates.result()


def test_cure_the_second_gets_the_name_that_the_first_gives_up(a: Session, b: Session, waits: Waits) -> None:
    create(begin_writing(a), "ann")

    b_creates = waits(b, lambda: create(begin_writing(b), "ann"))
    a.rollback()
    b_creates.result()
    b.commit()

    assert queries.is_username_taken(a, "ann")
