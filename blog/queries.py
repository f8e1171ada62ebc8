"""What the blog asks the database."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from blog.document import POST_NOT_FOUND, USER_NOT_FOUND, Failure
from blog.errors import NotFound
from blog.models import Post, User
from blog.paging import PageQuery

Row = TypeVar("Row", User, Post)

_posts_with_authors = select(Post).options(joinedload(Post.author, innerjoin=True))

# A writer locks what it reads until it commits, users before posts, so that no two writers wait for each other.
# SQLite has no row locks and needs none: it has one writer at a time.


def get_user(session: Session, user_id: int) -> User:
    """Return the user; raise NotFound."""
    return _found(USER_NOT_FOUND, session.scalar(select(User).where(User.id == user_id)))


def get_user_to_change(session: Session, user_id: int) -> User:
    """Return the user, locked against other writers; raise NotFound."""
    return _found(USER_NOT_FOUND, session.scalar(select(User).where(User.id == user_id).with_for_update()))


def find_author(session: Session, user_id: int) -> User | None:
    """Return the user, who stays until the transaction ends, or None."""
    return session.scalar(select(User).where(User.id == user_id).with_for_update(read=True, key_share=True))


def get_post(session: Session, post_id: int) -> Post:
    """Return the post with its author; raise NotFound."""
    return _found(POST_NOT_FOUND, session.scalar(_posts_with_authors.where(Post.id == post_id)))


def get_post_to_change(session: Session, post_id: int) -> Post:
    """Return the post, locked against other writers, with its author; raise NotFound.

    The author is read after the lock is held. A join would pair the post as it is after the wait with the authors as
    they were before it: PostgreSQL drops a row whose author changed in between, and the post would seem gone.
    """
    locked = select(Post).where(Post.id == post_id).options(selectinload(Post.author)).with_for_update()
    return _found(POST_NOT_FOUND, session.scalar(locked))


def list_posts(session: Session, page: PageQuery, user_id: int | None = None) -> Sequence[Post]:
    """Return the newest posts of the page, of one user or of all, and one more where there is one."""
    posts = _posts_with_authors.order_by(Post.id.desc()).limit(page.limit + 1)
    if page.before is not None:
        posts = posts.where(Post.id < page.before)
    if user_id is not None:
        posts = posts.where(Post.user_id == user_id)
    return session.scalars(posts).all()


def is_username_taken(session: Session, username: str, except_by: int | None = None) -> bool:
    """Return whether a user has the name, other than the one with the id `except_by`."""
    holder = session.scalar(select(User.id).where(User.username == username))
    return holder is not None and holder != except_by


def _found(failure: Failure, row: Row | None) -> Row:
    if row is None:
        raise NotFound(failure.detail)
    return row
