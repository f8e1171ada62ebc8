"""Upsert: one statement inserts a row, or changes the one that is there.

Prevents: two look for a row, neither finds one, and both insert it.
On SQLite: the second cannot write after what it read has changed: "database is locked".
On PostgreSQL: the second violates the primary key, and has to begin anew.
When not: a row that is there already is an error, such as a user name that is taken.
Alternatives: INSERT in a savepoint, and UPDATE where the unique constraint refuses it.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits

INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Page(Tables):
    """How often a page was visited; the first visit makes the row."""

    __tablename__ = "pages"
    path: Mapped[str] = mapped_column(primary_key=True)
    visits: Mapped[int] = mapped_column()


def visit_naively(session: Session, path: str) -> None:
    """Count a visit; it is stored with the next flush or commit."""
    page = session.get(Page, path) or Page(path=path, visits=0)
    page.visits += 1
    session.add(page)


def visit(session: Session, path: str) -> int:
    """Count a visit; returns how many there are."""
    insert = INSERT[session.get_bind().dialect.name]
    # cure: on a conflict about the path, add one to what is there, and return it
    upsert = insert(Page).values(path=path, visits=1).returning(Page.visits)
    upsert = upsert.on_conflict_do_update(index_elements=[Page.path], set_={"visits": Page.visits + 1})
    # end of cure
    visits: int = session.execute(upsert).scalar_one()
    return visits


def test_naive_both_find_no_row_and_insert_it(a: Session, b: Session, on: On, seen: Seen) -> None:
    visit_naively(a, "/")
    visit_naively(b, "/")

    a.commit()
    with on(
        sqlite=seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"), postgresql=seen.raises(IntegrityError, "23505")
    ):
        b.commit()


def test_cure_the_second_visit_is_counted_on_top(a: Session, b: Session, seen: Seen) -> None:
    visit(a, "/")
    a.commit()
    visit(b, "/")
    b.commit()

    assert seen(f"visits: {a.scalar(select(Page.visits))}") == "visits: 2"


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
