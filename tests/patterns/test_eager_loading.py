"""Eager loading: a query names the relationships to load with it; a lazy load of another one is an error.

Prevents: N+1, a statement for the list and one more for each row, which is not noticed until there are many rows.
On SQLite: a statement is a call within the process, so many small ones are cheap; only the ORM's work for each adds up.
On PostgreSQL: each statement is a round trip to the server, one after the other, and there is no error.
When not: the related object is rarely used: then the join reads it for nothing.
Alternatives: `selectinload`, a second statement for all rows together, which suits collections.

Sources:
- Relationship Loading Techniques, https://docs.sqlalchemy.org/en/21/orm/queryguide/relationships.html
- Many Small Queries Are Efficient In SQLite, https://sqlite.org/np1queryprob.html
- Message Flow, https://www.postgresql.org/docs/current/protocol-flow.html
"""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, joinedload, lazyload

from blog import queries
from blog.database import Database
from blog.models import Post, User
from blog.paging import Page
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

POSTS = 20


@pytest.fixture(autouse=True)
def _posts(database: Database) -> None:
    """Store posts, each with an author of its own."""
    with database.writing() as session:
        for number in range(POSTS):
            author = User(username=f"user{number}", email=f"user{number}@example.com")
            session.add(Post(title="t", content="c", author=author))


def list_naively(session: Session) -> Sequence[Post]:
    """Return the posts; an author is loaded when its attribute is read: a lazy load, the default of SQLAlchemy."""
    return session.scalars(select(Post).options(lazyload(Post.author))).all()


def list_posts(session: Session) -> Sequence[Post]:
    """Return the posts, with their authors."""
    # cure: load the authors in the same statement, by a join
    posts = select(Post).options(joinedload(Post.author, innerjoin=True))
    # end of cure
    return session.scalars(posts).all()


def names(posts: Sequence[Post]) -> list[str]:
    """Return the name of the author of each post, as a page shows it."""
    return [post.author.username for post in posts]


def test_naive_there_is_a_statement_for_each_row(a: Session, steps: Steps, seen: Seen) -> None:
    names(list_naively(a))

    assert seen(f"{len(steps.sent('SELECT'))} statements for {POSTS} posts") == "21 statements for 20 posts"


def test_cure_there_is_one_statement_for_them_all(a: Session, steps: Steps, seen: Seen) -> None:
    names(list_posts(a))

    assert seen(f"{len(steps.sent('SELECT'))} statement for {POSTS} posts") == "1 statement for 20 posts"


def test_cure_what_was_not_asked_for_refuses_to_load(a: Session, seen: Seen) -> None:
    # The blog's relationships are lazy="raise_on_sql": the first test fails if a query forgets to load the authors.
    posts = a.scalars(select(Post)).all()

    with seen.raises(InvalidRequestError):
        names(posts)


def test_cure_the_blog_joins_them_too(a: Session, steps: Steps) -> None:
    assert len({post["author"]["username"] for post in queries.list_posts(a, Page())}) == POSTS

    assert len(steps.sent("SELECT")) == 1
