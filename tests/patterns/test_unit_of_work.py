"""Unit of work: all changes of one task are committed together, once, at its end.

Prevents: the second step of a task fails, but the first step stays, which makes no sense alone.
On SQLite: the first step is committed, visible to all sessions, and no rollback undoes it.
On PostgreSQL: the first step is committed, visible to all sessions, and no rollback undoes it.
When not: each step makes sense alone, and there are many: commit them in batches (batched backfill).
Alternatives: savepoint, for a step that may fail alone; transactional outbox, where another system is part of the task.

Sources:
- Session Basics, https://docs.sqlalchemy.org/en/21/orm/session_basics.html
- Transaction, https://sqlite.org/lang_transaction.html
- Transactions, https://www.postgresql.org/docs/current/tutorial-transactions.html
"""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps


def join_naively(session: Session, title: str) -> None:
    """Store a user, then the first post of that user."""
    user = User(username="ann", email="ann@example.com")
    session.add(user)
    session.commit()
    session.add(Post(title=title, content="Hello!", author=user))
    session.commit()


def join(session: Session, title: str) -> None:
    """Store a user and the first post of that user, or neither."""
    # cure: add both; session.begin() commits, or rolls back
    with session.begin():
        user = User(username="ann", email="ann@example.com")
        session.add(user)
        session.add(Post(title=title, content="Hello!", author=user))
    # end of cure


def stored(session: Session) -> str:
    """Return what other sessions can read."""
    users, posts = (session.scalar(select(func.count()).select_from(model)) for model in (User, Post))
    return f"users: {users}, posts: {posts}"


def test_naive_the_first_step_stays_when_the_second_fails(a: Session, b: Session, seen: Seen) -> None:
    with pytest.raises(IntegrityError, match="ck_posts_title_length"):
        join_naively(a, title="")
    a.rollback()

    assert seen(stored(b)) == "users: 1, posts: 0"


def test_cure_nothing_stays_when_a_step_fails(a: Session, b: Session, seen: Seen) -> None:
    with pytest.raises(IntegrityError, match="ck_posts_title_length"):
        join(a, title="")

    assert seen(stored(b)) == "users: 0, posts: 0"


def test_cure_all_of_it_is_committed_at_once_when_no_step_fails(a: Session, b: Session, steps: Steps) -> None:
    join(a, title="I am new here")

    assert len(steps.sent("COMMIT")) == 1
    assert stored(b) == "users: 1, posts: 1"


def test_cure_the_blog_does_it_so(database: Database, b: Session) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(User(username="ann", email="ann@example.com"))
        session.flush()
        raise ZeroDivisionError

    assert stored(b) == "users: 0, posts: 0"
