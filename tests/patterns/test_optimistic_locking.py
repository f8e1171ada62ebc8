"""Optimistic locking: the mapper increments a version in each row, and each UPDATE compares the version that was read.

Prevents: two sessions keep an object after a commit, and the later one overwrites a change with its stale value.
On SQLite: on any engine, the UPDATE finds its row by the id alone, so it succeeds, whatever changed since the read.
On PostgreSQL: the UPDATE finds its row by the id alone, so it succeeds, whatever changed since the read.
When not: conflicts are frequent: much work is lost, and a lock costs less.
Alternatives: pessimistic locking; atomic update, where the database can compute the value.

Sources:
- Configuring a Version Counter, https://docs.sqlalchemy.org/en/21/orm/versioning.html
- Isolation In SQLite, https://sqlite.org/isolation.html
"""

from typing import TypeVar

from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from tests.teaching.fixtures import Seen, begin_serializable


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Item:
    """An item in the stock of a shop."""

    id: Mapped[int] = mapped_column(primary_key=True)
    stock: Mapped[int] = mapped_column()


class UnversionedItem(Item, Tables):
    """An item without a version counter."""

    __tablename__ = "unversioned_items"


class VersionedItem(Item, Tables):
    """An item with a version counter."""

    __tablename__ = "versioned_items"
    version: Mapped[int] = mapped_column(default=1)
    # cure: have the mapper increment the version, and compare it in each UPDATE
    __mapper_args__ = {"version_id_col": version}
    # end of cure


AnItem = TypeVar("AnItem", UnversionedItem, VersionedItem)


def deliver(session: Session, item: AnItem) -> None:
    """Store one item in stock."""
    session.add(item)
    session.commit()


def look(session: Session, kind: type[AnItem]) -> AnItem:
    """Return the item; the session keeps its values after the commit, while the customer decides."""
    session.expire_on_commit = False
    item = session.get_one(kind, 1)
    session.commit()
    return item


def sell(session: Session, item: AnItem) -> None:
    """Take one item out of the stock; there must be one."""
    assert item.stock > 0
    item.stock -= 1
    session.commit()


def sell_twice(a: Session, b: Session) -> str:
    """Have both sessions sell the item that they have read; returns how many are left."""
    deliver(a, UnversionedItem(id=1, stock=1))
    of_a, of_b = look(a, UnversionedItem), look(b, UnversionedItem)

    sell(a, of_a)
    sell(b, of_b)

    b.refresh(of_b)
    return f"2 sold of 1, left: {of_b.stock}"


def test_naive_the_last_one_is_sold_twice(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    assert seen(sell_twice(plain_a, plain_b)) == "2 sold of 1, left: 0"


def test_naive_a_begin_does_not_help_over_a_commit(a: Session, b: Session, seen: Seen) -> None:
    assert seen(sell_twice(a, b)) == "2 sold of 1, left: 0"


def test_cure_the_second_sale_is_refused(a: Session, b: Session, seen: Seen) -> None:
    deliver(a, VersionedItem(id=1, stock=1))
    of_a, of_b = look(a, VersionedItem), look(b, VersionedItem)

    sell(a, of_a)
    with seen.raises(StaleDataError):
        sell(b, of_b)

    b.rollback()
    assert (of_b.stock, of_b.version) == (0, 2)


def test_cure_the_mapper_refuses_within_one_transaction_too(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    deliver(plain_a, VersionedItem(id=1, stock=1))
    of_a, of_b = plain_a.get_one(VersionedItem, 1), plain_b.get_one(VersionedItem, 1)

    sell(plain_a, of_a)
    with seen.raises(StaleDataError):
        sell(plain_b, of_b)


def test_cure_within_a_serializable_transaction_the_database_refuses_first(a: Session, b: Session, seen: Seen) -> None:
    deliver(a, VersionedItem(id=1, stock=1))
    of_a, of_b = (begin_serializable(session).get_one(VersionedItem, 1) for session in (a, b))

    sell(a, of_a)
    with seen.refusal():
        sell(b, of_b)
