"""JSON column: a document that tells its row when it is changed; what is deeper in it is put anew in its place.

Prevents: a change in the midst of a document is never sent, and no error tells.
On SQLite: the session compares the document with what was loaded, and that is the very one that was changed.
On PostgreSQL: the same.
When not: queries filter by what is inside, or constraints are needed: columns serve that better.
Alternatives: assign a new dictionary; a table with a row for each key.
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
    """Somebody with settings."""

    __tablename__ = "naive_readers"
    id: Mapped[int] = mapped_column(primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)


class Reader(Tables):
    """Somebody with settings, which may be changed in place."""

    __tablename__ = "readers"
    id: Mapped[int] = mapped_column(primary_key=True)
    # cure: a column whose dictionaries are watched
    settings: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JSON))
    # end of cure


def somebody(session: Session, kind: type[Naive | Reader]) -> Naive | Reader:
    """Store somebody, with the settings that everybody begins with."""
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

    assert seen(f"chosen: dark, stored: {saved(a, reader)['theme']}") == "chosen: dark, stored: light"
    assert steps.sent("UPDATE") == []


def test_cure_a_change_is_sent(a: Session, steps: Steps, seen: Seen) -> None:
    reader = somebody(a, Reader)

    reader.settings["theme"] = "dark"

    assert seen(f"chosen: dark, stored: {saved(a, reader)['theme']}") == "chosen: dark, stored: dark"
    assert len(steps.sent("UPDATE")) == 1


def test_cure_what_is_deeper_is_put_anew_in_its_place(a: Session) -> None:
    reader = somebody(a, Reader)

    reader.settings["mail"]["daily"] = False  # nobody watches the inner one
    assert saved(a, reader)["mail"] == {"daily": True}

    reader.settings["mail"] = {**reader.settings["mail"], "daily": False}
    assert saved(a, reader)["mail"] == {"daily": False}
