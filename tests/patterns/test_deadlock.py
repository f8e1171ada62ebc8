"""Deadlock: every transaction that needs several locks takes them in the same order.

Prevents: two transactions each hold the lock that the other one needs, and one of the two must fail.
On SQLite: with BEGIN and WAL, a reader cannot write while another one does; a plain engine waits, then overwrites.
On PostgreSQL: the two wait for each other until the server detects the deadlock and aborts one of them.
When not: the locks are not known beforehand, since one row refers to the next: then retry the transaction.
Alternatives: one row that every transaction locks first, such as the owner of both accounts; transaction retry.

Sources:
- Deadlocks, https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
- Lock Management, https://www.postgresql.org/docs/current/runtime-config-locks.html
- Register A Callback To Handle SQLITE_BUSY Errors, https://sqlite.org/c3ref/busy_handler.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
"""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Account(Tables):
    """An account with a balance."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _accounts(tables: Database) -> None:
    """Store two accounts with 100 each."""
    with tables.writing() as session:
        session.add_all([Account(id=1, balance=100), Account(id=2, balance=100)])


def changes_naively(source: int, target: int) -> list[tuple[int, int]]:
    """Return what a transfer of 10 adds to each account: first the source, then the target."""
    return [(source, -10), (target, +10)]


def changes(source: int, target: int) -> list[tuple[int, int]]:
    """Return what a transfer of 10 adds to each account, in the order in which to lock them."""
    # cure: sort by the account, in whichever direction the money goes
    return sorted([(source, -10), (target, +10)])
    # end of cure


def change(session: Session, account_id: int, amount: int) -> None:
    """Add the amount to the account, which stays locked until the transaction ends."""
    session.get_one(Account, account_id, with_for_update=True).balance += amount
    session.flush()


def balances(session: Session) -> str:
    """Return the balances after two transfers."""
    return f"2 transfers, balances: {session.scalars(select(Account.balance).order_by(Account.id)).all()}"


def test_naive_one_of_two_transfers_is_ended(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    (a_first, a_second), (b_first, b_second) = changes_naively(1, 2), changes_naively(2, 1)

    change(a, *a_first)
    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY"):
            change(b, *b_first)
        change(a, *a_second)
    else:
        change(b, *b_first)
        a_goes_on = waits(a, lambda: change(a, *a_second))
        b.execute(text("SET LOCAL lock_timeout = '1min'"))
        # The server aborts A or B; nobody can predict which one.
        with seen.raises(OperationalError, "40P01"):
            change(b, *b_second)
            a_goes_on.result()


def test_naive_a_plain_engine_of_sqlite_reads_before_it_waits(
    plain_a: Session, plain_b: Session, waits: Waits, on: On, seen: Seen
) -> None:
    b_first, b_second = changes_naively(2, 1)

    for a_change in changes_naively(1, 2):
        change(plain_a, *a_change)
    b_goes_on = waits(plain_b, lambda: change(plain_b, *b_first))
    plain_a.commit()
    b_goes_on.result()
    change(plain_b, *b_second)
    plain_b.commit()

    told = balances(plain_a)
    assert told == f"2 transfers, balances: {on(sqlite=[100, 90], postgresql=[100, 100])}"
    seen(on(sqlite=told, postgresql=f"no failure: {told}"))


def test_cure_the_second_waits_before_it_holds_anything(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    (a_first, a_second), (b_first, b_second) = changes(1, 2), changes(2, 1)

    # SQLite has one lock, and it comes first: BEGIN IMMEDIATE.
    change(begin_writing(a), *a_first)
    b_goes_on = waits(b, lambda: change(begin_writing(b), *b_first))
    change(a, *a_second)
    a.commit()
    b_goes_on.result()
    change(b, *b_second)
    b.commit()

    assert seen(balances(a)) == "2 transfers, balances: [100, 100]"
