"""Detached objects: a function returns a schema, made while the session is open, and no model of a closed session.

Prevents: an object outlives its session, and fails when it is rendered, far away from the code that loaded it.
On SQLite: an attribute that was not loaded, or that a commit expired, cannot be loaded any more.
On PostgreSQL: an attribute that was not loaded, or that a commit expired, cannot be loaded any more.
When not: the object is used only while the session is open, for example by a template.
Alternatives: load all attributes beforehand (eager loading), with `expire_on_commit=False`.

Sources:
- State Management, https://docs.sqlalchemy.org/en/21/orm/session_state_management.html
- Error Messages: parent instance is not bound to a Session, https://docs.sqlalchemy.org/en/21/errors.html#error-bhk3
"""

import pytest
from sqlalchemy.orm import Session, joinedload, lazyload
from sqlalchemy.orm.exc import DetachedInstanceError

from blog.database import Database
from blog.models import Post, User
from blog.schemas import PostResponse
from tests.teaching.fixtures import Seen

WITH_AUTHOR = joinedload(Post.author, innerjoin=True)


@pytest.fixture
def post_id(database: Database) -> int:
    """Store a post; gives its id."""
    with database.writing() as session:
        post = Post(title="Hello", content="c", author=User(username="ann", email="ann@example.com"))
        session.add(post)
        session.flush()
        return post.id


def load_naively(session: Session, post_id: int) -> Post:
    """Return the post, and close the session."""
    with session:
        return session.get_one(Post, post_id, options=[lazyload(Post.author)])


def create_naively(session: Session) -> User:
    """Store a user, and close the session."""
    with session, session.begin():
        user = User(username="bob", email="bob@example.com")
        session.add(user)
    return user


def load(session: Session, post_id: int) -> PostResponse:
    """Return the response for the post, and close the session."""
    # cure: make the response inside of the session
    with session:
        return PostResponse.model_validate(session.get_one(Post, post_id, options=[WITH_AUTHOR]))
    # end of cure


def heading(post: Post | PostResponse) -> str:
    """Return the heading of a post on a page; this code has no session."""
    return f"{post.title}, by {post.author.username}"


def test_naive_what_was_not_loaded_cannot_be_shown(a: Session, post_id: int, seen: Seen) -> None:
    post = load_naively(a, post_id)

    assert post.title == "Hello"
    with seen.raises(DetachedInstanceError):
        heading(post)


def test_naive_what_was_committed_cannot_even_tell_its_name(a: Session, seen: Seen) -> None:
    user = create_naively(a)

    with seen.raises(DetachedInstanceError):
        _ = user.username


def test_cure_a_response_needs_no_session(a: Session, post_id: int, seen: Seen) -> None:
    post = load(a, post_id)

    assert isinstance(post, PostResponse)
    assert not a.in_transaction()
    assert seen(heading(post)) == "Hello, by ann"
