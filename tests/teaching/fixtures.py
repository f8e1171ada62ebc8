"""What a lesson asks for: two sessions, what differs between the databases, and where to say what was seen."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from typing import Any, TypeVar

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from blog.database import READER_OPTIONS, WRITER_OPTIONS, Database
from tests.teaching.steps import Steps
from tests.teaching.waiting import Waits, set_patience

T = TypeVar("T")

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


def _session(name: str) -> Callable[..., Any]:
    @pytest.fixture(name=name.lower())
    def session(database_url: str, tables: Database, steps: Steps) -> Iterator[Session]:
        opened = Database(database_url)
        event.listen(opened.engine, "begin", set_patience, insert=True)
        steps.watch(opened.engine, name)
        with Session(opened.engine, info={"name": name}) as session:
            yield session
        opened.dispose()

    session.__doc__ = f"Session {name}, which begins a transaction with its first statement, as the database likes."
    return session


a = _session("A")
b = _session("B")


@pytest.fixture
def waits(database: Database, steps: Steps) -> Iterator[Waits]:
    """How a session waits for another one: `waits(b, lambda: …)` returns when B does."""
    with Waits(database, steps) as waits:
        yield waits
