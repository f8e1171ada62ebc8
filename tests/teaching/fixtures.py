"""What a lesson asks for: two sessions, what differs between the databases, and where to say what was seen."""

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
from tests.isolation.anomalies import anomalies
from tests.isolation.workload import Recorder, make_lists
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits, make_impatient

T = TypeVar("T")

# What the transaction has read has changed, so that it may not write: the database prevents a failure.
REFUSALS = {"SQLITE_BUSY_SNAPSHOT", "40001"}

# An address in memory and a link to SQLAlchemy's manual are other ones in another run, or with another version.
PASSING = re.compile(r" at 0x[0-9a-fA-F]+| \(Background on this error at: \S+\)")


class On:
    """What to expect, on the one database and on the other."""

    def __init__(self, database: str) -> None:
        """Expect what is true of the database: "sqlite" or "postgresql"."""
        self._database = database

    @property
    def sqlite(self) -> bool:
        """Whether SQLite is running."""
        return self._database == "sqlite"

    def __call__(self, *, sqlite: T, postgresql: T) -> T:
        """Return the one that is true of the running database."""
        return {"sqlite": sqlite, "postgresql": postgresql}[self._database]


class Seen:
    """What a test saw: in the naive half the failure itself, then the good outcome. It goes into the table."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.all: list[str] = []

    def __call__(self, what: str) -> str:
        """Write down what was seen, in a few words; returns it, to be compared with what was expected."""
        self.all.append(what)
        return what

    @contextmanager
    def raises(self, error: type[Exception], code: str = "") -> Iterator[None]:
        """Demand exactly this class, and this code where the database raises it; write the error down."""
        with pytest.raises(error) as caught:
            yield
        assert (type(caught.value), code_of(caught.value)) == (error, code), caught.value
        message = PASSING.sub("", str(getattr(caught.value, "orig", caught.value)).splitlines()[0])
        self(f"{code or error.__name__}: {message}")

    @contextmanager
    def refusal(self) -> Iterator[None]:
        """Demand that the database refuses to write, since what the transaction has read has changed; write it down.

        That is no failure but the end of one: nothing is lost, if the transaction is rolled back and run again.
        """
        with pytest.raises(OperationalError) as caught:
            yield
        code = code_of(caught.value)
        assert code in REFUSALS, caught.value
        self(f"refused, to be run again: {code}")


class Record:
    """Records what transactions read from the lists "x" and "y" and append to them, for the isolation checker."""

    def __init__(self, database: Database) -> None:
        """Make the lists, both empty."""
        self._database = database
        self._recorders: list[Recorder] = []
        make_lists(database.engine, ["x", "y"])

    def __call__(self, session: Session) -> Recorder:
        """Return what records the session's next transaction: `read("x")`, `append("x", 1)` and `commit()`."""
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
    """Return the SQLSTATE of PostgreSQL or SQLite's name of the error; "" if it is not the database's."""
    original = getattr(error, "orig", None)
    return str(getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", ""))


def begin_reading(session: Session) -> Session:
    """Begin a transaction as the blog's readers do: of one snapshot; returns the session."""
    session.connection(execution_options=READER_OPTIONS[session.get_bind().dialect.name])
    return session


def begin_writing(session: Session) -> Session:
    """Begin a transaction as the blog's writers do: on SQLite with the write lock; returns the session."""
    session.connection(execution_options=WRITER_OPTIONS[session.get_bind().dialect.name])
    return session


def begin_serializable(session: Session) -> Session:
    """Begin a transaction that ends as if it had been alone, or is refused; returns the session.

    On SQLite each transaction of `a` and `b` is so, and none of `plain_a` and `plain_b`.
    """
    session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
    return session


@pytest.fixture
def on(database: Database) -> On:
    """What to expect, on the one database and on the other."""
    return On(database.engine.dialect.name)


@pytest.fixture
def seen(request: pytest.FixtureRequest) -> Iterator[Seen]:
    """Where the test says what it saw."""
    seen = Seen()
    yield seen
    request.node.user_properties.append(("seen", "; ".join(seen.all)))


@pytest.fixture
def tables(request: pytest.FixtureRequest, database: Database) -> Iterator[Database]:
    """The database, with the lesson's own tables where it has some: those of its `class Tables(DeclarativeBase)`."""
    own = getattr(request.module, "Tables", None)
    if own is not None:
        own.metadata.create_all(database.engine)
    yield database
    if own is not None:
        own.metadata.drop_all(database.engine)


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> Iterator[Steps]:
    """What A and B send, step by step."""
    steps = Steps()
    yield steps
    request.node.user_properties.append(("steps", json.dumps([astuple(step) for step in steps.taken])))


@pytest.fixture
def record(database: Database) -> Record:
    """How a transaction is recorded for the isolation checker: `record(a).append("x", 1)`."""
    return Record(database)


def _session(name: str, *, plain: bool = False) -> Callable[..., Any]:
    @pytest.fixture(name=f"plain_{name}".lower() if plain else name.lower())
    def session(database_url: str, tables: Database, steps: Steps) -> Iterator[Session]:
        # The file is in WAL mode on both; without BEGIN, that makes no difference to what is read and written.
        engine = create_engine(database_url) if plain else Database(database_url).engine
        make_impatient(engine)
        steps.watch(engine, name)
        with Session(engine, info={"name": name, "plain": plain}) as session:
            yield session
        engine.dispose()

    session.__doc__ = (
        f"Session {name} on a plain engine, with nothing but a URL: on SQLite the driver sends no BEGIN for a SELECT."
        if plain
        else f"Session {name} on an engine as the blog sets it up: on SQLite each transaction begins with BEGIN."
    )
    return session


a = _session("A")
b = _session("B")
plain_a = _session("A", plain=True)
plain_b = _session("B", plain=True)


@pytest.fixture
def waits(database: Database, steps: Steps) -> Iterator[Waits]:
    """How a session waits for another one: `waits(b, lambda: …)` returns when B does."""
    with Waits(database, steps) as waits:
        yield waits
