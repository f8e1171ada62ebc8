"""Non-repeatable read: a reader who reads more than once asks for one snapshot, for the whole transaction.

Prevents: what one reads twice is not the same, though nothing in between was one's own.
On SQLite: nothing: each transaction has a snapshot, from its first statement.
On PostgreSQL: by default, each statement sees what is committed at that moment.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_reading


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Price(Tables):
    """What something costs."""

    __tablename__ = "prices"
    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _price(tables: Database) -> None:
    """Store a price."""
    with tables.writing() as session:
        session.add(Price(id=1, price=10))


def write_bill(session: Session, meanwhile: Callable[[], None]) -> list[int]:
    """Return what a bill says that three and then one more of the same cost; the price is read for each line."""
    lines = []
    for quantity in (3, 1):
        lines.append(quantity * session.scalars(select(Price.price)).one())
        meanwhile()
    return lines


def write_bill_of_one_snapshot(session: Session, meanwhile: Callable[[], None]) -> list[int]:
    """Return the same, of the prices that there are when it begins."""
    # cure: begin a transaction that sees one snapshot: REPEATABLE READ
    begin_reading(session)
    # end of cure
    return write_bill(session, meanwhile)


def raise_the_price(session: Session) -> None:
    """Set another price."""
    session.execute(update(Price).values(price=12))
    session.commit()


def test_naive_one_bill_has_two_prices(a: Session, b: Session, on: On, seen: Seen) -> None:
    bill = write_bill(a, meanwhile=lambda: raise_the_price(b))

    assert bill == on(sqlite=[30, 10], postgresql=[30, 12])
    told = f"3 cost {bill[0]}, 1 costs {bill[1]}"
    seen(on(sqlite=f"no failure: {told}", postgresql=told))


def test_cure_one_bill_has_one_price(a: Session, b: Session, seen: Seen) -> None:
    bill = write_bill_of_one_snapshot(a, meanwhile=lambda: raise_the_price(b))

    assert seen(f"3 cost {bill[0]}, 1 costs {bill[1]}") == "3 cost 30, 1 costs 10"


def test_cure_the_next_transaction_sees_what_has_changed(a: Session, b: Session) -> None:
    write_bill_of_one_snapshot(a, meanwhile=lambda: raise_the_price(b))
    a.commit()

    assert write_bill_of_one_snapshot(a, meanwhile=lambda: None) == [36, 12]
