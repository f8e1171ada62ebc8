"""Dirty read: each session has a connection of its own, so no session reads uncommitted changes of another one.

Prevents: a session acts on a change of another session that is then rolled back.
On SQLite: on any engine, sessions on one connection share a transaction. A shared cache allows READ UNCOMMITTED.
On PostgreSQL: two sessions on one connection share a transaction; READ UNCOMMITTED acts as READ COMMITTED.
When not: a test uses SQLite in memory, one session at a time: the database ends with its only connection.
Alternatives: for such tests, a file in a temporary directory, to which each session can connect.

Sources:
- Connection Pooling: StaticPool, https://docs.sqlalchemy.org/en/21/core/pooling.html#sqlalchemy.pool.StaticPool
- Isolation In SQLite, https://sqlite.org/isolation.html
- SQLite Shared-Cache Mode, https://sqlite.org/sharedcache.html
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, NullPool, StaticPool, create_engine, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Record, Seen
from tests.teaching.steps import Steps


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Account(Tables):
    """An account with a balance."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _account(tables: Database) -> None:
    """Store an account with 100."""
    with tables.writing() as session:
        session.add(Account(id=1, balance=100))


def open_naively(url: str) -> Engine:
    """Return an engine that connects once, to save time, and gives this connection to every session."""
    return create_engine(url, poolclass=StaticPool)


def open_uncommitted(url: str) -> Engine:
    """Return an engine with READ UNCOMMITTED, whose sessions share a cache on SQLite."""
    if url.startswith("sqlite:///"):
        url = url.replace("sqlite:///", "sqlite:///file:") + "?cache=shared&uri=true"
    return create_engine(url, isolation_level="READ UNCOMMITTED", poolclass=NullPool)


def open_database(url: str) -> Engine:
    """Return an engine whose sessions read only committed changes."""
    # cure: give each session a connection of its own, as the default pool does
    return create_engine(url)
    # end of cure


@contextmanager
def two_sessions(engine: Engine, steps: Steps) -> Iterator[tuple[Session, Session]]:
    """Give sessions A and B of the engine."""
    of_a, of_b = engine.execution_options(), engine.execution_options()  # one pool, recorded by session
    steps.watch(of_a, "A")
    steps.watch(of_b, "B")
    with Session(of_a) as a, Session(of_b) as b:
        yield a, b
    engine.dispose()


def balance(session: Session) -> int:
    """Return the balance."""
    return session.scalars(select(Account.balance)).one()


def read_amid_a_deposit(a: Session, b: Session) -> str:
    """Return what B reads between A's deposit of 900 and A's rollback, and what is committed."""
    a.execute(update(Account).values(balance=Account.balance + 900))
    read = balance(b)
    a.rollback()
    return f"B reads {read}, committed: {balance(a)}"


def test_naive_a_deposit_that_is_taken_back_is_seen(
    tables: Database, database_url: str, steps: Steps, seen: Seen
) -> None:
    with two_sessions(open_naively(database_url), steps) as (a, b):
        assert seen(read_amid_a_deposit(a, b)) == "B reads 1000, committed: 100"


def test_naive_a_takes_back_what_b_has_stored(tables: Database, database_url: str, steps: Steps, seen: Seen) -> None:
    with two_sessions(open_naively(database_url), steps) as (a, b):
        a.execute(select(Account))
        b.execute(update(Account).values(balance=1000))
        a.rollback()
        b.commit()

        assert seen(f"B stores 1000, committed: {balance(b)}") == "B stores 1000, committed: 100"


def test_naive_read_uncommitted_means_it_on_sqlite_alone(
    tables: Database, database_url: str, steps: Steps, on: On, seen: Seen
) -> None:
    with two_sessions(open_uncommitted(database_url), steps) as (a, b):
        told = read_amid_a_deposit(a, b)

    assert told == f"B reads {on(sqlite=1000, postgresql=100)}, committed: 100"
    seen(on(sqlite=told, postgresql=f"no failure: {told}"))


def test_naive_the_isolation_checker_finds_it(database_url: str, steps: Steps, record: Record, seen: Seen) -> None:
    with two_sessions(open_naively(database_url), steps) as (a, b):
        writer, reader = record(a), record(b)
        writer.append("x", 1)
        reader.read("x")
        writer.rollback()
        reader.commit()

    assert seen(record.anomalies()) == "G1a (aborted read)"


def test_cure_what_is_not_committed_is_not_seen(tables: Database, database_url: str, steps: Steps, seen: Seen) -> None:
    with two_sessions(open_database(database_url), steps) as (a, b):
        assert seen(read_amid_a_deposit(a, b)) == "B reads 100, committed: 100"


def test_cure_what_is_committed_is_seen(tables: Database, database_url: str, steps: Steps) -> None:
    with two_sessions(open_database(database_url), steps) as (a, b):
        a.execute(update(Account).values(balance=1000))
        a.commit()
        assert balance(b) == 1000
