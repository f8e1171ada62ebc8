"""Transactional outbox: a message is stored in the same transaction as the change, and a relay sends it later.

Prevents: a process dies after its commit and before it sends the message, and the message is never sent.
On SQLite: a message sent after the commit can be lost; a relay that sends in its transaction blocks all writers.
On PostgreSQL: a message sent after the commit can be lost; a relay that commits only at the end repeats all.
When not: the message may be lost, such as a hint that a cache is stale.
Alternatives: change data capture, which reads the write-ahead log, such as PostgreSQL's logical decoding.

Sources:
- SELECT: The Locking Clause, https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE
- Logical Decoding, https://www.postgresql.org/docs/current/logicaldecoding.html
- Transaction, https://sqlite.org/lang_transaction.html
- Life beyond Distributed Transactions, https://doi.org/10.1145/3012426.3025012
"""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.steps import Steps

Send = Callable[[int, int], None]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Order(Tables):
    """An order of a customer; the shipping needs a message about it."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)


class Message(Tables):
    """A message, deleted after it was sent. Its id identifies a repeated message, and is never reused.

    Ids are in the order of the INSERTs. PostgreSQL may commit them in another order.
    """

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column()


class Died(Exception):
    """The process ends here, and its open transaction is rolled back."""


class Shipping:
    """A service outside of the database, which may receive a message more than once."""

    def __init__(self, *, fatal: int | None = None) -> None:
        """Begin with nothing shipped; the process that sends the fatal message dies right after it."""
        self.received: list[int] = []
        self.shipped: dict[int, int] = {}
        self._fatal = fatal

    def receive(self, message_id: int, order_id: int) -> None:
        """Ship the order once, even if the message is repeated. Raises Died, once, after the fatal message."""
        self.received.append(message_id)
        self.shipped[message_id] = order_id
        if message_id == self._fatal:
            self._fatal = None
            raise Died


def die_before_sending(_message_id: int, _order_id: int) -> None:
    """Die, and send nothing."""
    raise Died


def place_naively(session: Session, order_id: int, send: Send) -> None:
    """Store an order, then send the message about it."""
    session.add(Order(id=order_id))
    session.commit()
    send(1, order_id)


def place(session: Session, order_id: int) -> None:
    """Store an order, and with it the message about it."""
    session.add(Order(id=order_id))
    # cure: store a message in the same transaction
    session.add(Message(order_id=order_id))
    # end of cure
    session.commit()


def relay_naively(session: Session, send: Send) -> None:
    """Send all messages of the outbox, and delete them."""
    for message in begin_writing(session).scalars(select(Message)).all():
        send(message.id, message.order_id)
        session.delete(message)
    session.commit()


def relay(session: Session, send: Send) -> None:
    """Send the oldest message that no other relay is sending, if there is one."""
    # cure: lock one message, send it, delete it, commit; SQLite has no such lock
    oldest = select(Message.id, Message.order_id).order_by(Message.id).limit(1)
    message = session.execute(oldest.with_for_update(skip_locked=True)).one_or_none()
    if session.get_bind().dialect.name == "sqlite":
        session.commit()
    if message is not None:
        send(message.id, message.order_id)
        session.execute(delete(Message).where(Message.id == message.id))
    session.commit()
    # end of cure


def orders(session: Session) -> int:
    """Return how many orders there are."""
    return session.scalar(select(func.count()).select_from(Order)) or 0


def store_messages(session: Session, *order_ids: int) -> None:
    """Store messages for the relay to send."""
    for order_id in order_ids:
        session.add(Message(order_id=order_id))
        session.commit()


def test_naive_who_dies_after_the_commit_sends_nothing(a: Session, b: Session, seen: Seen) -> None:
    shipping = Shipping()

    with pytest.raises(Died):
        place_naively(a, 1, send=die_before_sending)

    assert seen(f"{orders(b)} order, {len(shipping.shipped)} shipped") == "1 order, 0 shipped"


def test_naive_a_relay_that_commits_at_the_end_repeats_everything(a: Session, b: Session, seen: Seen) -> None:
    store_messages(a, 1, 2, 3)
    shipping = Shipping(fatal=3)

    with pytest.raises(Died):
        relay_naively(b, shipping.receive)
    b.rollback()
    relay_naively(b, shipping.receive)

    assert seen(f"received: {shipping.received}") == "received: [1, 2, 3, 1, 2, 3]"


def test_naive_while_the_relay_sends_nobody_else_can_write(a: Session, b: Session, on: On, seen: Seen) -> None:
    store_messages(a, 1)

    def send(_message_id: int, _order_id: int) -> None:
        a.add(Order(id=2))
        a.commit()

    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY"):
            relay_naively(b, send)
    else:
        relay_naively(b, send)
        assert seen(f"no failure: {orders(a)} order") == "no failure: 1 order"


def test_cure_an_order_and_its_message_are_committed_at_once(a: Session, steps: Steps) -> None:
    place(a, 1)

    assert len(steps.sent("COMMIT")) == 1


def test_cure_a_dead_relay_loses_nothing_and_a_repetition_ships_nothing_twice(
    a: Session, b: Session, seen: Seen
) -> None:
    shipping = Shipping(fatal=1)

    place(a, 1)
    with pytest.raises(Died):
        relay(b, shipping.receive)
    b.rollback()
    for _ in range(2):
        relay(b, shipping.receive)

    # The commit comes after the sending. So each message is sent at least once, and sometimes twice.
    assert shipping.received == [1, 1]
    assert seen(f"{orders(a)} order, {len(shipping.shipped)} shipped") == "1 order, 1 shipped"


def test_cure_messages_are_sent_in_their_order_and_only_the_last_one_is_repeated(
    a: Session, b: Session, seen: Seen
) -> None:
    store_messages(a, 1, 2, 3)
    shipping = Shipping(fatal=3)

    for _ in range(2):
        relay(b, shipping.receive)
    with pytest.raises(Died):
        relay(b, shipping.receive)
    b.rollback()
    relay(b, shipping.receive)

    assert seen(f"received: {shipping.received}") == "received: [1, 2, 3, 3]"


def test_cure_while_the_relay_sends_others_write(a: Session, b: Session, seen: Seen) -> None:
    store_messages(a, 1)

    relay(b, lambda _message_id, _order_id: place(a, 2))

    assert seen(f"outbox: {a.scalars(select(Message.order_id)).all()}") == "outbox: [2]"


def test_cure_two_relays_at_once(a: Session, b: Session, on: On, seen: Seen) -> None:
    store_messages(a, 1, 2)
    shipping = Shipping()

    def send_while_another_relay_does(message_id: int, order_id: int) -> None:
        relay(a, shipping.receive)
        shipping.receive(message_id, order_id)

    relay(b, send_while_another_relay_does)

    # On PostgreSQL, relays skip each other's locked messages, so the order changes. On SQLite, run one relay.
    assert seen(f"received: {shipping.received}") == on(sqlite="received: [1, 1]", postgresql="received: [2, 1]")
