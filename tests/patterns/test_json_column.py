"""JSON column: a mutable type reports a change inside the document to the session; a nested document is assigned anew.

Prevents: a change inside a document is not stored, and there is no error.
On SQLite: nothing is assigned to the attribute, so the session detects no change, and sends no UPDATE.
On PostgreSQL: nothing is assigned to the attribute, so the session detects no change, and sends no UPDATE.
When not: queries filter by values in the document, or constraints are needed: then use columns.
Alternatives: assign a new dictionary; a table with a row for each key.

Sources:
- The Type Hierarchy: JSON, https://docs.sqlalchemy.org/en/21/core/type_basics.html#sqlalchemy.types.JSON
- Mutation Tracking, https://docs.sqlalchemy.org/en/21/orm/extensions/mutable.html
"""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Naive(Tables):
    """A reader with settings."""

    __tablename__ = "naive_readers"
    id: Mapped[int] = mapped_column(primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)


class Reader(Tables):
    """A reader with settings, which may be changed in place."""

    __tablename__ = "readers"
    id: Mapped[int] = mapped_column(primary_key=True)
    # cure: a column whose dictionaries report a change
    settings: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JSON))
    # end of cure


def somebody(session: Session, kind: type[Naive | Reader]) -> Naive | Reader:
    """Store a reader with the default settings."""
    one = kind(settings={"theme": "light", "mail": {"daily": True}})
    session.add(one)
    session.commit()
    return one


def saved(session: Session, reader: Naive | Reader) -> dict[str, Any]:
    """Commit what has changed; returns the settings as the database has them."""
    session.commit()
    return dict(reader.settings)


def test_naive_a_change_is_not_sent(a: Session, steps: Steps, seen: Seen) -> None:
    reader = somebody(a, Naive)

    reader.settings["theme"] = "dark"
    assert list(a.dirty) == []

    assert seen(f"chosen: dark, stored: {saved(a, reader)['theme']}") == "chosen: dark, stored: light"
    assert steps.sent("UPDATE") == []


def test_naive_the_same_dictionary_assigned_again_is_not_sent(a: Session, steps: Steps) -> None:
    reader = somebody(a, Naive)

    settings = reader.settings
    settings["theme"] = "dark"
    reader.settings = settings
    # The session compares the new value with the old one, but both are the same dictionary.
    assert (list(a.dirty), a.is_modified(reader)) == ([reader], False)

    assert saved(a, reader)["theme"] == "light"
    assert steps.sent("UPDATE") == []


def test_naive_a_changed_copy_that_is_assigned_is_sent(a: Session, steps: Steps) -> None:
    reader = somebody(a, Naive)

    reader.settings = {**reader.settings, "theme": "dark"}

    assert saved(a, reader)["theme"] == "dark"
    assert len(steps.sent("UPDATE")) == 1


def test_cure_a_change_is_sent(a: Session, steps: Steps, seen: Seen) -> None:
    reader = somebody(a, Reader)

    reader.settings["theme"] = "dark"
    assert list(a.dirty) == [reader]

    assert seen(f"chosen: dark, stored: {saved(a, reader)['theme']}") == "chosen: dark, stored: dark"
    assert len(steps.sent("UPDATE")) == 1


def test_cure_a_document_inside_of_it_is_assigned_anew(a: Session) -> None:
    reader = somebody(a, Reader)

    reader.settings["mail"]["daily"] = False  # a plain dictionary, which reports nothing
    assert saved(a, reader)["mail"] == {"daily": True}

    reader.settings["mail"] = {**reader.settings["mail"], "daily": False}
    assert saved(a, reader)["mail"] == {"daily": False}
