"""Global filter: the session adds the condition to each SELECT, so that no query can forget it.

Prevents: one query of many forgets the condition, and shows deleted rows.
On SQLite: a deleted row is only marked, so a query without the condition finds it.
On PostgreSQL: a deleted row is only marked, so a query without the condition finds it.
When not: most queries need all rows: then add the condition to the few others.
Alternatives: a view that has the condition; an archive table for deleted rows; row security on PostgreSQL (tenancy).

Sources:
- SQLAlchemy: Adding global WHERE / ON criteria, https://docs.sqlalchemy.org/en/21/orm/session_events.html#adding-global-where-on-criteria
"""

import pytest
from sqlalchemy import ForeignKey, event, func, select, text
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    relationship,
    with_loader_criteria,
)

from blog.database import Database
from tests.teaching.fixtures import Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Section(Tables):
    """A section of a site."""

    __tablename__ = "sections"
    id: Mapped[int] = mapped_column(primary_key=True)
    pages: Mapped[list["Page"]] = relationship(order_by="Page.id")


class Page(Tables):
    """A page; the row of a deleted page stays, so that the page can be restored."""

    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey(Section.id))
    deleted: Mapped[bool] = mapped_column(default=False)


@pytest.fixture(autouse=True)
def _pages(tables: Database) -> None:
    """Store a section with page 1, and with page 2, which is deleted."""
    with tables.writing() as session:
        session.add(Section(id=1, pages=[Page(id=1), Page(id=2, deleted=True)]))


def listed(session: Session) -> list[int]:
    """Return the ids of the pages; this query remembers the condition."""
    return list(session.scalars(select(Page.id).where(Page.deleted.is_(False)).order_by(Page.id)))


def counted(session: Session) -> int:
    """Return how many pages there are; this query forgets the condition."""
    return session.scalar(select(func.count()).select_from(Page)) or 0


def hide_deleted(session: Session) -> None:
    """Have the session leave out deleted pages wherever it selects pages."""

    # cure: add the condition to each SELECT that the session executes
    @event.listens_for(session, "do_orm_execute")
    def _leave_out(state: ORMExecuteState) -> None:
        # A lazy load has the options of the SELECT that loaded its object.
        if state.is_select and not state.is_column_load and not state.is_relationship_load:
            criteria = with_loader_criteria(Page, Page.deleted.is_(False), include_aliases=True)
            state.statement = state.statement.options(criteria)

    # end of cure


def test_naive_one_query_forgets_the_condition(a: Session, seen: Seen) -> None:
    assert seen(f"listed: {listed(a)}, counted: {counted(a)}") == "listed: [1], counted: 2"


def test_naive_a_relationship_knows_of_no_condition(a: Session, seen: Seen) -> None:
    section = a.get_one(Section, 1)

    assert seen(f"pages of the section: {[page.id for page in section.pages]}") == "pages of the section: [1, 2]"


def test_cure_no_query_needs_the_condition(a: Session, seen: Seen) -> None:
    hide_deleted(a)

    assert seen(f"listed: {listed(a)}, counted: {counted(a)}") == "listed: [1], counted: 1"
    assert a.get(Page, 2) is None
    assert [page.id for page in a.get_one(Section, 1).pages] == [1]
    assert a.scalars(select(Page.id).join(Section).where(Section.id == 1)).all() == [1]


def test_cure_sql_by_hand_is_not_filtered(a: Session) -> None:
    """Only the ORM adds the condition. For SQL by hand, use a view that has it."""
    hide_deleted(a)

    assert a.scalar(text("SELECT count(*) FROM pages")) == 2
