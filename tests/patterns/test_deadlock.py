"""Deadlock: who needs several locks takes them in one order, the same for all.

Prevents: each holds what the other one needs, and one of the two is made to fail.
On SQLite: two who have read both want the write lock; the second is refused at once, since waiting could not help.
On PostgreSQL: the two wait for each other, until the server finds the circle and ends one of the transactions.
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
    """Money of somebody's."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _accounts(tables: Database) -> None:
    """Store two accounts with 100 each."""
    with tables.writing() as session:
        session.add_all([Account(id=1, balance=100), Account(id=2, balance=100)])


def changes_naively(source: int, target: int) -> list[tuple[int, int]]:
    """Return what a transfer of 10 adds to which account, in the order in which one thinks of it."""
    return [(source, -10), (target, +10)]


def changes(source: int, target: int) -> list[tuple[int, int]]:
    """Return what a transfer of 10 adds to which account, in the order in which it is to be done."""
    # cure: sort by the account, whichever way the money goes
    return sorted([(source, -10), (target, +10)])
    # end of cure


def change(session: Session, account_id: int, amount: int) -> None:
    """Add the amount to the account, which stays locked until the transaction ends."""
    session.get_one(Account, account_id, with_for_update=True).balance += amount
    session.flush()


def look_for_a_circle_after(session: Session, time: str) -> None:
    """Have PostgreSQL look for a deadlock when the session has waited so long: who looks and finds one, is ended."""
    for name, value in (("deadlock_timeout", time), ("lock_timeout", "1min")):
        session.execute(text(f"SET LOCAL {name} = '{value}'"))


def test_naive_one_of_two_transfers_is_ended(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    (a_first, a_second), (b_first, b_second) = changes_naively(1, 2), changes_naively(2, 1)

    change(a, *a_first)
    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY"):
            change(b, *b_first)
        change(a, *a_second)
    else:
        change(b, *b_first)
        look_for_a_circle_after(a, "1min")
        look_for_a_circle_after(b, "1ms")
        a_goes_on = waits(a, lambda: change(a, *a_second))
        with seen.raises(OperationalError, "40P01"):
            change(b, *b_second)
        b.rollback()
        a_goes_on.result()


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

    balances = a.scalars(select(Account.balance).order_by(Account.id)).all()
    assert seen(f"2 transfers, balances: {balances}") == "2 transfers, balances: [100, 100]"
