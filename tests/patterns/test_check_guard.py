"""Check guard: a CHECK constraint refuses a forbidden value, whichever session writes it and whatever it read before.

Prevents: two sessions each find that the balance is enough, both withdraw, and the account is overdrawn.
On SQLite: the balance is -20; each session checked the balance before the other one wrote it.
On PostgreSQL: the balance is -20; each session checked the balance before the other one wrote it.
When not: the rule is about several rows: a CHECK sees one row alone.
Alternatives: `UPDATE … WHERE balance >= 10`, whose row count shows its success; pessimistic locking; SERIALIZABLE.

Sources:
- PostgreSQL: Check constraints, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS
- SQLite: CREATE TABLE, CHECK constraints, https://sqlite.org/lang_createtable.html#ckconst
"""

import pytest
from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database, violated_constraint
from tests.teaching.fixtures import Seen, begin_writing


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Account(Tables):
    """An account without a guard."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


class Guarded(Tables):
    """An account that cannot be overdrawn."""

    __tablename__ = "guarded_accounts"
    # cure: let the database refuse a balance below zero
    __table_args__ = (CheckConstraint("balance >= 0", name="balance_is_not_negative"),)
    # end of cure
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _accounts(tables: Database) -> None:
    """Store two accounts with 100 each."""
    with tables.writing() as session:
        session.add_all([Account(id=1, balance=100), Guarded(id=1, balance=100)])


def is_enough(session: Session, kind: type[Account | Guarded], amount: int) -> bool:
    """Return whether the account has the amount, in a transaction of its own."""
    balance = session.scalars(select(kind.balance)).one()
    session.commit()
    return balance >= amount


def withdraw(session: Session, kind: type[Account | Guarded], amount: int) -> None:
    """Take the amount from the account, in a transaction of its own."""
    begin_writing(session).execute(update(kind).values(balance=kind.balance - amount))
    session.commit()


def balance(session: Session, kind: type[Account | Guarded]) -> str:
    """Return the balance of the account."""
    return f"the balance is {session.scalars(select(kind.balance)).one()}"


def test_naive_both_check_and_then_both_withdraw(a: Session, b: Session, seen: Seen) -> None:
    assert is_enough(a, Account, 60)
    assert is_enough(b, Account, 60)
    withdraw(a, Account, 60)
    withdraw(b, Account, 60)

    assert seen(balance(a, Account)) == "the balance is -20"


def test_cure_the_second_is_refused_though_it_had_checked(a: Session, b: Session, seen: Seen) -> None:
    assert is_enough(a, Guarded, 60)
    assert is_enough(b, Guarded, 60)
    withdraw(a, Guarded, 60)
    with pytest.raises(IntegrityError) as caught:
        withdraw(b, Guarded, 60)
    b.rollback()

    assert violated_constraint(caught.value) == "balance_is_not_negative"
    assert seen(balance(a, Guarded)) == "the balance is 40"


def test_cure_the_whole_balance_may_be_withdrawn(a: Session) -> None:
    withdraw(a, Guarded, 100)

    assert balance(a, Guarded) == "the balance is 0"
