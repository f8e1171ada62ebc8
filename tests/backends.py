"""The databases that the suite runs on, and what they can do.

A test never asks which database it is on. Where the two truly differ, it asks for a capability and asserts both
outcomes.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, NullPool, create_engine, make_url, text

# Whether a statement in this database waits for a lock.
WAITING = text(
    "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


class Backend(ABC):
    """A place where databases can be made."""

    enforces_varchar_length: bool
    """A value that is too long for its VARCHAR is refused by the column's type, before any CHECK."""

    names_foreign_keys: bool
    """The error of a violated foreign key names the constraint."""

    locks_rows: bool
    """Writers lock the rows that they ask for; else there is one lock, for the whole database."""

    rebuilds_tables: bool
    """A migration changes a table by making it anew, without foreign keys meanwhile; else by ALTER TABLE."""

    refuses_writes_of_readers: bool
    """A reading transaction that writes fails; else what it wrote is dropped with it."""

    counts: str
    """What `work` counts."""

    give_up_at_once: str
    """The statement after which a connection does not wait for a lock."""

    version: str
    """The name and the version of the database, and where it comes from."""

    @abstractmethod
    def new_database(self) -> AbstractContextManager[str]:
        """Make an empty database; gives its URL, and removes it in the end."""

    @abstractmethod
    def shell(self, url: str) -> str:
        """Return the command that opens the database at `url`, for a person to look into it."""

    @abstractmethod
    def first_writer(self, url: str) -> AbstractContextManager[Callable[[Any], None]]:
        """Write to the empty database at `url`; gives what ends that when a driver's connection waits for it."""

    @abstractmethod
    def waits_for_a_lock(self, connection: Connection) -> bool:
        """Return whether a statement waits for a lock on a row, as another connection to the database sees it."""

    @abstractmethod
    def begun(self, connection: Connection) -> str:
        """Return the statement by which the driver has begun a transaction, or "" where the blog sends its own."""

    @abstractmethod
    def work(self, connection: Connection, statement: str, parameters: Any) -> int:
        """Send a query as the driver takes it; returns how much the database did for it."""

    @abstractmethod
    def close_connections(self, url: str) -> None:
        """Close every connection to the database at `url`, as a restart of its server does, if there is a server."""


class SQLite(Backend):
    """SQLite, each database a file of its own."""

    enforces_varchar_length = False
    names_foreign_keys = False
    locks_rows = False
    rebuilds_tables = True
    refuses_writes_of_readers = False
    counts = "steps"
    give_up_at_once = "PRAGMA busy_timeout = 0"
    version = f"SQLite {sqlite3.sqlite_version}"

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """Name a file that is not there yet."""
        with TemporaryDirectory() as directory:
            yield f"sqlite:///{directory}/blog.db"

    def shell(self, url: str) -> str:
        """Return a command of SQLite's shell."""
        return f"sqlite3 {make_url(url).database}"

    @contextmanager
    def first_writer(self, url: str) -> Iterator[Callable[[Any], None]]:
        """Hold the write lock until the other one is about to ask for it."""
        with closing(sqlite3.connect(str(make_url(url).database))) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield lambda other: other.set_trace_callback(
                lambda statement: writer.commit() if statement == "BEGIN IMMEDIATE" else None
            )

    def waits_for_a_lock(self, connection: Connection) -> bool:
        """Return True: a writer waits before it reads, so a wait that begins later changes nothing."""
        return True

    def begun(self, connection: Connection) -> str:
        """Return nothing: BEGIN is a statement like the others."""
        return ""

    def work(self, connection: Connection, statement: str, parameters: Any) -> int:
        """Return the steps of SQLite's virtual machine."""
        driver: Any = connection.connection.dbapi_connection
        steps = count()
        driver.set_progress_handler(lambda: next(steps) < 0, 1)
        connection.exec_driver_sql(statement, parameters).all()
        driver.set_progress_handler(None, 1)
        return next(steps)

    def close_connections(self, url: str) -> None:
        """Do nothing: a file has no server."""


class PostgreSQL(Backend):
    """A PostgreSQL server."""

    enforces_varchar_length = True
    names_foreign_keys = True
    locks_rows = True
    rebuilds_tables = False
    refuses_writes_of_readers = True
    counts = "looks at rows"
    give_up_at_once = "SET lock_timeout = '1ms'"

    def __init__(self, url: str, source: str) -> None:
        """Make the databases on the server at `url`, of a user who may create databases, which comes from `source`."""
        self._url = make_url(url)
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with self._admin.connect() as connection:
            self.version = f"PostgreSQL {connection.scalar(text('SHOW server_version'))} from {source}"

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """Create a database; its encoding and locale are named, since servers differ in their defaults."""
        name = f"blog_test_{uuid4().hex}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"))
            # A server's own time zone is often UTC, which would hide an instant that is kept without one.
            connection.execute(text(f"ALTER DATABASE {name} SET timezone TO 'Asia/Kathmandu'"))
            yield self._url.set(database=name).render_as_string(hide_password=False)
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def shell(self, url: str) -> str:
        """Return a command of PostgreSQL's shell."""
        return f"psql {make_url(url).set(drivername='postgresql').render_as_string(hide_password=False)}"

    def first_writer(self, url: str) -> AbstractContextManager[Callable[[Any], None]]:
        """Hold nothing: nobody waits."""
        return nullcontext(lambda _: None)

    def waits_for_a_lock(self, connection: Connection) -> bool:
        """Look at the statements that run in the database."""
        return bool(connection.scalar(WAITING))

    def begun(self, connection: Connection) -> str:
        """Return what psycopg makes of the isolation level that it was given."""
        driver: Any = connection.connection.dbapi_connection
        level = driver.isolation_level.name.replace("_", " ")
        return f"BEGIN ISOLATION LEVEL {level}{' READ ONLY' if driver.read_only else ''}"

    def work(self, connection: Connection, statement: str, parameters: Any) -> int:
        """Return the rows that were looked at in tables and indexes, of those too that were not wanted."""
        explained = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
        [[root]] = connection.exec_driver_sql(explained, parameters).scalars()
        return round(sum(map(_rows_looked_at, _nodes(root["Plan"]))))

    def close_connections(self, url: str) -> None:
        """End the server's processes that serve the database."""
        ending = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        with self._admin.connect() as connection:
            connection.execute(ending, {"name": make_url(url).database})


def _nodes(plan: Any) -> Iterator[Any]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


def _rows_looked_at(node: Any) -> float:
    if not node["Node Type"].endswith("Scan"):
        return 0
    looked_at = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    return float(node["Actual Loops"] * sum(node.get(name, 0) for name in looked_at))
