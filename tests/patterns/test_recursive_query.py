"""Recursive query: one statement reads a thread of comments, however deep it is.

Prevents: a statement for each comment, or for each level, since the depth is not known beforehand.
On SQLite: a separate statement selects the replies to each comment.
On PostgreSQL: each reply is looked for by a statement of its own, and each statement is a round trip.
When not: each comment stores its thread's id, and the page shows the whole thread: use one SELECT, a tree in Python.
Alternatives: a path in each row, such as 1/4/7, or a table of all ancestors: fast to read, but slow to move.

Sources:
- SQLite: The WITH clause, https://sqlite.org/lang_with.html
- PostgreSQL: WITH queries, https://www.postgresql.org/docs/current/queries-with.html
- SQLAlchemy: Adjacency list relationships, https://docs.sqlalchemy.org/en/21/orm/self_referential.html
"""

import pytest
from sqlalchemy import CheckConstraint, ForeignKey, literal, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from blog.database import Database
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

# Each comment with its parent, the comment that it replies to. The thread of comment 1 has four levels.
PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 3, 6: 4, 7: None}
THREAD = {1: 0, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Comment(Tables):
    """A comment, which may be a reply to an older comment; so a thread has no cycle."""

    __tablename__ = "comments"
    __table_args__ = (CheckConstraint("parent_id < id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    replies: Mapped[list["Comment"]] = relationship(order_by="Comment.id")


@pytest.fixture(autouse=True)
def _comments(tables: Database) -> None:
    """Store a thread of six comments, and a comment outside of it."""
    with tables.writing() as session:
        session.add_all(Comment(id=comment, parent_id=parent) for comment, parent in PARENTS.items())


def read_naively(comment: Comment, level: int = 0) -> dict[int, int]:
    """Return the level of this comment and of all comments below it, by id."""
    levels = {comment.id: level}
    for reply in comment.replies:
        levels |= read_naively(reply, level + 1)
    return levels


def read_by_levels(session: Session, comment_id: int) -> dict[int, int]:
    """Return the level of this comment and of all comments below it, by id."""
    levels: dict[int, int] = {}
    found, level = [comment_id], 0
    while found:
        levels |= dict.fromkeys(found, level)
        found = list(session.scalars(select(Comment.id).where(Comment.parent_id.in_(found))))
        level += 1
    return levels


def read(session: Session, comment_id: int) -> dict[int, int]:
    """Return the level of this comment and of all comments below it, by id."""
    # cure: begin with the comment, then add the replies to each comment found
    thread = select(Comment.id, literal(0).label("level")).where(Comment.id == comment_id).cte(recursive=True)
    replies = select(Comment.id, thread.c.level + 1).join(thread, Comment.parent_id == thread.c.id)
    return {row.id: row.level for row in session.execute(select(thread.union_all(replies)))}
    # end of cure


def test_naive_each_comment_takes_a_statement(a: Session, steps: Steps, seen: Seen) -> None:
    root = a.get_one(Comment, 1)
    steps.taken.clear()

    assert read_naively(root) == THREAD
    assert seen(f"{len(steps.sent('SELECT'))} statements for {len(THREAD)} comments") == "6 statements for 6 comments"


def test_naive_each_level_takes_a_statement(a: Session, steps: Steps, seen: Seen) -> None:
    assert read_by_levels(a, 1) == THREAD
    assert seen(f"{len(steps.sent('SELECT'))} statements for 4 levels") == "4 statements for 4 levels"


def test_cure_the_thread_takes_one_statement(a: Session, steps: Steps, seen: Seen) -> None:
    levels = read(a, 1)

    sent = len(steps.sent("WITH RECURSIVE"))
    assert seen(f"{sent} statement for {len(levels)} comments") == "1 statement for 6 comments"
    assert levels == THREAD
    assert len(steps.sent("SELECT")) == 0


def test_cure_a_thread_may_begin_anywhere(a: Session) -> None:
    assert read(a, 2) == {2: 0, 4: 1, 6: 2}
    assert read(a, 7) == {7: 0}
