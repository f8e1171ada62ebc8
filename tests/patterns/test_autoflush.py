"""Autoflush: run the queries first, then build the object, and add it to the session when it is complete.

Prevents: a SELECT fails with the error of an INSERT, since the session first flushes an incomplete object.
On SQLite: the INSERT of the post without its author is sent before the SELECT, and violates NOT NULL.
On PostgreSQL: the INSERT that is sent before the SELECT violates NOT NULL, and aborts the transaction.
When not: the query has to find the pending objects: then the flush before it is right.
Alternatives: `with session.no_autoflush:` around the query, where the object has to be built first.

Sources:
- SQLAlchemy: Flushing, https://docs.sqlalchemy.org/en/21/orm/session_basics.html#flushing
- PostgreSQL: Transactions, https://www.postgresql.org/docs/current/tutorial-transactions.html
"""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps


@pytest.fixture(autouse=True)
def _author(database: Database) -> None:
    """Store a user."""
    with database.writing() as session:
        session.add(User(username="ann", email="ann@example.com"))


def find_author(session: Session) -> User:
    """Return the author."""
    return session.scalars(select(User).where(User.username == "ann")).one()


def create_naively(session: Session) -> Post:
    """Store a post by Ann."""
    post = Post(title="Hello", content="c")
    session.add(post)
    post.author = find_author(session)
    session.commit()
    return post


def create(session: Session) -> Post:
    """Store a post by Ann."""
    # cure: find the author, build the post with it, and add the post
    author = find_author(session)
    post = Post(title="Hello", content="c", author=author)
    session.add(post)
    # end of cure
    session.commit()
    return post


def test_naive_a_select_fails_with_the_error_of_an_insert(a: Session, steps: Steps, on: On, seen: Seen) -> None:
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_NOTNULL", postgresql="23502")):
        create_naively(a)

    assert len(steps.sent("INSERT")) == 1
    assert steps.sent("SELECT") == []


def test_naive_the_whole_transaction_is_lost(a: Session, on: On) -> None:
    a.add(User(username="bob", email="bob@example.com"))
    a.flush()

    with pytest.raises(IntegrityError):
        create_naively(a)
    a.rollback()

    assert a.scalars(select(User.username)).all() == ["ann"]


def test_cure_the_post_is_sent_when_it_has_its_author(a: Session, steps: Steps, seen: Seen) -> None:
    post = create(a)

    sent = [sql.split()[0] for sql in steps.sent() if sql.startswith(("SELECT", "INSERT"))]
    assert seen(f"sent: {', '.join(sent)}") == "sent: SELECT, INSERT"
    assert a.scalars(select(Post.id).join(Post.author).where(User.username == "ann")).all() == [post.id]
    assert a.autoflush


def test_cure_where_the_order_is_given_a_flush_can_wait(a: Session) -> None:
    """If the post has to be added first, `no_autoflush` keeps the SELECT from sending its INSERT."""
    post = Post(title="Hello", content="c")
    a.add(post)
    with a.no_autoflush:
        post.author = find_author(a)
    a.commit()

    assert post.id is not None
