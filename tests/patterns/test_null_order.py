"""NULL order: a query that is ordered by a column that may be NULL says at which end the NULLs are.

Prevents: what has no value comes first on one database and last on the other, and the test knew only one.
On SQLite: NULL is less than any value, so that tasks without a date come before those that are due.
On PostgreSQL: NULL is more than any value, so that in descending order it is the other way round.
When not: the column is NOT NULL, or the order of what has no value means nothing.
Alternatives: order by `day IS NULL` first, where a database does not know NULLS LAST.

Sources:
- SELECT: The ORDER BY clause, https://sqlite.org/lang_select.html#orderby
- Sorting Rows (ORDER BY), https://www.postgresql.org/docs/current/queries-order.html
"""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Task(Tables):
    """Something to do, on some day or on none."""

    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[int | None] = mapped_column()


@pytest.fixture(autouse=True)
def _tasks(tables: Database) -> None:
    """Store tasks for day 1 and 2, and for none."""
    with tables.writing() as session:
        session.add_all(Task(day=day) for day in (2, None, 1))


def days_naively(session: Session) -> Sequence[int | None]:
    """Return what is to be done next, first; what has no day, last."""
    return session.scalars(select(Task.day).order_by(Task.day, Task.id)).all()


def latest_naively(session: Session) -> Sequence[int | None]:
    """Return what is to be done latest, first; what has no day, last."""
    return session.scalars(select(Task.day).order_by(Task.day.desc(), Task.id)).all()


def days(session: Session, *, descending: bool = False) -> Sequence[int | None]:
    """Return the days in ascending or in descending order; what has no day, last."""
    day = Task.day.desc() if descending else Task.day.asc()
    # cure: say that the NULLs are last
    day = day.nulls_last()
    # end of cure
    return session.scalars(select(Task.day).order_by(day, Task.id)).all()


def test_naive_each_database_has_an_end_of_its_own_for_null(a: Session, on: On, seen: Seen) -> None:
    ascending, descending = list(days_naively(a)), list(latest_naively(a))

    assert seen(f"ascending: {ascending}, descending: {descending}") == on(
        sqlite="ascending: [None, 1, 2], descending: [2, 1, None]",
        postgresql="ascending: [1, 2, None], descending: [None, 2, 1]",
    )


def test_cure_null_is_last_in_either_direction(a: Session, seen: Seen) -> None:
    ascending, descending = list(days(a)), list(days(a, descending=True))

    assert seen(f"ascending: {ascending}, descending: {descending}") == (
        "ascending: [1, 2, None], descending: [2, 1, None]"
    )
