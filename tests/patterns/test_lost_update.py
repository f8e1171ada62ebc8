"""Lost update: a writer sends the version that it read, and is refused if the row now has another version.

Prevents: two people edit the same version of a text, and the change of the first is lost without an error.
On SQLite: on any engine, the later write overwrites a change that it never read: its read was a transaction earlier.
On PostgreSQL: the later write overwrites a change that it never read, at any isolation level: the read was earlier.
When not: the last write should win, as for a setting that only one person changes.
Alternatives: atomic update, where the database computes the value; job lease, where one person edits at a time.

Sources:
- Configuring a Version Counter, https://docs.sqlalchemy.org/en/21/orm/versioning.html
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

import pytest
from sqlalchemy.orm import Session

from blog import queries
from blog.database import Database
from blog.errors import PreconditionFailed
from blog.models import Post, User
from tests.teaching.fixtures import Record, Seen, begin_reading, begin_serializable, begin_writing


@pytest.fixture
def post_id(database: Database) -> int:
    """Store a post; gives its id."""
    with database.writing() as session:
        author = User(username="ann", email="ann@example.com")
        post = Post(title="t", content="draft", author=author)
        session.add(post)
        session.flush()
        return post.id


def read(session: Session, post_id: int) -> tuple[str, int]:
    """Return the content, for a person to edit, and the version of the post."""
    post = queries.get_post(session, post_id)
    content_and_version = post["content"], post["version"]
    session.commit()  # no transaction stays open while a person types
    return content_and_version


def save_naively(session: Session, post_id: int, content: str) -> None:
    """Store the content that a person has edited."""
    post = queries.get_post_for_update(session, post_id)
    post.content = content
    session.commit()


def save(session: Session, post_id: int, content: str, version: int) -> None:
    """Store the content if the post still has this version; raises PreconditionFailed."""
    post = queries.get_post_for_update(session, post_id)
    # cure: compare the version with that of the post, which is locked here
    if post.version != version:
        raise PreconditionFailed(f"It has changed: its version is now {post.version}")
    # end of cure
    post.content = content
    session.commit()


def test_naive_the_first_change_is_lost(plain_a: Session, plain_b: Session, post_id: int, seen: Seen) -> None:
    of_a, _ = read(plain_a, post_id)
    of_b, _ = read(plain_b, post_id)

    save_naively(plain_a, post_id, of_a + " +A")
    save_naively(plain_b, post_id, of_b + " +B")

    assert seen(f"2 changes, stored: {read(plain_a, post_id)[0]}") == "2 changes, stored: draft +B"


def test_naive_no_isolation_level_helps_over_a_commit(a: Session, b: Session, post_id: int, seen: Seen) -> None:
    of_a, _ = read(begin_serializable(a), post_id)
    of_b, _ = read(begin_serializable(b), post_id)

    save_naively(begin_serializable(a), post_id, of_a + " +A")
    save_naively(begin_serializable(b), post_id, of_b + " +B")

    assert seen(f"2 changes, stored: {read(a, post_id)[0]}") == "2 changes, stored: draft +B"


def test_naive_the_isolation_checker_cannot_find_it(a: Session, b: Session, record: Record, seen: Seen) -> None:
    for session in (a, b):
        reader = record(begin_serializable(session))
        reader.read("x")
        reader.commit()
    for number, session in enumerate([a, b]):
        writer = record(begin_serializable(session))
        writer.append("x", number)
        writer.commit()

    # Each transaction only reads or only writes, so a serial order of the four explains every read.
    assert seen(record.anomalies()) == "no anomaly"


def test_cure_the_second_writer_is_refused_and_the_first_change_stays(
    a: Session, b: Session, post_id: int, seen: Seen
) -> None:
    of_a, version_of_a = read(begin_reading(a), post_id)
    of_b, version_of_b = read(begin_reading(b), post_id)

    save(begin_writing(a), post_id, of_a + " +A", version_of_a)
    with seen.raises(PreconditionFailed):
        save(begin_writing(b), post_id, of_b + " +B", version_of_b)
    b.rollback()

    assert read(b, post_id)[0] == "draft +A"


def test_cure_a_change_back_is_a_change(a: Session, b: Session, post_id: int, seen: Seen) -> None:
    _, version_of_b = read(b, post_id)

    for content in ("draft +A", "draft"):
        save(a, post_id, content, read(a, post_id)[1])
    with seen.raises(PreconditionFailed):
        save(b, post_id, "draft +B", version_of_b)
