"""Lost update: a writer names the version that it read, and is refused where the row has another one by now.

Prevents: two people edit what both have read, and the change of the first is gone without a word.
On SQLite: the writes take turns, and the later one still overwrites what it never saw.
On PostgreSQL: the same; no transaction helps, since each has read in an earlier one than it writes in.
"""

import pytest
from sqlalchemy.orm import Session

from blog import queries
from blog.database import Database
from blog.errors import Changed
from blog.etags import raise_if_changed
from blog.models import Post, User
from tests.teaching.fixtures import Seen, begin_reading, begin_writing


@pytest.fixture
def post_id(database: Database) -> int:
    """Store a post; gives its id."""
    with database.writing() as session:
        author = User(username="ann", email="ann@example.com")
        post = Post(title="t", content="draft", author=author)
        session.add(post)
        session.flush()
        return post.id


def read(session: Session, post_id: int) -> tuple[str, str]:
    """Return the content, for a person to edit, and the entity tag, which stands for the version."""
    post = queries.get_post(begin_reading(session), post_id)
    content_and_etag = post.content, post.etag
    session.commit()  # nobody holds a transaction open while a person types
    return content_and_etag


def save_naively(session: Session, post_id: int, content: str) -> None:
    """Store the content that a person has edited."""
    post = queries.get_post_to_change(begin_writing(session), post_id)
    post.content = content
    session.commit()


def save(session: Session, post_id: int, content: str, etag: str) -> None:
    """Store the content if the post is still what `etag` stands for; raises Changed."""
    post = queries.get_post_to_change(begin_writing(session), post_id)
    # cure: compare the entity tag with that of the post, which is locked now
    raise_if_changed(post.etag, [etag])
    # end of cure
    post.content = content
    session.commit()


def test_naive_the_first_change_is_lost(a: Session, b: Session, post_id: int, seen: Seen) -> None:
    of_a, _ = read(a, post_id)
    of_b, _ = read(b, post_id)

    save_naively(a, post_id, of_a + " +A")
    save_naively(b, post_id, of_b + " +B")

    assert seen(f"2 changes, stored: {read(a, post_id)[0]}") == "2 changes, stored: draft +B"


def test_cure_the_second_writer_is_refused_and_the_first_change_stays(
    a: Session, b: Session, post_id: int, seen: Seen
) -> None:
    of_a, etag_of_a = read(a, post_id)
    of_b, etag_of_b = read(b, post_id)

    save(a, post_id, of_a + " +A", etag_of_a)
    with seen.raises(Changed):
        save(b, post_id, of_b + " +B", etag_of_b)
    b.rollback()

    assert read(b, post_id)[0] == "draft +A"


def test_cure_a_change_back_is_a_change(a: Session, b: Session, post_id: int, seen: Seen) -> None:
    _, etag_of_b = read(b, post_id)

    for content in ("draft +A", "draft"):
        save(a, post_id, content, read(a, post_id)[1])
    with seen.raises(Changed):
        save(b, post_id, "draft +B", etag_of_b)
