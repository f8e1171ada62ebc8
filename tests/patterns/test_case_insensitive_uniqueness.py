"""Case-insensitive uniqueness: a second column, which is unique, holds the name as Python case-folds it.

Prevents: Ann, ann and ANN are three users, and two of them can pretend to be the first.
On SQLite: texts are compared byte by byte; lower() changes ASCII letters only.
On PostgreSQL: texts are compared byte by byte; with LOCALE 'C', as here, lower() changes ASCII letters only.
When not: names that differ only in case are different, such as file names on many systems.
Alternatives: on PostgreSQL, `citext` or a nondeterministic collation of ICU.

Sources:
- Built-In Scalar SQL Functions: lower, https://sqlite.org/lang_corefunc.html#lower
- Datatypes In SQLite: Collating Sequences, https://sqlite.org/datatype3.html#collation
- Collation Support, https://www.postgresql.org/docs/current/collation.html
- citext: a case-insensitive character string type, https://www.postgresql.org/docs/current/citext.html
- str.casefold, https://docs.python.org/3/library/stdtypes.html#str.casefold
- Changing Attribute Behavior: validates, https://docs.sqlalchemy.org/en/21/orm/mapped_attributes.html#simple-validators
- ORM-Enabled INSERT, UPDATE, and DELETE statements, https://docs.sqlalchemy.org/en/21/orm/queryguide/dml.html
"""

import unicodedata

import pytest
from sqlalchemy import Index, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, validates

from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class AsGiven(Tables):
    """A user whose name is unique."""

    __tablename__ = "as_given"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class InLowerCase(Tables):
    """A user whose name is unique after the database's lower()."""

    __tablename__ = "in_lower_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    __table_args__ = (Index("uq_in_lower_case_name", func.lower(name), unique=True),)


def folded(text: str) -> str:
    """Return the text without differences of case, in one Unicode normal form: the same for all spellings."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class Folded(Tables):
    """A user whose name is unique in any spelling."""

    __tablename__ = "folded"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()

    # cure: keep the folded name in a unique column, and set it with the name
    key: Mapped[str] = mapped_column(unique=True)

    @validates("name")
    def _fold(self, _: str, name: str) -> str:
        self.key = folded(name)
        return name

    # end of cure


Person = type[AsGiven | InLowerCase | Folded]


def sign_up(session: Session, person: Person, *names: str) -> int:
    """Store a user for each name, one after the other; returns the number of users."""
    for name in names:
        session.add(person(name=name))
        session.commit()
    return session.scalar(select(func.count()).select_from(person)) or 0


def test_naive_each_spelling_is_a_name(a: Session, seen: Seen) -> None:
    assert seen(f"{sign_up(a, AsGiven, 'Ann', 'ann', 'ANN')} people called ann") == "3 people called ann"


def test_naive_an_index_of_lower_does_it_for_some(a: Session, on: On, seen: Seen) -> None:
    sign_up(a, InLowerCase, "Ann")
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        sign_up(a, InLowerCase, "ANN")
    a.rollback()

    # In a database with another locale, such as C.UTF-8, PostgreSQL refuses the second name, too.
    assert seen(f"{sign_up(a, InLowerCase, 'Émile', 'émile') - 1} people called émile") == "2 people called émile"


@pytest.mark.parametrize("names", [("Ann", "ANN"), ("Émile", "ÉMILE"), ("Weiß", "WEISS"), ("Zoë", "Zoe\u0308")])
def test_cure_all_spellings_are_one_name(a: Session, on: On, seen: Seen, names: tuple[str, str]) -> None:
    first, second = names
    sign_up(a, Folded, first)

    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        sign_up(a, Folded, second)


def test_cure_the_name_stays_as_it_was_given_and_can_change_its_case(a: Session) -> None:
    sign_up(a, Folded, "ann")

    ann = a.scalars(select(Folded)).one()
    ann.name = "Ann"
    a.commit()

    assert (ann.name, ann.key) == ("Ann", "ann")


def test_cure_the_key_follows_the_name(a: Session, on: On, seen: Seen) -> None:
    sign_up(a, Folded, "ann", "bob")

    a.scalars(select(Folded).where(Folded.key == "bob")).one().name = "ANN"
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        a.commit()


def test_cure_an_update_statement_does_not_fold_and_has_to_set_both(a: Session, seen: Seen) -> None:
    sign_up(a, Folded, "ann")

    # @validates runs when the attribute of an object is set; the UPDATE statement sets none.
    a.execute(update(Folded).values(name="Bob"))
    assert seen(f"Bob has the key {a.scalar(select(Folded.key))}") == "Bob has the key ann"

    a.execute(update(Folded).values(name="Bob", key=folded("Bob")))
    assert a.scalar(select(Folded.key)) == "bob"
