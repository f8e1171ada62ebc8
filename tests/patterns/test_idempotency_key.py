"""Idempotency key: the client gives each order a key, and an order that comes again is answered as the first time.

Prevents: the answer is lost on its way, the client sends the order again, and pays twice.
On SQLite: two equal requests are two rows; the database cannot know that they mean one.
On PostgreSQL: the same.
When not: the request is idempotent already, such as a PUT of a whole resource.
Alternatives: a unique key that the data has anyway, such as the number of an invoice.
"""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import Seen, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Payment(Tables):
    """An amount that was paid, and the key of the request, where the client gave it one."""

    __tablename__ = "payments"
    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int] = mapped_column()
    key: Mapped[str | None] = mapped_column(unique=True)


class KeyReused(Exception):
    """The key was another request's: the client has to make a new one for each."""


def answer(session: Session, payment: Payment) -> int:
    """Commit; returns what the client is answered, the payment's id."""
    session.flush()
    payment_id = payment.id
    session.commit()
    return payment_id


def pay_naively(session: Session, cents: int) -> int:
    """Store a payment; returns its id."""
    payment = Payment(cents=cents)
    session.add(payment)
    return answer(session, payment)


def pay(session: Session, cents: int, key: str) -> int:
    """Store a payment, if it was not stored under the key before; returns its id. Raises KeyReused."""
    # cure: store the key with the payment; if it is taken, answer with that one
    try:
        with session.begin_nested():
            session.add(payment := Payment(cents=cents, key=key))
    except IntegrityError:
        payment = session.scalars(select(Payment).where(Payment.key == key)).one()
        if payment.cents != cents:
            raise KeyReused(f"{key} was the key of another request") from None
    # end of cure
    return answer(session, payment)


def paid(session: Session) -> list[int]:
    """Return the amounts that were paid."""
    return list(session.scalars(select(Payment.cents).order_by(Payment.id)))


def test_naive_who_asks_again_pays_again(a: Session, b: Session, seen: Seen) -> None:
    pay_naively(a, 995)  # this answer never comes to the client
    pay_naively(b, 995)

    assert seen(f"1 order, paid: {paid(a)}") == "1 order, paid: [995, 995]"


def test_cure_who_asks_again_gets_the_same_answer(a: Session, b: Session, seen: Seen) -> None:
    lost = pay(begin_writing(a), 995, "k1")
    again = pay(begin_writing(b), 995, "k1")

    assert again == lost
    assert seen(f"1 order, paid: {paid(a)}") == "1 order, paid: [995]"


def test_cure_who_asks_again_too_early_waits_and_gets_the_same_answer(a: Session, b: Session, waits: Waits) -> None:
    begin_writing(a).add(first := Payment(cents=995, key="k1"))
    a.flush()

    again = waits(b, lambda: pay(begin_writing(b), 995, "k1"))
    a.commit()

    assert again.result() == first.id
    assert paid(a) == [995]


def test_cure_who_asks_again_after_a_failure_pays_at_last(a: Session, b: Session, waits: Waits) -> None:
    begin_writing(a).add(Payment(cents=995, key="k1"))
    a.flush()

    again = waits(b, lambda: pay(begin_writing(b), 995, "k1"))
    a.rollback()
    again.result()

    assert paid(a) == [995]


def test_cure_two_equal_orders_have_keys_of_their_own(a: Session, b: Session) -> None:
    pay(begin_writing(a), 995, "k1")
    pay(begin_writing(b), 995, "k2")

    assert paid(a) == [995, 995]


def test_cure_a_key_is_not_good_for_another_order(a: Session, b: Session, seen: Seen) -> None:
    pay(begin_writing(a), 995, "k1")

    with seen.raises(KeyReused):
        pay(begin_writing(b), 1, "k1")
    b.rollback()

    assert paid(a) == [995]
