"""Read model: a query for a list selects only the columns to show, counted and sorted by the database.

Prevents: whole objects are loaded, with all their related objects, to show one number.
On SQLite: every row becomes an object, which is used only for a count.
On PostgreSQL: every row crosses the network and becomes an object, which is used only for a count.
When not: the rows are to be changed: the session tracks changes of objects, not of selected columns.
Alternatives: `load_only`, objects with some of their columns; a view or a materialized view.

Sources:
- Selecting Individual Attributes, https://docs.sqlalchemy.org/en/21/orm/queryguide/select.html#selecting-individual-attributes
- Built-in Aggregate Functions, https://sqlite.org/lang_aggfunc.html
- Aggregate Functions, https://www.postgresql.org/docs/current/functions-aggregate.html
"""

from dataclasses import dataclass

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, selectinload

from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

POSTS = {"ann": 40, "bob": 0, "cas": 20}


@dataclass(frozen=True)
class Author:
    """A line of the list of authors."""

    username: str
    posts: int


AUTHORS = [Author("ann", 40), Author("cas", 20), Author("bob", 0)]


@pytest.fixture(autouse=True)
def _posts(database: Database) -> None:
    """Store three users with different numbers of posts."""
    with database.writing() as session:
        for username, count in POSTS.items():
            author = User(username=username, email=f"{username}@example.com")
            session.add(author)
            session.add_all(Post(title="t", content="c", author=author) for _ in range(count))


@pytest.fixture
def loaded(a: Session) -> list[object]:
    """The objects that A has loaded."""
    objects: list[object] = []
    event.listen(a, "loaded_as_persistent", lambda _, loaded: objects.append(loaded))
    return objects


def list_naively(session: Session) -> list[Author]:
    """Return the authors, those with the most posts first."""
    users = session.scalars(select(User).options(selectinload(User.posts))).all()
    authors = [Author(user.username, len(user.posts)) for user in users]
    return sorted(authors, key=lambda author: (-author.posts, author.username))


def list_authors(session: Session) -> list[Author]:
    """Return the authors, those with the most posts first."""
    # cure: select the name and the number of posts of each user, also if it is 0
    number = func.count(Post.id)
    authors = select(User.username, number).outerjoin(User.posts).group_by(User.id)
    rows = session.execute(authors.order_by(number.desc(), User.username))
    return [Author(username, posts) for username, posts in rows]
    # end of cure


def test_naive_every_row_becomes_an_object(a: Session, loaded: list[object], seen: Seen) -> None:
    assert list_naively(a) == AUTHORS

    assert seen(f"{len(loaded)} objects loaded for {len(AUTHORS)} lines") == "63 objects loaded for 3 lines"


def test_cure_the_database_answers_what_is_shown(a: Session, loaded: list[object], steps: Steps, seen: Seen) -> None:
    steps.taken.clear()
    assert list_authors(a) == AUTHORS

    assert seen(f"{len(loaded)} objects loaded for {len(AUTHORS)} lines") == "0 objects loaded for 3 lines"
    assert len(steps.sent("SELECT")) == 1


def test_cure_equal_numbers_are_in_the_order_of_the_names(a: Session) -> None:
    a.add(User(username="abe", email="abe@example.com"))

    assert list_authors(a) == [*AUTHORS[:2], Author("abe", 0), Author("bob", 0)]
