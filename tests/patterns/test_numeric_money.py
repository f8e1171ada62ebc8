"""Numeric money: an amount is an integer of cents, in the database and in the program.

Prevents: an invoice that was paid in full seems unpaid by a fraction of a cent, and large amounts are rounded.
On SQLite: FLOAT and NUMERIC are both binary floating point, which cannot represent 0.10.
On PostgreSQL: FLOAT is binary floating point; NUMERIC is exact.
When not: amounts have fractions of a cent, such as the price of a litre of petrol.
Alternatives: NUMERIC, which is exact on PostgreSQL; on SQLite, a text that Python reads as a Decimal.

Sources:
- Datatypes In SQLite, https://sqlite.org/datatype3.html
- Floating Point Numbers, https://sqlite.org/floatingpoint.html
- Numeric Types, https://www.postgresql.org/docs/current/datatype-numeric.html
"""

from decimal import Decimal

from sqlalchemy import BigInteger, Float, Numeric, func, select
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen

LARGE = 10**17 + 1  # cents: 18 digits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Item(Tables):
    """An item of an invoice, with its price in columns of several types."""

    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    as_float: Mapped[float | None] = mapped_column(Float)
    as_numeric: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    # cure: a column of integers that are large enough
    cents: Mapped[int | None] = mapped_column(BigInteger)
    # end of cure


Column = InstrumentedAttribute[float | None] | InstrumentedAttribute[Decimal | None] | InstrumentedAttribute[int | None]
Amount = float | Decimal | int


def is_unpaid(session: Session, column: Column, items: list[Amount], paid: Amount) -> bool:
    """Store the items in the column; returns whether the database computes a sum above the payment."""
    session.add_all(Item(**{column.key: amount}) for amount in items)
    session.flush()
    return session.scalar(select(func.sum(column) > paid)) is True


def stored(session: Session, column: Column, amount: Amount) -> Amount | None:
    """Store the amount in the column; returns the stored value."""
    session.add(Item(**{column.key: amount}))
    session.flush()
    return session.scalar(select(column))


def test_naive_a_float_is_unpaid(a: Session, seen: Seen) -> None:
    unpaid = is_unpaid(a, Item.as_float, [0.10, 0.20], paid=0.30)

    assert seen(f"0.10 + 0.20 > 0.30: {unpaid}") == "0.10 + 0.20 > 0.30: True"


def test_naive_a_numeric_is_unpaid_on_one_of_them(a: Session, on: On, seen: Seen) -> None:
    unpaid = is_unpaid(a, Item.as_numeric, [Decimal("0.10"), Decimal("0.20")], paid=Decimal("0.30"))

    assert seen(f"0.10 + 0.20 > 0.30: {unpaid}") == on(
        sqlite="0.10 + 0.20 > 0.30: True", postgresql="0.10 + 0.20 > 0.30: False"
    )


def test_naive_a_large_numeric_is_another_one(a: Session, on: On, seen: Seen) -> None:
    amount = stored(a, Item.as_numeric, Decimal(LARGE) / 100)

    assert seen(f"stored {Decimal(LARGE) / 100}, found {amount}") == on(
        sqlite="stored 1000000000000000.01, found 1000000000000000.00",
        postgresql="stored 1000000000000000.01, found 1000000000000000.01",
    )


def test_cure_cents_are_paid(a: Session, seen: Seen) -> None:
    unpaid = is_unpaid(a, Item.cents, [10, 20], paid=30)

    assert seen(f"10 + 20 > 30: {unpaid}") == "10 + 20 > 30: False"


def test_cure_a_large_amount_stays_as_it_is(a: Session) -> None:
    assert stored(a, Item.cents, LARGE) == LARGE
