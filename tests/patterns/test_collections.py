"""Collections: the LIMIT applies to the parents alone; a second statement, `selectinload`, loads their children.

Prevents: a join returns a row for each child, and LIMIT counts rows: the page has fewer parents than requested.
On SQLite: a page of 2 authors has only 1, who has two books.
On PostgreSQL: a page of 2 authors has only 1, who has two books.
When not: the page shows only the number of children: count them in SQL, and load none.
Alternatives: `joinedload`, which puts the LIMIT into a subquery, and sends the parent's columns with each child.

Sources:
- SQLAlchemy: Select IN loading, https://docs.sqlalchemy.org/en/21/orm/queryguide/relationships.html#selectin-eager-loading
- SQLAlchemy: The zen of joined eager loading, https://docs.sqlalchemy.org/en/21/orm/queryguide/relationships.html#the-zen-of-joined-eager-loading
"""

from collections.abc import Sequence

import pytest
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    contains_eager,
    mapped_column,
    relationship,
    selectinload,
)

from blog.database import Database
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Author(Tables):
    """An author of books."""

    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship(order_by="Book.id", lazy="raise_on_sql")


class Book(Tables):
    """A book."""

    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id))


@pytest.fixture(autouse=True)
def _authors(tables: Database) -> None:
    """Store three authors with two books each, and one author without books."""
    with tables.writing() as session:
        session.add_all(Author(id=id_, books=[Book(), Book()]) for id_ in (1, 2, 3))
        session.add(Author(id=4))


def page_naively(session: Session, size: int) -> Sequence[Author]:
    """Return the first authors with their books."""
    authors = select(Author).join(Author.books).options(contains_eager(Author.books))
    return session.scalars(authors.order_by(Author.id, Book.id).limit(size)).unique().all()


def page(session: Session, size: int) -> Sequence[Author]:
    """Return the first authors with their books."""
    # cure: limit the authors, and load all their books by a second statement
    authors = select(Author).options(selectinload(Author.books)).order_by(Author.id).limit(size)
    return session.scalars(authors).all()
    # end of cure


def told(authors: Sequence[Author]) -> str:
    """Return how many books each author of a page has."""
    return "books by author: " + ", ".join(f"{author.id} has {len(author.books)}" for author in authors)


def test_naive_the_page_counts_books_and_not_authors(a: Session, seen: Seen) -> None:
    assert seen(told(page_naively(a, 2))) == "books by author: 1 has 2"


def test_naive_a_page_may_end_amid_the_books_of_an_author(a: Session, seen: Seen) -> None:
    assert seen(told(page_naively(a, 3))) == "books by author: 1 has 2, 2 has 1"


def test_cure_the_page_has_as_many_authors_as_it_asks_for(a: Session, seen: Seen) -> None:
    assert seen(told(page(a, 2))) == "books by author: 1 has 2, 2 has 2"


def test_cure_an_author_without_books_is_there(a: Session) -> None:
    assert told(page(a, 9)).endswith("3 has 2, 4 has 0")


def test_cure_it_takes_two_statements_whatever_the_size(a: Session, steps: Steps) -> None:
    page(a, 4)

    assert len(steps.sent("SELECT")) == 2
