"""Query plan: an index has the columns of the filter, then those of the order; EXPLAIN shows whether it is used.

Prevents: the filter uses an index, but the database sorts all matching rows to return the first twenty.
On SQLite: the plan has a sort, USE TEMP B-TREE FOR ORDER BY; the other queries read the whole table, SCAN.
On PostgreSQL: the plan has a Sort node; the other queries read the whole table, Seq Scan.
When not: the table is small, or written more than read: each write also updates its indexes.
Alternatives: fetch fewer rows (keyset paging); a read model, if no index makes the query fast enough.

Sources:
- PostgreSQL: Using EXPLAIN, https://www.postgresql.org/docs/current/using-explain.html
- PostgreSQL: Indexes and ORDER BY, https://www.postgresql.org/docs/current/indexes-ordering.html
- PostgreSQL: Partial indexes, https://www.postgresql.org/docs/current/indexes-partial.html
- PostgreSQL: Indexes on expressions, https://www.postgresql.org/docs/current/indexes-expressional.html
- SQLite: EXPLAIN QUERY PLAN, https://sqlite.org/eqp.html
- SQLite: Indexes on expressions, https://sqlite.org/expridx.html
- SQLite: Partial indexes, https://sqlite.org/partialindex.html
"""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen

NOTES = 3_000
NEWEST = "SELECT day FROM notes WHERE user_id = 1 ORDER BY day DESC LIMIT 20"
BY_TITLE = "SELECT id FROM notes WHERE lower(title) = 'note 7'"
OPEN = "SELECT id FROM notes WHERE NOT archived AND day > 2990"


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Note(Tables):
    """A note of one of three users; most notes are archived."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    day: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column()
    archived: Mapped[bool] = mapped_column()


@pytest.fixture(autouse=True)
def _notes(tables: Database) -> None:
    """Store many notes, and run ANALYZE: the plans depend on its statistics."""
    with tables.writing() as session:
        notes = ({"user_id": n % 3, "day": n, "title": f"Note {n}", "archived": n % 50 != 0} for n in range(NOTES))
        session.execute(insert(Note), list(notes))
        session.execute(text("ANALYZE notes"))


def plan(session: Session, query: str) -> str:
    """Return the query plan, as the database prints it."""
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN (COSTS OFF)"}[session.get_bind().dialect.name]
    return "; ".join(str(row[-1]).strip() for row in session.execute(text(f"{explain} {query}")))


def add_indexes(session: Session) -> None:
    """Create an index for each of the queries."""
    # cure: index the filter and the order, the expression, and part of the rows
    session.execute(text("CREATE INDEX ix_newest ON notes (user_id, day)"))
    session.execute(text("CREATE INDEX ix_title ON notes (lower(title))"))
    session.execute(text("CREATE INDEX ix_open ON notes (day) WHERE NOT archived"))
    # end of cure
    session.execute(text("ANALYZE notes"))


def test_naive_the_filter_has_an_index_and_the_rows_are_sorted(a: Session, on: On, seen: Seen) -> None:
    sort = on(sqlite="USE TEMP B-TREE FOR ORDER BY", postgresql="Sort Key: day DESC")

    assert sort in plan(a, NEWEST)
    assert "ix_notes_user_id" in plan(a, NEWEST)
    assert seen(f"the plan has: {sort}")


@pytest.mark.parametrize("query", [BY_TITLE, OPEN], ids=["expression", "condition"])
def test_naive_the_whole_table_is_read(a: Session, on: On, query: str) -> None:
    assert on(sqlite="SCAN notes", postgresql="Seq Scan on notes") in plan(a, query)


def test_cure_the_index_has_the_order_and_all_that_is_returned(a: Session, on: On, seen: Seen) -> None:
    add_indexes(a)

    found = on(sqlite="USING COVERING INDEX ix_newest", postgresql="Index Only Scan Backward using ix_newest")
    assert found in plan(a, NEWEST)
    assert on(sqlite="ORDER BY", postgresql="Sort") not in plan(a, NEWEST)
    assert seen(f"the plan has: {found}")


def test_cure_an_expression_is_found_by_an_index_of_it(a: Session, on: On) -> None:
    add_indexes(a)

    assert on(sqlite="ix_title (<expr>=?)", postgresql="ix_title") in plan(a, BY_TITLE)


def test_cure_a_partial_index_serves_the_query_that_implies_its_condition(a: Session) -> None:
    add_indexes(a)

    assert "ix_open" in plan(a, OPEN)
    assert "ix_open" not in plan(a, OPEN.replace("NOT archived AND ", ""))
