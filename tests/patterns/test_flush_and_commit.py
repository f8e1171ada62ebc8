"""Flush and commit: a flush sends the changes, and only the commit lets others see them.

Prevents: an id that a flush has given is told to somebody else, who finds nothing under it.
On SQLite: on any engine, the row is in the transaction of the session that flushed, and no other session reads it.
On PostgreSQL: no other session reads the row before the commit, at any isolation level.
When not: the id is used in the same transaction, such as for a row that refers to it: a flush is enough.
Alternatives: transactional outbox, where somebody outside of the process has to hear of the row.

Sources:
- SQLAlchemy: Flushing, https://docs.sqlalchemy.org/en/21/orm/session_basics.html#flushing
- SQLite: Isolation in SQLite, https://sqlite.org/isolation.html
- PostgreSQL: Transaction isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import Seen

Tell = Callable[[int], None]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Order(Tables):
    """An order."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)


def place_naively(session: Session, tell: Tell) -> None:
    """Store an order, and tell its id to those who will deliver it."""
    order = Order()
    session.add(order)
    session.flush()
    tell(order.id)
    session.commit()


def place(session: Session, tell: Tell) -> None:
    """Store an order, and tell its id to those who will deliver it."""
    order = Order()
    session.add(order)
    # cure: take the id after the flush, and tell it after the commit
    session.flush()
    order_id = order.id
    session.commit()
    tell(order_id)
    # end of cure


def look_up(session: Session, found: list[int | None]) -> Tell:
    """Return what looks an order up as soon as its id is told, and adds the id that it finds, or None."""

    def tell(order_id: int) -> None:
        order = session.get(Order, order_id)
        found.append(order.id if order else None)
        session.rollback()

    return tell


def test_naive_what_is_told_before_the_commit_is_not_found(a: Session, b: Session, seen: Seen) -> None:
    found: list[int | None] = []

    place_naively(a, look_up(b, found))

    assert seen(f"told: order 1, found: {found[0]}") == "told: order 1, found: None"
    assert b.get(Order, 1) is not None


def test_naive_what_is_told_may_never_be_there(a: Session, b: Session) -> None:
    told: list[int] = []

    def tell(order_id: int) -> None:
        told.append(order_id)
        raise TimeoutError("the others do not answer")

    with pytest.raises(TimeoutError):
        place_naively(a, tell)
    a.rollback()

    assert told == [1]
    assert b.get(Order, 1) is None


def test_cure_what_is_told_is_found(a: Session, b: Session, seen: Seen) -> None:
    found: list[int | None] = []

    place(a, look_up(b, found))

    assert seen(f"told: order 1, found: {found[0]}") == "told: order 1, found: 1"
