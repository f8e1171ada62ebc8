"""Soft delete: a partial unique index leaves out the rows that are marked as deleted.

Prevents: the name of a deleted row stays taken; or, with the mark in the constraint, two live rows have one name.
On SQLite: a unique constraint covers deleted rows too. NULLs are distinct, so two rows with a NULL mark are allowed.
On PostgreSQL: a unique constraint covers deleted rows too. NULLs are distinct, unless it has NULLS NOT DISTINCT.
When not: the data must be erased, as the law may demand, or rows are never restored.
Alternatives: delete the row, and keep a copy in an archive table.

Sources:
- CREATE INDEX: Unique Indexes, https://sqlite.org/lang_createindex.html
- Partial Indexes, https://sqlite.org/partialindex.html
- Unique Indexes, https://www.postgresql.org/docs/current/indexes-unique.html
- Partial Indexes, https://www.postgresql.org/docs/current/indexes-partial.html
"""

from contextlib import nullcontext
from datetime import UTC, datetime

from sqlalchemy import Index, UniqueConstraint, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.models import UTCDateTime
from tests.teaching.fixtures import On, Seen

NOT_DELETED = text("deleted_at IS NULL")


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Page(Tables):
    """A page, found by its slug until it is deleted; the row stays, so that it can be restored."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column()
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Strict(Page):
    """A page whose slug is unique."""

    __tablename__ = "strict_pages"
    __table_args__ = (UniqueConstraint("slug"),)


class Loose(Page):
    """A page whose slug is unique together with the time when it was deleted."""

    __tablename__ = "loose_pages"
    __table_args__ = (UniqueConstraint("slug", "deleted_at"),)


class Marked(Page):
    """A page whose slug is unique together with its mark, where two NULLs count as equal: since PostgreSQL 15."""

    __tablename__ = "marked_pages"
    __table_args__ = (UniqueConstraint("slug", "deleted_at", postgresql_nulls_not_distinct=True),)


class Live(Page):
    """A page whose slug is unique among the pages that are not deleted."""

    __tablename__ = "live_pages"
    # cure: a partial unique index of rows not deleted, by an option of each dialect
    __table_args__ = (
        Index("uq_live_pages_slug", "slug", unique=True, sqlite_where=NOT_DELETED, postgresql_where=NOT_DELETED),
    )
    # end of cure


def publish(session: Session, page: type[Page]) -> None:
    """Store a page with the slug "about"."""
    session.add(page(slug="about"))
    session.commit()


def delete(session: Session, page: type[Page]) -> None:
    """Mark the pages with the slug "about" as deleted."""
    for one in session.scalars(select(page).where(page.slug == "about", page.deleted_at.is_(None))):
        one.deleted_at = datetime.now(UTC)
    session.commit()


def pages(session: Session, page: type[Page]) -> int:
    """Return how many pages are visible, that is, not deleted."""
    return session.scalar(select(func.count()).select_from(page).where(page.deleted_at.is_(None))) or 0


def test_naive_a_slug_is_taken_by_what_is_not_there(a: Session, on: On, seen: Seen) -> None:
    publish(a, Strict)
    delete(a, Strict)

    assert pages(a, Strict) == 0
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        publish(a, Strict)


def test_naive_with_the_mark_in_the_constraint_two_have_one_slug(a: Session, seen: Seen) -> None:
    """Two rows ("about", NULL) are no duplicates: NULL is not equal to NULL."""
    publish(a, Loose)
    publish(a, Loose)

    assert seen(f"{pages(a, Loose)} pages at /about") == "2 pages at /about"


def test_naive_nulls_not_distinct_helps_on_postgresql_alone(a: Session, on: On, seen: Seen) -> None:
    publish(a, Marked)

    with nullcontext() if on.sqlite else seen.raises(IntegrityError, "23505"):
        publish(a, Marked)
    a.rollback()

    assert pages(a, Marked) == on(sqlite=2, postgresql=1)


def test_cure_a_slug_is_free_again(a: Session, seen: Seen) -> None:
    for _ in range(3):
        publish(a, Live)
        delete(a, Live)
    publish(a, Live)

    assert seen(f"{pages(a, Live)} page at /about, 3 deleted") == "1 page at /about, 3 deleted"


def test_cure_two_do_not_have_it_at_once(a: Session, on: On, seen: Seen) -> None:
    publish(a, Live)

    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        publish(a, Live)


def test_cure_nothing_is_restored_to_a_slug_that_is_taken(a: Session, on: On, seen: Seen) -> None:
    publish(a, Live)
    delete(a, Live)
    publish(a, Live)

    a.scalars(select(Live).where(Live.deleted_at.is_not(None))).one().deleted_at = None
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        a.commit()
