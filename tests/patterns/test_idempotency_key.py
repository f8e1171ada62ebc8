"""Idempotency key: a client gives each request a key, and a repeated request gets the same answer as the first one.

Prevents: the response is lost, the client sends the request again, and pays twice.
On SQLite: two equal requests store two rows; if a key is unique for all clients, a client gets another's answer.
On PostgreSQL: two equal requests store two rows; if a key is unique for all clients, a client gets another's answer.
When not: the request is idempotent already, such as a PUT of a whole resource.
Alternatives: a unique key that the data has anyway, such as the number of an invoice.

Sources:
- Constraints: Unique Constraints, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS
- CREATE TABLE: UNIQUE constraints, https://sqlite.org/lang_createtable.html#uniqueconst
- Using SAVEPOINT, https://docs.sqlalchemy.org/en/21/orm/session_transaction.html#using-savepoint
- RFC 9110: Idempotent Methods, https://doi.org/10.17487/RFC9110
"""

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import Seen, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Naive(Tables):
    """An amount that a client has paid, and the key of the request, if it has one: no two requests may share it."""

    __tablename__ = "naive_payments"
    id: Mapped[int] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column()
    cents: Mapped[int] = mapped_column()
    key: Mapped[str | None] = mapped_column(unique=True)


class Payment(Tables):
    """An amount that a client has paid, and the key that the client gave the request."""

    __tablename__ = "payments"
    id: Mapped[int] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column()
    cents: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column()
    # cure: make the client and the key unique together
    __table_args__ = (UniqueConstraint("client", "key"),)
    # end of cure


class KeyReused(Exception):
    """The client has used the key for another request; each request needs a new key."""


def answer(session: Session, payment: Naive | Payment) -> int:
    """Commit; returns the answer to the client, the payment's id."""
    session.flush()
    payment_id = payment.id
    session.commit()
    return payment_id


def pay_naively(session: Session, client: str, cents: int) -> int:
    """Store a payment; returns its id."""
    session.add(payment := Naive(client=client, cents=cents))
    return answer(session, payment)


def pay_by_key_alone(session: Session, client: str, cents: int, key: str) -> int:
    """Store a payment, if none was stored under the key before; returns its id."""
    payment = session.scalars(select(Naive).where(Naive.key == key)).one_or_none()
    if payment is None:
        session.add(payment := Naive(client=client, cents=cents, key=key))
    return answer(session, payment)


def pay(session: Session, client: str, cents: int, key: str) -> int:
    """Store a payment, if the client did not store one under the key before; returns its id. Raises KeyReused."""
    # cure: store the key with the payment; if it is taken, answer with that one
    try:
        with session.begin_nested():
            session.add(payment := Payment(client=client, cents=cents, key=key))
    except IntegrityError:
        payment = session.scalars(select(Payment).filter_by(client=client, key=key)).one()
        if payment.cents != cents:
            raise KeyReused(f"{client} has used {key} for another request") from None
    # end of cure
    return answer(session, payment)


def paid(session: Session, kind: type[Naive | Payment] = Payment) -> list[tuple[str, int]]:
    """Return each payment: the client and the amount."""
    return [(client, cents) for client, cents in session.execute(select(kind.client, kind.cents).order_by(kind.id))]


def test_naive_who_asks_again_pays_again(a: Session, b: Session, seen: Seen) -> None:
    pay_naively(a, "ann", 995)  # this response is lost
    pay_naively(b, "ann", 995)

    assert seen(f"1 order, {len(paid(a, Naive))} payments") == "1 order, 2 payments"


def test_naive_the_key_of_one_client_is_taken_for_that_of_another(a: Session, b: Session, seen: Seen) -> None:
    anns = pay_by_key_alone(a, "ann", 995, "order-1")
    bobs = pay_by_key_alone(b, "bob", 100, "order-1")

    assert bobs == anns
    assert seen(f"2 orders, paid: {paid(a, Naive)}") == "2 orders, paid: [('ann', 995)]"


def test_cure_who_asks_again_gets_the_same_answer(a: Session, b: Session, seen: Seen) -> None:
    lost = pay(begin_writing(a), "ann", 995, "order-1")
    again = pay(begin_writing(b), "ann", 995, "order-1")

    assert again == lost
    assert seen(f"1 order, {len(paid(a))} payment") == "1 order, 1 payment"


def test_cure_two_clients_may_have_the_same_key(a: Session, b: Session, seen: Seen) -> None:
    pay(begin_writing(a), "ann", 995, "order-1")
    pay(begin_writing(b), "bob", 100, "order-1")

    assert seen(f"2 orders, paid: {paid(a)}") == "2 orders, paid: [('ann', 995), ('bob', 100)]"


def test_cure_who_asks_again_too_early_waits_and_gets_the_same_answer(a: Session, b: Session, waits: Waits) -> None:
    begin_writing(a).add(first := Payment(client="ann", cents=995, key="order-1"))
    a.flush()

    again = waits(b, lambda: pay(begin_writing(b), "ann", 995, "order-1"))
    a.commit()

    assert again.result() == first.id
    assert paid(a) == [("ann", 995)]


def test_cure_who_asks_again_after_a_failure_pays_at_last(a: Session, b: Session, waits: Waits) -> None:
    begin_writing(a).add(Payment(client="ann", cents=995, key="order-1"))
    a.flush()

    again = waits(b, lambda: pay(begin_writing(b), "ann", 995, "order-1"))
    a.rollback()
    again.result()

    assert paid(a) == [("ann", 995)]


def test_cure_two_equal_orders_have_keys_of_their_own(a: Session, b: Session) -> None:
    pay(begin_writing(a), "ann", 995, "order-1")
    pay(begin_writing(b), "ann", 995, "order-2")

    assert paid(a) == [("ann", 995), ("ann", 995)]


def test_cure_a_key_is_not_good_for_another_order(a: Session, b: Session, seen: Seen) -> None:
    pay(begin_writing(a), "ann", 995, "order-1")

    with seen.raises(KeyReused):
        pay(begin_writing(b), "ann", 1, "order-1")
    b.rollback()

    assert paid(a) == [("ann", 995)]
