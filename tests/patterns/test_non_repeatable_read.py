"""Non-repeatable read: a transaction that reads more than once uses one snapshot for all its reads.

Prevents: in one transaction, the same query gives two different results.
On SQLite: on a plain engine, each SELECT is a transaction of its own; after BEGIN, all of them read one snapshot.
On PostgreSQL: at READ COMMITTED, the default, each statement reads what was committed when it began.
When not: the transaction is long: its snapshot holds up PostgreSQL's VACUUM and SQLite's checkpoint.
Alternatives: one SELECT for all values that must agree: it has one snapshot anyway; on PostgreSQL, FOR SHARE.

Sources:
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
- Write-Ahead Logging: Avoiding Excessively Large WAL Files, https://sqlite.org/wal.html#avoiding_excessively_large_wal_files
- Routine Vacuuming, https://www.postgresql.org/docs/current/routine-vacuuming.html
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.isolation.workload import Recorder
from tests.teaching.fixtures import On, Record, Seen, begin_reading


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Price(Tables):
    """The price of an item."""

    __tablename__ = "prices"
    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _price(tables: Database) -> None:
    """Store a price."""
    with tables.writing() as session:
        session.add(Price(id=1, price=10))


def write_bill(session: Session, meanwhile: Callable[[], None]) -> list[int]:
    """Return a bill for three items and then one more of the same; the price is read for each line."""
    lines = []
    for quantity in (3, 1):
        lines.append(quantity * session.scalars(select(Price.price)).one())
        meanwhile()
    return lines


def write_bill_of_one_snapshot(session: Session, meanwhile: Callable[[], None]) -> list[int]:
    """Return the same bill, with the price from one snapshot for all lines."""
    # cure: have one snapshot: BEGIN on SQLite, REPEATABLE READ on PostgreSQL
    begin_reading(session)
    # end of cure
    return write_bill(session, meanwhile)


def raise_the_price(session: Session) -> None:
    """Set another price."""
    session.execute(update(Price).values(price=12))
    session.commit()


def read_twice(reader: Recorder, writer: Recorder) -> None:
    """Have a recorded transaction read a list before and after another one appends to it."""
    reader.read("x")
    writer.append("x", 1)
    writer.commit()
    reader.read("x")
    reader.commit()


def test_naive_one_bill_has_two_prices(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    bill = write_bill(plain_a, meanwhile=lambda: raise_the_price(plain_b))

    assert seen(f"3 cost {bill[0]}, 1 costs {bill[1]}") == "3 cost 30, 1 costs 12"


def test_naive_a_begin_is_enough_on_sqlite_alone(a: Session, b: Session, on: On, seen: Seen) -> None:
    bill = write_bill(a, meanwhile=lambda: raise_the_price(b))

    assert bill == on(sqlite=[30, 10], postgresql=[30, 12])
    told = f"3 cost {bill[0]}, 1 costs {bill[1]}"
    seen(on(sqlite=f"no failure: {told}", postgresql=told))


def test_naive_the_isolation_checker_finds_it(plain_a: Session, plain_b: Session, record: Record, seen: Seen) -> None:
    read_twice(record(plain_a), record(plain_b))

    assert seen(record.anomalies()) == "G-single (non-repeatable read)"


def test_cure_one_bill_has_one_price(a: Session, b: Session, seen: Seen) -> None:
    bill = write_bill_of_one_snapshot(a, meanwhile=lambda: raise_the_price(b))

    assert seen(f"3 cost {bill[0]}, 1 costs {bill[1]}") == "3 cost 30, 1 costs 10"


def test_cure_the_next_transaction_sees_what_has_changed(a: Session, b: Session) -> None:
    write_bill_of_one_snapshot(a, meanwhile=lambda: raise_the_price(b))
    a.commit()

    assert write_bill_of_one_snapshot(a, meanwhile=lambda: None) == [36, 12]


def test_cure_the_isolation_checker_finds_nothing(a: Session, b: Session, record: Record, seen: Seen) -> None:
    read_twice(record(begin_reading(a)), record(b))

    assert seen(record.anomalies()) == "no anomaly"
