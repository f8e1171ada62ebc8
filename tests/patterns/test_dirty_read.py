"""Dirty read: nobody sees what another one has not committed, unless the connection says that it may.

Prevents: one acts on a change that is taken back, and so has never been.
On SQLite: connections that share a cache and say READ UNCOMMITTED see each other's changes at once.
On PostgreSQL: READ UNCOMMITTED may be asked for, and is READ COMMITTED.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, NullPool, create_engine, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Account(Tables):
    """Money of somebody's."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _account(tables: Database) -> None:
    """Store an account with 100."""
    with tables.writing() as session:
        session.add(Account(id=1, balance=100))


def open_naively(url: str) -> Engine:
    """Open the database so that nobody waits for anybody: one cache for all, and no look at the locks in it."""
    if url.startswith("sqlite:///"):
        url = url.replace("sqlite:///", "sqlite:///file:") + "?cache=shared&uri=true"
    return create_engine(url, isolation_level="READ UNCOMMITTED", poolclass=NullPool)


def open_database(url: str) -> Engine:
    """Open the database so that a reader sees what was committed, and no more."""
    # cure: a cache for each connection, and the default isolation
    return Database(url).engine
    # end of cure


@contextmanager
def two_sessions(of_a: Engine, of_b: Engine, steps: Steps) -> Iterator[tuple[Session, Session]]:
    """Give a session on each engine."""
    steps.watch(of_a, "A")
    steps.watch(of_b, "B")
    with Session(of_a) as a, Session(of_b) as b:
        yield a, b
    of_a.dispose()
    of_b.dispose()


def balance_amid_a_deposit(a: Session, b: Session) -> int:
    """Return the balance that B reads between A's deposit of 900 and A's rollback."""
    a.execute(update(Account).values(balance=Account.balance + 900))
    read = b.scalars(select(Account.balance)).one()
    a.rollback()
    return read


def test_naive_a_deposit_that_is_taken_back_is_seen(
    tables: Database, database_url: str, steps: Steps, on: On, seen: Seen
) -> None:
    with two_sessions(open_naively(database_url), open_naively(database_url), steps) as (a, b):
        read = balance_amid_a_deposit(a, b)

    assert read == on(sqlite=1000, postgresql=100)
    seen(on(sqlite="B reads 1000, which was never there", postgresql="no failure: B reads 100"))


def test_cure_what_is_not_committed_is_not_seen(tables: Database, database_url: str, steps: Steps, seen: Seen) -> None:
    with two_sessions(open_database(database_url), open_database(database_url), steps) as (a, b):
        assert seen(f"B reads {balance_amid_a_deposit(a, b)}") == "B reads 100"


def test_cure_what_is_committed_is_seen(tables: Database, database_url: str, steps: Steps) -> None:
    with two_sessions(open_database(database_url), open_database(database_url), steps) as (a, b):
        a.execute(update(Account).values(balance=1000))
        a.commit()
        assert b.scalars(select(Account.balance)).one() == 1000
