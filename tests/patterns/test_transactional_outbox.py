"""Transactional outbox: a message is stored in the transaction that it tells of, and a relay sends what is stored.

Prevents: a process dies between its commit and its message, and nobody ever hears of what was committed.
On SQLite: a transaction does not reach beyond the database, and what was only about to be sent is forgotten.
On PostgreSQL: the same.
When not: the message may be lost: a hint that a cache is old, for example.
Alternatives: change data capture, which reads the database's own log, such as PostgreSQL's logical decoding.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import Seen, begin_writing

Send = Callable[[UUID, int], None]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Order(Tables):
    """Something that a customer has ordered; the shipping must hear of it."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)


class Message(Tables):
    """Something to send, with an id by which the receiver knows a repetition; it is deleted when it was sent."""

    __tablename__ = "outbox"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[int] = mapped_column()


class Died(Exception):
    """The process ends here: what was not committed is gone."""


class Shipping:
    """Somebody outside of the database, who may be sent a message more than once."""

    def __init__(self) -> None:
        """Begin with nothing shipped."""
        self.received: list[UUID] = []
        self.shipped: dict[UUID, int] = {}

    def receive(self, message_id: UUID, order_id: int) -> None:
        """Ship the order, once, however often the message comes."""
        self.received.append(message_id)
        self.shipped[message_id] = order_id

    def receive_from_the_dying(self, message_id: UUID, order_id: int) -> None:
        """Ship the order; the sender dies before it can write down that it has sent the message."""
        self.receive(message_id, order_id)
        raise Died


def die_before_sending(_message_id: UUID, _order_id: int) -> None:
    """Die, and send nothing."""
    raise Died


def place_naively(session: Session, order_id: int, send: Send) -> None:
    """Store an order, then send the message that tells of it."""
    session.add(Order(id=order_id))
    session.commit()
    send(uuid4(), order_id)


def place(session: Session, order_id: int) -> None:
    """Store an order, and with it the message that tells of it."""
    session.add(Order(id=order_id))
    # cure: store a message in the same transaction
    session.add(Message(order_id=order_id))
    # end of cure
    session.commit()


def relay(session: Session, send: Send) -> None:
    """Send what is in the outbox."""
    for message in session.scalars(select(Message)).all():
        # cure: send the message, and delete it only then
        send(message.id, message.order_id)
        session.delete(message)
        # end of cure
    session.commit()


def orders(session: Session) -> int:
    """Return how many orders there are."""
    return session.scalar(select(func.count()).select_from(Order)) or 0


def test_naive_who_dies_after_the_commit_sends_nothing(a: Session, b: Session, seen: Seen) -> None:
    shipping = Shipping()

    with pytest.raises(Died):
        place_naively(a, 1, send=die_before_sending)

    assert seen(f"{orders(b)} order, {len(shipping.shipped)} shipped") == "1 order, 0 shipped"


def test_cure_a_dead_relay_loses_nothing_and_a_repetition_ships_nothing_twice(
    a: Session, b: Session, seen: Seen
) -> None:
    shipping = Shipping()

    place(a, 1)
    with pytest.raises(Died):
        relay(begin_writing(b), shipping.receive_from_the_dying)
    b.rollback()
    relay(begin_writing(b), shipping.receive)
    relay(begin_writing(b), shipping.receive)

    assert len(shipping.received) == 2
    assert seen(f"{orders(a)} order, {len(shipping.shipped)} shipped") == "1 order, 1 shipped"
