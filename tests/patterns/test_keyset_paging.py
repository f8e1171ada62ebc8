"""Keyset paging: a page begins after the last id of the previous page, not after a number of rows (OFFSET).

Prevents: a row is added or deleted while a client reads the pages, and all later rows move by one place.
On SQLite: a row appears twice, or never.
On PostgreSQL: a row appears twice, or never.
When not: a reader must be able to jump to page 50.
Alternatives: LIMIT and OFFSET, if the list is short, or does not change while it is read.

Sources:
- Row Values: Scrolling Window Queries, https://sqlite.org/rowvalue.html#scrolling_window_queries
- LIMIT and OFFSET, https://www.postgresql.org/docs/current/queries-limit.html
"""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blog import queries
from blog.database import Database
from blog.models import Post, User
from blog.paging import Page
from tests.teaching.fixtures import Seen

LIMIT = 2
NEWEST_FIRST = select(Post.id).order_by(Post.id.desc()).limit(LIMIT)


@pytest.fixture(autouse=True)
def _posts(database: Database) -> None:
    """Store posts 1 to 5."""
    with database.writing() as session:
        author = User(id=1, username="ann", email="ann@example.com")
        session.add_all(Post(id=number, title="t", content="c", author=author) for number in range(1, 6))


def page_naively(session: Session, read: Sequence[int]) -> Sequence[int]:
    """Return the page after the posts that were read so far."""
    return session.scalars(NEWEST_FIRST.offset(len(read))).all()


def page(session: Session, read: Sequence[int]) -> Sequence[int]:
    """Return the page after the posts that were read so far."""
    posts = NEWEST_FIRST
    if read:
        # cure: select the posts below the last id
        posts = posts.where(Post.id < read[-1])
        # end of cure
    return session.scalars(posts).all()


def page_of_the_blog(session: Session, read: Sequence[int]) -> Sequence[int]:
    """Return the page after the posts that were read so far."""
    query = Page(limit=LIMIT, before=read[-1] if read else None)
    posts, _ = query.split(queries.list_posts(session, query))
    return [post["id"] for post in posts]


def read_all(
    session: Session, page: Callable[[Session, Sequence[int]], Sequence[int]], meanwhile: Callable[[], None]
) -> list[int]:
    """Read page after page; something happens between the first one and the rest."""
    read = list(page(session, []))
    session.commit()
    meanwhile()
    while more := page(session, read):
        read += more
        session.commit()
        assert len(read) < 20, f"the pages do not end: {read}"
    return read


def add(session: Session) -> None:
    """Add a post, which is newer than all the others."""
    session.add(Post(id=6, title="t", content="c", user_id=1))
    session.commit()


def remove(session: Session) -> None:
    """Delete the newest post."""
    session.execute(delete(Post).where(Post.id == 5))
    session.commit()


def test_naive_a_row_appears_twice(a: Session, b: Session, seen: Seen) -> None:
    read = read_all(a, page_naively, meanwhile=lambda: add(b))

    assert seen(f"read: {read}") == "read: [5, 4, 4, 3, 2, 1]"


def test_naive_a_row_never_appears(a: Session, b: Session, seen: Seen) -> None:
    read = read_all(a, page_naively, meanwhile=lambda: remove(b))

    assert seen(f"read: {read}") == "read: [5, 4, 2, 1]"


@pytest.mark.parametrize("meanwhile", [add, remove])
@pytest.mark.parametrize("page", [page, page_of_the_blog])
def test_cure_what_was_there_throughout_appears_once(
    a: Session,
    b: Session,
    page: Callable[[Session, Sequence[int]], Sequence[int]],
    meanwhile: Callable[[Session], None],
    seen: Seen,
) -> None:
    read = read_all(a, page, meanwhile=lambda: meanwhile(b))

    assert seen(f"read: {read}") == "read: [5, 4, 3, 2, 1]"


def test_cure_a_gap_in_the_ids_ends_nothing(a: Session, b: Session) -> None:
    b.execute(delete(Post).where(Post.id.in_([2, 3])))

    assert read_all(a, page, meanwhile=b.commit) == [5, 4, 1]
