"""The queries, and the rows that each of them locks.

A read returns rows as mappings: to load entities, whose changes a session tracks, takes three times as long. A write
loads entities, and locks them. A statement is built once, at import, since to build it takes longer than to send it.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, bindparam, select
from sqlalchemy.orm import Session, selectinload

from blog.errors import POST_NOT_FOUND, USER_NOT_FOUND, NotFound
from blog.models import Post, User
from blog.paging import Page
from blog.schemas import MAX_ID

Reader = Connection | Session
Row = dict[str, Any]
Found = TypeVar("Found")

_users, _posts = User.__table__, Post.__table__
_USER_COLUMNS, _POST_COLUMNS = _users.columns.keys(), _posts.columns.keys()

_user = select(_users).where(User.id == bindparam("id"))
_posts_with_authors = select(_posts, _users).join_from(_posts, _users)
_post = _posts_with_authors.where(Post.id == bindparam("id"))
_page = (
    _posts_with_authors.where(Post.id < bindparam("before", type_=BigInteger))
    .order_by(Post.id.desc())
    .limit(bindparam("limit"))
)
_page_of_user = _page.where(Post.user_id == bindparam("user_id"))
_holder_of_username = select(User.id).where(User.username == bindparam("username"))

# A writer locks the rows that it reads until it commits, users before posts: writers that lock in one order cannot
# deadlock. SQLite has no row locks and needs none, since it has one writer at a time.
_user_for_update = select(User).where(User.id == bindparam("id")).with_for_update()
_author = select(User).where(User.id == bindparam("id")).with_for_update(read=True, key_share=True)
# A second query reads the author, after the post is locked. A join would combine the post as it is after the wait for
# the lock with the authors as they were before. PostgreSQL drops a joined row whose author has changed meanwhile, and
# the post would seem to be deleted.
_post_for_update = select(Post).where(Post.id == bindparam("id")).options(selectinload(Post.author)).with_for_update()


def get_user(reader: Reader, user_id: int) -> Row:
    """Return the user; raise NotFound."""
    row = _found(USER_NOT_FOUND, reader.execute(_user, {"id": user_id}).first())
    return dict(zip(_USER_COLUMNS, row, strict=True))


def get_user_for_update(session: Session, user_id: int) -> User:
    """Return the user, locked against other writers; raise NotFound."""
    return _found(USER_NOT_FOUND, session.scalar(_user_for_update, {"id": user_id}))


def find_author(session: Session, user_id: int) -> User | None:
    """Return the user, or None; the row is locked against deletion until the transaction ends."""
    return session.scalar(_author, {"id": user_id})


def get_post(reader: Reader, post_id: int) -> Row:
    """Return the post with its author; raise NotFound."""
    return _with_author(_found(POST_NOT_FOUND, reader.execute(_post, {"id": post_id}).first()))


def get_post_for_update(session: Session, post_id: int) -> Post:
    """Return the post, locked against other writers, with its author; raise NotFound."""
    return _found(POST_NOT_FOUND, session.scalar(_post_for_update, {"id": post_id}))


def list_posts(reader: Reader, page: Page, user_id: int | None = None) -> list[Row]:
    """Return the posts of the page, of one user or of all, and one more if there is one, for `page.split`."""
    before = MAX_ID + 1 if page.before is None else page.before  # the first page is below an id that no post has
    limits = {"before": before, "limit": page.limit + 1}
    if user_id is None:
        rows = reader.execute(_page, limits)
    else:
        rows = reader.execute(_page_of_user, {**limits, "user_id": user_id})
    return [_with_author(row) for row in rows.all()]


def is_username_taken(reader: Reader, username: str, except_by: int | None = None) -> bool:
    """Return whether another user than the one with the id `except_by` has the name."""
    holder = reader.scalar(_holder_of_username, {"username": username})
    return holder is not None and holder != except_by


def _with_author(row: Sequence[Any]) -> Row:
    """Return a row that has the columns of a post and then those of its author."""
    return dict(
        zip(_POST_COLUMNS, row, strict=False), author=dict(zip(_USER_COLUMNS, row[len(_POST_COLUMNS) :], strict=True))
    )


def _found(message: str, row: Found | None) -> Found:
    if row is None:
        raise NotFound(message)
    return row
