"""Text order: a second column holds a sort key of the name, computed in Python, whatever the database's collation.

Prevents: names are sorted by the code points of their characters, capitals first and accents last.
On SQLite: text is compared byte by byte, and lower() changes ASCII letters only.
On PostgreSQL: with LOCALE 'C', as here, text is compared byte by byte; en-US sorts as people do.
When not: all readers of the list share a language, and every database has its collation.
Alternatives: a collation of ICU on PostgreSQL; Python's `create_collation` on SQLite; sort short lists in Python.

Sources:
- Datatypes In SQLite: Collating Sequences, https://sqlite.org/datatype3.html#collation
- Built-In Scalar SQL Functions: lower, https://sqlite.org/lang_corefunc.html#lower
- Collation Support, https://www.postgresql.org/docs/current/collation.html
- unicodedata.normalize, https://docs.python.org/3/library/unicodedata.html#unicodedata.normalize
- Changing Attribute Behavior: validates, https://docs.sqlalchemy.org/en/21/orm/mapped_attributes.html#simple-validators
- ORM-Enabled INSERT, UPDATE, and DELETE statements, https://docs.sqlalchemy.org/en/21/orm/queryguide/dml.html
- sqlite3: create_collation, https://docs.python.org/3/library/sqlite3.html#sqlite3.Connection.create_collation
"""

import unicodedata
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, validates

from blog.database import Database
from tests.teaching.fixtures import Seen


def folded(name: str) -> str:
    """Return the name without accents and capitals."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Person(Tables):
    """A person with a name."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    # cure: add a column sort_key, and set it whenever the name is set
    sort_key: Mapped[str] = mapped_column(index=True)

    @validates("name")
    def _set_sort_key(self, _: str, name: str) -> str:
        self.sort_key = folded(name)
        return name

    # end of cure


@pytest.fixture(autouse=True)
def _people(tables: Database) -> None:
    """Store some people."""
    with tables.writing() as session:
        session.add_all(Person(name=name) for name in ("Zoë", "Émile", "ann", "Eve"))


def list_naively(session: Session) -> Sequence[str]:
    """Return the names in alphabetical order."""
    return session.scalars(select(Person.name).order_by(Person.name)).all()


def list_in_lower_case(session: Session) -> Sequence[str]:
    """Return the names in alphabetical order."""
    return session.scalars(select(Person.name).order_by(func.lower(Person.name))).all()


def list_people(session: Session) -> Sequence[str]:
    """Return the names in alphabetical order."""
    return session.scalars(select(Person.name).order_by(Person.sort_key, Person.name, Person.id)).all()


def test_naive_capitals_come_first_and_accents_last(a: Session, seen: Seen) -> None:
    assert seen(", ".join(list_naively(a))) == "Eve, Zoë, ann, Émile"


def test_naive_lower_case_leaves_the_accents_last(a: Session, seen: Seen) -> None:
    assert seen(", ".join(list_in_lower_case(a))) == "ann, Eve, Zoë, Émile"


def test_cure_names_are_in_the_order_of_the_alphabet(a: Session, seen: Seen) -> None:
    assert seen(", ".join(list_people(a))) == "ann, Émile, Eve, Zoë"


def test_cure_a_new_name_has_a_new_place(a: Session) -> None:
    a.scalars(select(Person).where(Person.name == "ann")).one().name = "Örjan"
    a.commit()

    assert list_people(a) == ["Émile", "Eve", "Örjan", "Zoë"]


def test_cure_an_update_statement_has_to_set_both(a: Session, seen: Seen) -> None:
    # @validates runs when the attribute of an object is set; the UPDATE statement sets none.
    a.execute(update(Person).where(Person.name == "ann").values(name="Örjan"))
    assert seen(", ".join(list_people(a))) == "Örjan, Émile, Eve, Zoë"

    a.execute(update(Person).where(Person.name == "Örjan").values(sort_key=folded("Örjan")))
    assert list_people(a) == ["Émile", "Eve", "Örjan", "Zoë"]
