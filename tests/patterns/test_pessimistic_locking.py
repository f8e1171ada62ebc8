"""Pessimistic locking: a transaction locks the row before it reads and changes it, and other writers wait.

Prevents: two sessions read the same balance, each finds it large enough, and both withdraw.
On SQLite: on a plain engine, both withdraw; with BEGIN and WAL, the second write fails. There is no FOR UPDATE.
On PostgreSQL: the second UPDATE waits for the first transaction, but the program does not check the balance again.
When not: the transaction would wait for a person or for another service: that is too long for a lock.
Alternatives: optimistic locking, where conflicts are rare; atomic update; check guard.

Sources:
- Transaction, https://sqlite.org/lang_transaction.html
- SELECT, https://sqlite.org/lang_select.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Explicit Locking, https://www.postgresql.org/docs/current/explicit-locking.html
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import Seen, begin_serializable, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Account(Tables):
    """An account; its balance must not become negative."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


class NotEnough(Exception):
    """The balance is smaller than the amount to withdraw."""


@pytest.fixture(autouse=True)
def _account(tables: Database) -> None:
    """Store an account with 100."""
    with tables.writing() as session:
        session.add(Account(id=1, balance=100))


def read_naively(session: Session) -> Account:
    """Return the account."""
    return session.scalars(select(Account)).one()


def read_to_change(session: Session) -> Account:
    """Return the current account, locked until the transaction ends."""
    # cure: lock, then read: by BEGIN IMMEDIATE on SQLite, by FOR UPDATE on PostgreSQL
    locked = select(Account).with_for_update().execution_options(populate_existing=True)
    return begin_writing(session).scalars(locked).one()
    # end of cure


def withdraw(session: Session, account: Account, amount: int) -> None:
    """Take the amount out of the account; raises NotEnough. The caller commits."""
    if account.balance < amount:
        raise NotEnough
    account.balance = Account.balance - amount
    session.flush()


def test_naive_both_find_enough(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    of_a, of_b = read_naively(plain_a), read_naively(plain_b)

    withdraw(plain_a, of_a, 80)
    plain_a.commit()
    withdraw(plain_b, of_b, 80)

    assert seen(f"balance: {of_b.balance}") == "balance: -60"


def test_naive_the_second_is_refused_where_transactions_are_serializable(a: Session, b: Session, seen: Seen) -> None:
    of_a, of_b = read_naively(begin_serializable(a)), read_naively(begin_serializable(b))

    withdraw(a, of_a, 80)
    a.commit()
    with seen.refusal():
        withdraw(b, of_b, 80)


def test_cure_the_second_waits_and_finds_what_the_first_has_left(
    a: Session, b: Session, waits: Waits, seen: Seen
) -> None:
    of_a = read_to_change(a)

    b_reads = waits(b, lambda: read_to_change(b))
    withdraw(a, of_a, 80)
    a.commit()

    with pytest.raises(NotEnough):
        withdraw(b, b_reads.result(), 80)
    assert seen(f"balance: {b_reads.result().balance}") == "balance: 20"


def test_cure_what_the_session_knew_before_is_read_again(a: Session, b: Session) -> None:
    # An object that was loaded before the lock is stale: the identity map keeps its values unless they are refreshed.
    b.expire_on_commit = False
    of_b = read_naively(b)
    b.commit()

    withdraw(a, read_to_change(a), 80)
    a.commit()

    assert (read_to_change(b), of_b.balance) == (of_b, 20)
