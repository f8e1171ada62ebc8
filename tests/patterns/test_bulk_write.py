"""Bulk write: one UPDATE statement changes many rows, and increments their versions.

Prevents: all rows are loaded, and each takes an UPDATE of its own; or one UPDATE changes them, but not their versions.
On SQLite: 20 rows take 20 statements; or one statement, after which the versions and entity tags are the old ones.
On PostgreSQL: 20 rows take 20 statements, each a round trip; without a version counter, one batch of 20.
When not: each object has events or rules in Python, which one statement does not run.
Alternatives: the ORM's bulk UPDATE by primary key, which gives each row a value of its own.

Sources:
- ORM-Enabled INSERT, UPDATE, and DELETE statements, https://docs.sqlalchemy.org/en/21/orm/queryguide/dml.html
- Configuring a Version Counter, https://docs.sqlalchemy.org/en/21/orm/versioning.html
- UPDATE statements are now batched with executemany() in a flush, https://docs.sqlalchemy.org/en/21/changelog/migration_10.html#update-statements-are-now-batched-with-executemany-in-a-flush
"""

from collections.abc import Iterable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog import queries
from blog.database import Database
from blog.models import Post, User
from blog.paging import Page
from blog.schemas import PostResponse
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

POSTS = 20


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Note(Tables):
    """A text that has no version counter."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column()


@pytest.fixture(autouse=True)
def _posts(database: Database) -> None:
    """Store posts."""
    with database.writing() as session:
        author = User(username="ann", email="ann@example.com")
        session.add_all(Post(title="draft", content="c", author=author) for _ in range(POSTS))


def publish_one_by_one(session: Session, texts: Iterable[Post | Note]) -> None:
    """Change the titles of all texts."""
    for text in texts:
        text.title = "published"
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


def entity_tags(session: Session) -> set[str]:
    """Return the entity tags of all posts."""
    found = {post.etag for post in PostResponse.of_each(queries.list_posts(session, Page()), prefix="")}
    session.rollback()
    return found


def test_naive_each_row_takes_a_statement(a: Session, steps: Steps, seen: Seen) -> None:
    publish_one_by_one(a, a.scalars(select(Post)))

    assert seen(f"{len(steps.sent('UPDATE'))} statements for {POSTS} posts") == "20 statements for 20 posts"


def test_naive_without_a_version_counter_they_are_one_batch_and_all_are_loaded(
    a: Session, steps: Steps, seen: Seen
) -> None:
    a.add_all(Note(title="draft") for _ in range(POSTS))
    a.flush()

    publish_one_by_one(a, a.scalars(select(Note)))

    # The driver gets one statement and the values of each row. With a version counter, each row count must be checked.
    assert seen(f"{len(steps.sent('UPDATE'))} batch for {POSTS} notes") == "1 batch for 20 notes"


def test_naive_one_statement_leaves_the_entity_tags(a: Session, b: Session, seen: Seen) -> None:
    before = entity_tags(b)

    publish_naively(a)

    assert before == entity_tags(b)
    seen("changed, with the same entity tags")


def test_cure_one_statement_changes_the_rows_and_their_entity_tags(
    a: Session, b: Session, steps: Steps, seen: Seen
) -> None:
    before = entity_tags(b)

    publish(a)

    assert before.isdisjoint(entity_tags(b))
    assert seen(f"{len(steps.sent('UPDATE'))} statement for {POSTS} posts") == "1 statement for 20 posts"
    assert set(b.scalars(select(Post.title))) == {"published"}

    b.rollback()
    before = entity_tags(b)
    publish(a)
    assert before.isdisjoint(entity_tags(b))
