"""Identity map: within a session, each row is one object, whichever queries read it, and however often.

Prevents: two functions hold copies of one row, and the copy that is saved last undoes the change of the other.
On SQLite: both copies are in one transaction, so no lock helps. With a version counter, the second UPDATE fails.
On PostgreSQL: both copies are in one transaction, so no lock helps. With a version counter, the second UPDATE fails.
When not: the rows are only read: a report needs no objects.
Alternatives: optimistic locking, which refuses the second write; an UPDATE of the changed columns alone.

Sources:
- Session Basics: Is the Session a cache?, https://docs.sqlalchemy.org/en/21/orm/session_basics.html#is-the-session-a-cache
- Configuring a Version Counter, https://docs.sqlalchemy.org/en/21/orm/versioning.html
"""

from dataclasses import dataclass

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import Seen


@pytest.fixture
def post_id(database: Database) -> int:
    """Store a post; gives its id."""
    with database.writing() as session:
        post = Post(title="old title", content="old content", author=User(username="ann", email="ann@example.com"))
        session.add(post)
        session.flush()
        return post.id


@dataclass
class Copy:
    """The values of a row."""

    id: int
    title: str
    content: str


def load_naively(session: Session, post_id: int) -> Copy:
    """Return the row in a new object."""
    row = session.execute(select(Post.id, Post.title, Post.content).where(Post.id == post_id)).one()
    return Copy(*row)


def save_naively(session: Session, copy: Copy) -> None:
    """Store the values of the object."""
    session.execute(update(Post).where(Post.id == copy.id).values(title=copy.title, content=copy.content))


def load(session: Session, post_id: int) -> Post:
    """Return the object of the row in this session."""
    # cure: ask the session, which reads the row at most once
    return session.get_one(Post, post_id)
    # end of cure


def stored(session: Session) -> str:
    """Return what is stored in the end."""
    title, content = session.execute(select(Post.title, Post.content)).one()
    return f"{title}, {content}"


def test_naive_the_second_copy_undoes_the_change_of_the_first(a: Session, b: Session, post_id: int, seen: Seen) -> None:
    renamed, edited = load_naively(a, post_id), load_naively(a, post_id)
    renamed.title = "new title"
    edited.content = "new content"
    save_naively(a, renamed)
    save_naively(a, edited)
    a.commit()

    assert seen(stored(b)) == "old title, new content"


def test_naive_with_a_version_counter_the_second_copy_is_refused(a: Session, post_id: int, seen: Seen) -> None:
    # Two sessions in one transaction: each has an identity map of its own, so there are two objects of one row.
    with Session(a.connection()) as first, Session(a.connection()) as second:
        renamed, edited = first.get_one(Post, post_id), second.get_one(Post, post_id)
        assert renamed is not edited
        renamed.title = "new title"
        edited.content = "new content"

        first.flush()
        with seen.raises(StaleDataError):
            second.flush()


def test_cure_both_changes_are_of_one_object(a: Session, b: Session, post_id: int, seen: Seen) -> None:
    renamed, edited = load(a, post_id), load(a, post_id)
    assert renamed is edited
    renamed.title = "new title"
    edited.content = "new content"
    a.commit()

    assert seen(stored(b)) == "new title, new content"


def test_cure_another_query_gives_the_same_object_with_its_change(a: Session, post_id: int) -> None:
    renamed = load(a, post_id)
    renamed.title = "new title"

    [found] = a.scalars(select(Post))

    assert found is renamed
    assert found.title == "new title"
