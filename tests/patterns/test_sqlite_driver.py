"""SQLite driver: BEGIN opens every transaction, even one that only reads; WAL allows readers beside one writer.

Prevents: two SELECTs of one transaction read different data, and a write overwrites a change that it never read.
On SQLite: on a plain engine, the driver sends no BEGIN before a SELECT, whatever the isolation level.
On PostgreSQL: no failure: the driver sends BEGIN before the first statement, and SERIALIZABLE holds.
When not: the file is on a network file system, where WAL does not work: use a database server.
Alternatives: since Python 3.12, `autocommit=False`, with which the driver sends BEGIN.

Sources:
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- sqlite3: Transaction control, https://docs.python.org/3/library/sqlite3.html#transaction-control
- Isolation In SQLite, https://sqlite.org/isolation.html
- Write-Ahead Logging, https://sqlite.org/wal.html
- Result and Error Codes, https://sqlite.org/rescode.html#busy_snapshot
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Photo(Tables):
    """A photo, and how many people like it."""

    __tablename__ = "photos"
    id: Mapped[int] = mapped_column(primary_key=True)
    likes: Mapped[int] = mapped_column()


class Doctor(Tables):
    """A doctor at a hospital, where one doctor must always be on call."""

    __tablename__ = "doctors"
    name: Mapped[str] = mapped_column(primary_key=True)
    on_call: Mapped[bool] = mapped_column()


@pytest.fixture
def url(new_database_url: str) -> str:
    """Store a photo without likes, and two doctors on call, in a new database; gives its URL."""
    engine = create_engine(new_database_url)
    Tables.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add_all([Photo(id=1, likes=0), Doctor(name="ann", on_call=True), Doctor(name="bob", on_call=True)])
    engine.dispose()
    return new_database_url


def open_naively(url: str) -> Engine:
    """Return an engine with the strictest isolation level, and the defaults of the driver."""
    return create_engine(url, isolation_level="SERIALIZABLE")


def open_with_begin(url: str) -> Engine:
    """Return an engine that sends BEGIN on SQLite, with the default journal, the rollback journal."""
    engine = open_naively(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def open_database(url: str) -> Engine:
    """Return an engine whose transactions are serializable on both databases."""
    engine = open_naively(url)
    # Since Python 3.12 connect_args={"autocommit": False} has the driver send BEGIN; BEGIN IMMEDIATE is then an error.
    # cure: on SQLite, send BEGIN in place of the driver, and switch WAL on
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def set_up(connection: sqlite3.Connection, _: object) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA journal_mode = WAL")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

    # end of cure
    return engine


@contextmanager
def two_sessions(open_engine: Callable[[str], Engine], url: str, steps: Steps) -> Iterator[tuple[Session, Session]]:
    """Give sessions A and B, each on an engine of its own."""
    engines = [open_engine(url), open_engine(url)]
    for name, engine in zip("AB", engines, strict=True):
        steps.watch(engine, name)
    with Session(engines[0]) as a, Session(engines[1]) as b:
        yield a, b
    for engine in engines:
        engine.dispose()


def likes(session: Session) -> int:
    """Return how many people like the photo."""
    return session.scalars(select(Photo.likes)).one()


def store(session: Session, likes: int) -> None:
    """Store how many people like the photo."""
    session.execute(update(Photo).values(likes=likes))
    session.commit()


def read_twice(a: Session, b: Session) -> str:
    """Return what A reads before and after B stores 7."""
    first = likes(a)
    store(b, 7)
    return f"A reads {first}, then {likes(a)}"


def both_like(a: Session, b: Session) -> str:
    """Have each session add one to the number that it has read."""
    of_a, of_b = likes(a), likes(b)
    store(a, of_a + 1)
    store(b, of_b + 1)
    return f"{likes(b)} of 2 likes counted"


def both_leave(a: Session, b: Session) -> str:
    """Have each of the two doctors go home, since each reads that the other one is on call."""
    on_call = select(func.count()).where(Doctor.on_call)
    assert (a.scalar(on_call), b.scalar(on_call)) == (2, 2)
    for session, name in ((a, "ann"), (b, "bob")):
        session.execute(update(Doctor).where(Doctor.name == name).values(on_call=False))
        session.commit()
    return f"{b.scalar(on_call)} doctors on call"


def test_naive_one_transaction_reads_two_values(url: str, steps: Steps, on: On, seen: Seen) -> None:
    with two_sessions(open_naively, url, steps) as (a, b):
        told = read_twice(a, b)

    assert told == on(sqlite="A reads 0, then 7", postgresql="A reads 0, then 0")
    seen(on(sqlite=told, postgresql=f"no failure: {told}"))


@pytest.mark.parametrize(("work", "failure"), [(both_like, "1 of 2 likes counted"), (both_leave, "0 doctors on call")])
def test_naive_the_second_writes_from_what_has_changed(
    work: Callable[[Session, Session], str], failure: str, url: str, steps: Steps, on: On, seen: Seen
) -> None:
    with two_sessions(open_naively, url, steps) as (a, b):
        if on.sqlite:
            assert seen(work(a, b)) == failure
        else:
            with seen.refusal():
                work(a, b)


def test_naive_with_begin_alone_a_reader_stops_the_writer(url: str, steps: Steps, on: On, seen: Seen) -> None:
    with two_sessions(open_with_begin, url, steps) as (a, b):
        likes(a)
        if on.sqlite:
            # The driver waits 5 seconds. With a rollback journal, the COMMIT waits until no transaction reads.
            b.connection().exec_driver_sql("PRAGMA busy_timeout = 1")
            with seen.raises(OperationalError, "SQLITE_BUSY"):
                store(b, 7)
        else:
            store(b, 7)
            seen("no failure: B writes while A reads")


def test_cure_one_transaction_reads_one_value_while_another_one_writes(url: str, steps: Steps, seen: Seen) -> None:
    with two_sessions(open_database, url, steps) as (a, b):
        assert seen(read_twice(a, b)) == "A reads 0, then 0"


@pytest.mark.parametrize("work", [both_like, both_leave])
def test_cure_the_second_is_refused(
    work: Callable[[Session, Session], str], url: str, steps: Steps, seen: Seen
) -> None:
    with two_sessions(open_database, url, steps) as (a, b), seen.refusal():
        work(a, b)


def test_cure_the_busy_timeout_bounds_how_long_a_writer_waits_for_another_one(url: str, steps: Steps, on: On) -> None:
    give_up_at_once = on(sqlite="PRAGMA busy_timeout = 1", postgresql="SET LOCAL lock_timeout = '1ms'")
    with two_sessions(open_database, url, steps) as (a, b):
        a.execute(update(Photo).values(likes=1))
        b.connection().exec_driver_sql(give_up_at_once)
        with pytest.raises(OperationalError, match=on(sqlite="database is locked", postgresql="lock timeout")):
            store(b, 7)
