"""Bulk write: many rows are changed by one statement, which also counts their versions.

Prevents: a change of many rows takes as many statements; in one statement, the ORM's version counter is passed by.
On SQLite: it sends an UPDATE for each row, or one that leaves the entity tags as they were.
On PostgreSQL: the same, each a round trip; and who edits such a row loses the change without a word.
When not: each object has events or rules in Python, which one statement does not run.
Alternatives: the ORM's bulk UPDATE by primary key, which gives each row a value of its own.
"""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blog import queries
from blog.database import Database
from blog.models import Post, User
from blog.paging import PageQuery
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

POSTS = 20


@pytest.fixture(autouse=True)
def _posts(database: Database) -> None:
    """Store posts."""
    with database.writing() as session:
        author = User(username="ann", email="ann@example.com")
        session.add_all(Post(title="draft", content="c", author=author) for _ in range(POSTS))


def publish_one_by_one(session: Session) -> None:
    """Change the titles of all posts."""
    for post in session.scalars(select(Post)):
        post.title = "published"
    session.commit()


def publish_naively(session: Session) -> None:
    """Change the titles of all posts."""
    session.execute(update(Post).values(title="published"))
    session.commit()


def publish(session: Session) -> None:
    """Change the titles of all posts."""
    # cure: update them all by one statement, the version too
    session.execute(update(Post).values(title="published", version=Post.version + 1))
    # end of cure
    session.commit()


def etags(session: Session) -> set[str]:
    """Return the entity tags of all posts."""
    etags = {post.etag for post in queries.list_posts(session, PageQuery())}
    session.rollback()
    return etags


def test_naive_each_row_takes_a_statement(a: Session, steps: Steps, seen: Seen) -> None:
    publish_one_by_one(a)

    assert seen(f"{len(steps.sent('UPDATE'))} statements for {POSTS} posts") == "20 statements for 20 posts"


def test_naive_one_statement_leaves_the_entity_tags(a: Session, b: Session, seen: Seen) -> None:
    before = etags(b)

    publish_naively(a)

    assert before == etags(b)
    seen("changed, with the same entity tags")


def test_cure_one_statement_changes_the_rows_and_their_entity_tags(
    a: Session, b: Session, steps: Steps, seen: Seen
) -> None:
    before = etags(b)

    publish(a)

    assert before.isdisjoint(etags(b))
    assert seen(f"{len(steps.sent('UPDATE'))} statement for {POSTS} posts") == "1 statement for 20 posts"
    assert set(b.scalars(select(Post.title))) == {"published"}
