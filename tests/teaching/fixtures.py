"""The fixtures of the lessons: two sessions, the differences between the databases, and a record of what was seen."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from typing import Any, TypeVar

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from blog.database import READER_OPTIONS, WRITER_OPTIONS, Database
from tests.databases import transactional_engine
from tests.isolation.anomalies import anomalies
from tests.isolation.workload import Recorder, make_lists
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits, make_impatient

T = TypeVar("T")

# Data that the transaction has read has changed, so that it may not write: the database prevents a failure.
REFUSALS = {"SQLITE_BUSY_SNAPSHOT", "40001"}

# An address in memory and a link to SQLAlchemy's manual differ from run to run, or with another version.
VARYING = re.compile(r" at 0x[0-9a-fA-F]+| \(Background on this error at: \S+\)")


class On:
    """The expected value, which differs between SQLite and PostgreSQL."""

    def __init__(self, database: str) -> None:
        """Choose the values of "sqlite" or of "postgresql"."""
        self._database = database

    @property
    def sqlite(self) -> bool:
        """Whether SQLite is running."""
        return self._database == "sqlite"

    def __call__(self, *, sqlite: T, postgresql: T) -> T:
        """Return the value of the running database."""
        return {"sqlite": sqlite, "postgresql": postgresql}[self._database]


class Seen:
    """A record of what a test saw: the failure in the naive half, the good outcome in the cure. The table shows it."""

    def __init__(self) -> None:
        """Begin with an empty record."""
        self.all: list[str] = []

    def __call__(self, what: str) -> str:
        """Record what was seen, in a few words; return it, so that the test can compare it."""
        self.all.append(what)
        return what

    @contextmanager
    def raises(self, error: type[Exception], code: str = "") -> Iterator[None]:
        """Expect exactly this class, and this code if the database raises the error; record the error."""
        with pytest.raises(error) as caught:
            yield
        assert (type(caught.value), code_of(caught.value)) == (error, code), caught.value
        message = VARYING.sub("", str(getattr(caught.value, "orig", caught.value)).splitlines()[0])
        self(f"{code or error.__name__}: {message}")

    @contextmanager
    def refusal(self) -> Iterator[None]:
        """Expect that the database refuses a write, since data that the transaction has read has changed; record it.

        A refusal prevents a failure: nothing is lost if the transaction is rolled back and run again.
        """
        with pytest.raises(OperationalError) as caught:
            yield
        code = code_of(caught.value)
        assert code in REFUSALS, caught.value
        self(f"refused, to be run again: {code}")


class Record:
    """Records the reads of transactions from the lists "x" and "y", and their appends, for the isolation checker."""

    def __init__(self, database: Database) -> None:
        """Create the two lists, empty."""
        self._database = database
        self._recorders: list[Recorder] = []
        make_lists(database.engine, ["x", "y"])

    def __call__(self, session: Session) -> Recorder:
        """Return a recorder of the session's next transaction: `read("x")`, `append("x", 1)` and `commit()`."""
        self._recorders.append(Recorder(f"T{len(self._recorders) + 1}", session))
        return self._recorders[-1]

    def anomalies(self) -> str:
        """Return the names of the anomalies that the isolation checker finds, or "no anomaly"."""
        with self._database.reading() as session:
            last = Recorder("the last reader", session)
            last.read("x")
            last.read("y")
            last.commit()
        found = anomalies([recorder.transaction for recorder in [*self._recorders, last]])
        return ", ".join(anomaly.title for anomaly in found) or "no anomaly"


def code_of(error: Exception) -> str:
    """Return PostgreSQL's SQLSTATE or SQLite's name of the error; "" if the error is not from the database."""
    original = getattr(error, "orig", None)
    return str(getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", ""))


def begin_reading(session: Session) -> Session:
    """Begin a transaction as the blog's readers do, with one snapshot; return the session."""
    session.connection(execution_options=READER_OPTIONS[session.get_bind().dialect.name])
    return session


def begin_writing(session: Session) -> Session:
    """Begin a transaction as the blog's writers do, on SQLite with the write lock; return the session."""
    session.connection(execution_options=WRITER_OPTIONS[session.get_bind().dialect.name])
    return session


def begin_serializable(session: Session) -> Session:
    """Begin a transaction at SERIALIZABLE, which ends as if it had run alone, or is refused; return the session.

    On SQLite, every transaction of `a` and `b` is serializable, and none of `plain_a` and `plain_b` is.
    """
    session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
    return session


@pytest.fixture
def on(database: Database) -> On:
    """The expected value, which differs between SQLite and PostgreSQL: `on(sqlite=…, postgresql=…)`."""
    return On(database.engine.dialect.name)


@pytest.fixture
def seen(request: pytest.FixtureRequest) -> Iterator[Seen]:
    """The record of what the test saw."""
    seen = Seen()
    yield seen
    request.node.user_properties.append(("seen", "; ".join(seen.all)))


@pytest.fixture
def tables(request: pytest.FixtureRequest, database: Database) -> Iterator[Database]:
    """The database, with the lesson's own tables, if it has a `class Tables(DeclarativeBase)`."""
    own = getattr(request.module, "Tables", None)
    if own is not None:
        own.metadata.create_all(database.engine)
    yield database
    if own is not None:
        own.metadata.drop_all(database.engine)


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> Iterator[Steps]:
    """The statements that A and B send, in order."""
    steps = Steps()
    yield steps
    request.node.user_properties.append(("steps", json.dumps([astuple(step) for step in steps.taken])))


@pytest.fixture
def record(database: Database) -> Record:
    """Records transactions for the isolation checker: `record(a).append("x", 1)`."""
    return Record(database)


def _session(name: str, *, plain: bool = False) -> Callable[..., Any]:
    @pytest.fixture(name=f"plain_{name}".lower() if plain else name.lower())
    def session(database_url: str, tables: Database, steps: Steps) -> Iterator[Session]:
        # The file is in WAL mode for both engines; without BEGIN, WAL makes no difference to the results.
        engine = create_engine(database_url) if plain else transactional_engine(database_url)
        make_impatient(engine)
        steps.watch(engine, name)
        with Session(engine, info={"name": name, "plain": plain}) as session:
            yield session
        engine.dispose()

    session.__doc__ = (
        f"Session {name} on a plain engine, made from a URL alone: on SQLite the driver sends no BEGIN for a SELECT."
        if plain
        else f"Session {name} on an engine set up like the blog's: on SQLite each transaction begins with BEGIN."
    )
    return session


a = _session("A")
b = _session("B")
plain_a = _session("A", plain=True)
plain_b = _session("B", plain=True)


@pytest.fixture
def waits(database: Database, steps: Steps) -> Iterator[Waits]:
    """Runs a statement that waits for a lock: `waits(b, lambda: …)` returns as soon as B waits."""
    with Waits(database, steps) as waits:
        yield waits
