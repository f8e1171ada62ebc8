"""Insert if absent: ON CONFLICT DO NOTHING returns no row if the row exists; a second statement reads it.

Prevents: code that uses the result of INSERT … RETURNING gets None for a row that exists.
On SQLite: the second call for the keyword "sql" returns None.
On PostgreSQL: the second call for the keyword "sql" returns None.
When not: an existing row has to change: that is an upsert.
Alternatives: DO UPDATE that sets the name to itself: it always returns the row, but writes it each time.

Sources:
- PostgreSQL: INSERT, ON CONFLICT and RETURNING, https://www.postgresql.org/docs/current/sql-insert.html
- SQLite: RETURNING, https://sqlite.org/lang_returning.html
- SQLite: UPSERT, https://sqlite.org/lang_upsert.html
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import Seen, begin_writing
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Keyword(Tables):
    """A keyword; its name is unique."""

    __tablename__ = "keywords"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


def insert_if_absent(session: Session, name: str) -> int | None:
    """Insert a keyword if there is none with the name; returns the id of a new one, else None."""
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[session.get_bind().dialect.name]
    statement = insert(Keyword).values(name=name).on_conflict_do_nothing(index_elements=[Keyword.name])
    new_id: int | None = session.scalar(statement.returning(Keyword.id))
    return new_id


def id_of(session: Session, name: str) -> int | None:
    """Return the id of the keyword with the name; insert it if it does not exist."""
    # cure: if INSERT returns no row, read the existing one by a second statement
    keyword_id = insert_if_absent(session, name)
    if keyword_id is None:
        keyword_id = session.scalar(select(Keyword.id).where(Keyword.name == name))
    return keyword_id
    # end of cure


def test_naive_nothing_is_returned_of_a_keyword_that_is_there(a: Session, seen: Seen) -> None:
    insert_if_absent(a, "sql")

    assert seen(f"the second call returns {insert_if_absent(a, 'sql')}") == "the second call returns None"


def test_cure_the_id_is_the_same_each_time(a: Session, seen: Seen) -> None:
    first, second = id_of(a, "sql"), id_of(a, "sql")

    assert seen(f"the second call returns the id: {second is not None and second == first}") == (
        "the second call returns the id: True"
    )
    assert a.scalar(select(func.count()).select_from(Keyword)) == 1


def test_cure_what_another_session_inserts_meanwhile_is_read(a: Session, b: Session, waits: Waits) -> None:
    of_a = id_of(begin_writing(a), "sql")

    of_b = waits(b, lambda: id_of(begin_writing(b), "sql"))
    a.commit()

    assert of_b.result() == of_a


def test_cure_a_new_keyword_takes_one_statement(a: Session, steps: Steps) -> None:
    assert id_of(a, "sql") is not None
    assert steps.sent("SELECT") == []
