"""Flush and commit: a flush sends the changes; other sessions see them only after the commit.

Prevents: the id of a flushed row is sent to another program, which finds no row with this id.
On SQLite: on any engine, the row is not committed, and no other session can read it.
On PostgreSQL: no other session reads the row before the commit, at any isolation level.
When not: the id is used in the same transaction, such as in a row that refers to it: then a flush is enough.
Alternatives: transactional outbox, if a program outside of the process needs a message about the row.

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
    """Store an order, and pass its id to the delivery."""
    order = Order()
    session.add(order)
    session.flush()
    tell(order.id)
    session.commit()


def place(session: Session, tell: Tell) -> None:
    """Store an order, and pass its id to the delivery."""
    order = Order()
    session.add(order)
    # cure: read the id after the flush, and pass it on after the commit
    session.flush()
    order_id = order.id
    session.commit()
    tell(order_id)
    # end of cure


def look_up(session: Session, found: list[int | None]) -> Tell:
    """Return a function that looks an order up by its id, and appends the id that it finds, or None."""

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
