"""Explicit order: a query whose order matters has an ORDER BY, which ends with a unique column.

Prevents: rows come in the order of the table or of an index, which seems right until a row or an index changes.
On SQLite: an index is read instead of the table, in its own order, or backwards.
On PostgreSQL: an UPDATE moves a row in the table, so rows with the same sort value change their order, too.
When not: the order does not matter, as for a sum or a set: sorting takes time.
Alternatives: sort in Python, if all rows are read anyway.

Sources:
- SELECT: The ORDER BY clause, https://sqlite.org/lang_select.html#orderby
- Query Planning: Covering Indexes, https://sqlite.org/queryplanner.html#covidx
- Sorting Rows (ORDER BY), https://www.postgresql.org/docs/current/queries-order.html
- SELECT: ORDER BY Clause, https://www.postgresql.org/docs/current/sql-select.html#SQL-ORDERBY
- Heap-Only Tuples (HOT), https://www.postgresql.org/docs/current/storage-hot.html
"""

from collections.abc import Sequence

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Task(Tables):
    """A task; tasks are done in the order in which they were added."""

    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    urgency: Mapped[int] = mapped_column(default=1, index=True)
    note: Mapped[str | None] = mapped_column()


@pytest.fixture(autouse=True)
def _tasks(tables: Database) -> None:
    """Store tasks, and change the first one."""
    with tables.writing() as session:
        session.add_all([Task(id=1, name="wash"), Task(id=2, name="dry"), Task(id=3, name="iron")])
        session.flush()
        session.execute(update(Task).where(Task.id == 1).values(note="warm"))


def list_naively(session: Session) -> Sequence[str]:
    """Return the tasks, in the order in which they were added."""
    return session.scalars(select(Task.name)).all()


def list_urgent_naively(session: Session) -> Sequence[str]:
    """Return the tasks, most urgent first; equally urgent ones in the order in which they were added."""
    return session.scalars(select(Task.name).order_by(Task.urgency.desc())).all()


def list_urgent(session: Session) -> Sequence[str]:
    """Return the tasks, most urgent first; equally urgent ones in the order in which they were added."""
    tasks = select(Task.name)
    # cure: order by the urgency, and then by the id
    tasks = tasks.order_by(Task.urgency.desc(), Task.id)
    # end of cure
    return session.scalars(tasks).all()


def test_naive_rows_come_as_the_database_finds_them(a: Session, seen: Seen) -> None:
    assert seen(", ".join(list_naively(a))) == "dry, iron, wash"


def test_naive_what_is_equal_in_the_order_has_none(a: Session, on: On, seen: Seen) -> None:
    assert seen(", ".join(list_urgent_naively(a))) == on(
        sqlite="iron, dry, wash",
        postgresql="dry, iron, wash",
    )


def test_cure_the_order_is_that_of_the_query(a: Session, seen: Seen) -> None:
    assert seen(", ".join(list_urgent(a))) == "wash, dry, iron"


def test_cure_the_most_urgent_task_is_first(a: Session) -> None:
    a.add_all([Task(id=4, name="mend", urgency=0), Task(id=5, name="fold", urgency=2)])

    assert list_urgent(a) == ["fold", "wash", "dry", "iron", "mend"]
