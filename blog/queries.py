"""The queries, and the rows that each of them locks."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from blog.errors import POST_NOT_FOUND, USER_NOT_FOUND, NotFound
from blog.models import Post, User
from blog.paging import Page

Row = TypeVar("Row", User, Post)

_posts_with_authors = select(Post).options(joinedload(Post.author, innerjoin=True))

# A writer locks the rows that it reads until it commits, users before posts: writers that lock in one order cannot
# deadlock. SQLite has no row locks and needs none, since it has one writer at a time.


def get_user(session: Session, user_id: int) -> User:
    """Return the user; raise NotFound."""
    return _found(USER_NOT_FOUND, session.scalar(select(User).where(User.id == user_id)))


def get_user_for_update(session: Session, user_id: int) -> User:
    """Return the user, locked against other writers; raise NotFound."""
    return _found(USER_NOT_FOUND, session.scalar(select(User).where(User.id == user_id).with_for_update()))


def find_author(session: Session, user_id: int) -> User | None:
    """Return the user, or None; the row is locked against deletion until the transaction ends."""
    return session.scalar(select(User).where(User.id == user_id).with_for_update(read=True, key_share=True))


def get_post(session: Session, post_id: int) -> Post:
    """Return the post with its author; raise NotFound."""
    return _found(POST_NOT_FOUND, session.scalar(_posts_with_authors.where(Post.id == post_id)))


def get_post_for_update(session: Session, post_id: int) -> Post:
    """Return the post, locked against other writers, with its author; raise NotFound.

    A second query reads the author, after the post is locked. A join would combine the post as it is after the wait
    for the lock with the authors as they were before. PostgreSQL drops a joined row whose author has changed
    meanwhile, and the post would seem to be deleted.
    """
    locked = select(Post).where(Post.id == post_id).options(selectinload(Post.author)).with_for_update()
    return _found(POST_NOT_FOUND, session.scalar(locked))


def list_posts(session: Session, page: Page, user_id: int | None = None) -> Sequence[Post]:
    """Return the posts of the page, of one user or of all, and one more if there is one, for `page.split`."""
    posts = _posts_with_authors.order_by(Post.id.desc()).limit(page.limit + 1)
    if page.before is not None:
        posts = posts.where(Post.id < page.before)
    if user_id is not None:
        posts = posts.where(Post.user_id == user_id)
    return session.scalars(posts).all()


def is_username_taken(session: Session, username: str, except_by: int | None = None) -> bool:
    """Return whether another user than the one with the id `except_by` has the name."""
    holder = session.scalar(select(User.id).where(User.username == username))
    return holder is not None and holder != except_by


def _found(message: str, row: Row | None) -> Row:
    if row is None:
        raise NotFound(message)
    return row
