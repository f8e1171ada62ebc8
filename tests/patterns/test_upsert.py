"""Upsert: one statement inserts a row, or updates the existing one.

Prevents: two sessions select a row, neither finds it, and both insert it.
On SQLite: on a plain engine, the second INSERT violates the primary key; with BEGIN and WAL, its snapshot is too old.
On PostgreSQL: the second INSERT violates the primary key, and its visit is not counted.
When not: an existing row is an error, such as a user name that is taken.
Alternatives: INSERT in a savepoint, and UPDATE if the unique constraint refuses it.

Sources:
- UPSERT, https://sqlite.org/lang_upsert.html
- INSERT: ON CONFLICT Clause, https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
- INSERT…ON CONFLICT, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#insert-on-conflict-upsert
- Isolation In SQLite, https://sqlite.org/isolation.html
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen, begin_serializable, begin_writing
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits

INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Page(Tables):
    """The number of visits of a page; the first visit inserts the row."""

    __tablename__ = "pages"
    path: Mapped[str] = mapped_column(primary_key=True)
    visits: Mapped[int] = mapped_column()


def visit_naively(session: Session, path: str) -> None:
    """Count a visit; it is stored with the next flush or commit."""
    page = session.get(Page, path) or Page(path=path, visits=0)
    page.visits += 1
    session.add(page)


def visit(session: Session, path: str) -> int:
    """Count a visit; returns the number of visits."""
    insert = INSERT[session.get_bind().dialect.name]
    # cure: on a conflict of the path, add one to the stored visits; return them
    upsert = insert(Page).values(path=path, visits=1).returning(Page.visits)
    upsert = upsert.on_conflict_do_update(index_elements=[Page.path], set_={"visits": Page.visits + 1})
    # end of cure
    visits: int = session.execute(upsert).scalar_one()
    return visits


def test_naive_both_find_no_row_and_insert_it(plain_a: Session, plain_b: Session, on: On, seen: Seen) -> None:
    visit_naively(plain_a, "/")
    visit_naively(plain_b, "/")

    plain_a.commit()
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_PRIMARYKEY", postgresql="23505")):
        plain_b.commit()


def test_naive_the_second_is_refused_where_transactions_are_serializable(a: Session, b: Session, seen: Seen) -> None:
    visit_naively(begin_serializable(a), "/")
    visit_naively(begin_serializable(b), "/")

    a.commit()
    with seen.refusal():
        b.commit()


def test_cure_each_visit_is_counted_on_top(a: Session, b: Session, seen: Seen) -> None:
    for session in (a, b, a):
        visit(session, "/")
        session.commit()

    assert seen(f"visits: {b.scalar(select(Page.visits))}") == "visits: 3"


def test_cure_who_comes_at_the_same_time_waits_and_counts_on_top(a: Session, b: Session, waits: Waits) -> None:
    assert visit(begin_writing(a), "/") == 1

    b_visits = waits(b, lambda: visit(begin_writing(b), "/"))
    a.commit()

    assert b_visits.result() == 2


def test_cure_it_is_one_statement(a: Session, steps: Steps) -> None:
    a.connection()
    steps.taken.clear()

    visit(a, "/")

    assert len(steps.taken) == 1
