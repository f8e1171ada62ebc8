"""Expired objects: the answer is made before the commit, since the commit expires the attributes of the objects.

Prevents: code that reads an object after the commit gets the later change of another session, or an error.
On SQLite: each object is read again in a new transaction; if its row was deleted meanwhile, this is an error.
On PostgreSQL: each object is read again, too. With expire_on_commit=False, on either database, it stays stale.
When not: the answer should show later changes by others: then it is right to read again.
Alternatives: `expire_on_commit=False`, if the objects are not used after the answer.

Sources:
- SQLAlchemy: Committing, https://docs.sqlalchemy.org/en/21/orm/session_basics.html#committing
- SQLAlchemy: Refreshing and expiring, https://docs.sqlalchemy.org/en/21/orm/session_state_management.html#refreshing-expiring
- SQLAlchemy: ObjectDeletedError, https://docs.sqlalchemy.org/en/21/orm/exceptions.html#sqlalchemy.orm.exc.ObjectDeletedError
"""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import ObjectDeletedError

from blog import queries
from blog.database import Database
from blog.models import User
from blog.schemas import UserResponse
from tests.teaching.fixtures import Seen, begin_writing
from tests.teaching.steps import Steps


@pytest.fixture
def user_id(database: Database) -> int:
    """Store a user; gives the id."""
    with database.writing() as session:
        user = User(username="ann", email="ann@example.com")
        session.add(user)
        session.flush()
        return user.id


def rename_naively(session: Session, user_id: int, username: str) -> User:
    """Rename the user; returns the object from which the answer is made."""
    user = queries.get_user_for_update(session, user_id)
    user.username = username
    session.commit()
    return user


def rename(session: Session, user_id: int, username: str) -> UserResponse:
    """Rename the user; returns the answer."""
    user = queries.get_user_for_update(session, user_id)
    user.username = username
    # cure: flush, make the answer, and commit only then
    session.flush()
    answer = UserResponse.model_validate(user)
    session.commit()
    # end of cure
    return answer


def delete(session: Session, user_id: int) -> None:
    """Delete the user."""
    session.delete(queries.get_user_for_update(begin_writing(session), user_id))
    session.commit()


def test_naive_what_was_changed_is_gone_before_the_answer_is_made(
    a: Session, b: Session, user_id: int, seen: Seen
) -> None:
    user = rename_naively(a, user_id, "bob")
    delete(b, user_id)

    with seen.raises(ObjectDeletedError):
        _ = user.username


def test_naive_each_object_is_read_once_more(a: Session, database: Database, steps: Steps, seen: Seen) -> None:
    with database.writing() as session:
        session.add_all(User(username=f"user{n}", email=f"user{n}@example.com") for n in range(20))
    users = a.scalars(select(User)).all()
    a.commit()
    steps.taken.clear()

    names = [user.username for user in users]

    assert seen(f"{len(steps.sent('SELECT'))} statements for {len(names)} users") == "20 statements for 20 users"


def test_naive_what_does_not_expire_stays_old(a: Session, b: Session, user_id: int, seen: Seen) -> None:
    a.expire_on_commit = False
    user = rename_naively(a, user_id, "bob")
    rename_naively(begin_writing(b), user_id, "eve")

    found = a.scalars(select(User).where(User.username == "eve")).one()

    assert found is user
    assert seen(f"stored: eve, held: {user.username}") == "stored: eve, held: bob"


def test_cure_the_answer_tells_what_was_committed(
    a: Session, b: Session, user_id: int, steps: Steps, seen: Seen
) -> None:
    answer = rename(begin_writing(a), user_id, "bob")
    assert len(steps.sent("SELECT")) == 1
    assert b.scalar(select(User.username)) == "bob"
    b.commit()
    delete(b, user_id)

    assert seen(f"the answer: {answer.username}") == "the answer: bob"
