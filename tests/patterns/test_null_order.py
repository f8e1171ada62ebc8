"""NULL order: a query that sorts by a nullable column states whether NULLs come first or last.

Prevents: rows with NULL come first on one database and last on the other, and the tests used only one.
On SQLite: NULL sorts below any value, so tasks without a date come before tasks with one.
On PostgreSQL: NULL sorts above any value, so in descending order tasks without a date come first.
When not: the column is NOT NULL, or the position of rows with NULL does not matter.
Alternatives: order by `day IS NULL` first, if a database has no NULLS LAST.

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
    """A task, with a day or without one."""

    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[int | None] = mapped_column()


@pytest.fixture(autouse=True)
def _tasks(tables: Database) -> None:
    """Store tasks for day 1 and 2, and one without a day."""
    with tables.writing() as session:
        session.add_all(Task(day=day) for day in (2, None, 1))


def days_naively(session: Session) -> Sequence[int | None]:
    """Return the days in ascending order, NULL last."""
    return session.scalars(select(Task.day).order_by(Task.day, Task.id)).all()


def latest_naively(session: Session) -> Sequence[int | None]:
    """Return the days in descending order, NULL last."""
    return session.scalars(select(Task.day).order_by(Task.day.desc(), Task.id)).all()


def days(session: Session, *, descending: bool = False) -> Sequence[int | None]:
    """Return the days in ascending or in descending order, NULL last."""
    day = Task.day.desc() if descending else Task.day.asc()
    # cure: order with NULLS LAST
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
