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

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

# Whether a statement in this database waits for a lock.
WAITING = text(
    "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


class Backend(ABC):
    """A place where databases can be made."""

    enforces_varchar_length: bool
    """The type of a column refuses a text that is too long for its VARCHAR, before any CHECK constraint does."""

    names_foreign_keys: bool
    """The error of a violated foreign key names the constraint."""

    locks_rows: bool
    """A writer locks the rows that it reads for update; else there is one write lock for the whole database."""

    rebuilds_tables: bool
    """A migration changes a table by copying it, with foreign keys off meanwhile; else by ALTER TABLE."""

    refuses_writes_of_readers: bool
    """A write in a reading transaction fails; else it is rolled back at the end."""

    counts: str
    """The unit of the number that `work` returns."""

    give_up_at_once: str
    """The statement that makes a connection fail at once instead of waiting for a lock."""

    version: str
    """The name and the version of the database, and where it comes from."""

    @abstractmethod
    def new_database(self) -> AbstractContextManager[str]:
        """Make an empty database, yield its URL, and remove the database at the end."""

    @abstractmethod
    def shell(self, url: str) -> str:
        """Return the shell command that opens the database at `url`."""

    @abstractmethod
    def first_writer(self, url: str) -> AbstractContextManager[Callable[[Any], None]]:
        """Begin to write to the empty database at `url`.

        Yields a function that takes another driver's connection. It makes the writer commit as soon as that connection
        asks for the lock.
        """

    @abstractmethod
    def waits_for_a_lock(self, connection: Connection) -> bool:
        """Return whether a statement in the database waits for a lock; `connection` is one that only observes."""

    @abstractmethod
    def begun(self, connection: Connection) -> str:
        """Return the BEGIN that the driver has sent by itself, or "" if the blog sends its own or none."""

    @abstractmethod
    def in_transaction(self, connection: Connection) -> bool:
        """Return whether the driver has begun a transaction, which it can commit or roll back."""

    @abstractmethod
    def work(self, connection: Connection, statement: str, parameters: Any) -> int:
        """Run a query, with parameters in the driver's style; return how much work the database did for it."""

    @abstractmethod
    def close_connections(self, url: str) -> None:
        """Close every connection to the database at `url`, as a restart of its server does, if there is a server."""


class SQLite(Backend):
    """SQLite: each database is a file of its own."""

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
        """Yield the URL of a file that does not exist yet."""
        with TemporaryDirectory() as directory:
            yield f"sqlite:///{directory}/blog.db"

    def shell(self, url: str) -> str:
        """Return a sqlite3 command."""
        return f"sqlite3 {make_url(url).database}"

    @contextmanager
    def first_writer(self, url: str) -> Iterator[Callable[[Any], None]]:
        """Hold the write lock until the other connection is about to ask for it."""
        with closing(sqlite3.connect(str(make_url(url).database))) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield lambda other: other.set_trace_callback(
                lambda statement: writer.commit() if statement == "BEGIN IMMEDIATE" else None
            )

    def waits_for_a_lock(self, connection: Connection) -> bool:
        """Return True: a writer takes the lock before it reads, so it does not matter when it begins to wait."""
        return True

    def begun(self, connection: Connection) -> str:
        """Return "": the blog itself sends BEGIN, as a statement like any other."""
        return ""

    def in_transaction(self, connection: Connection) -> bool:
        """Return what the driver says."""
        driver: Any = connection.connection.dbapi_connection
        return bool(driver.in_transaction)

    def work(self, connection: Connection, statement: str, parameters: Any) -> int:
        """Run the query; return how many steps SQLite's virtual machine took."""
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
        """Use the server at `url`, whose user may create databases; `source` says where the server comes from."""
        self._url = make_url(url)
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with self._admin.connect() as connection:
            self.version = f"PostgreSQL {connection.scalar(text('SHOW server_version'))} from {source}"

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """Create a database with an explicit encoding and locale, since servers differ in their defaults."""
        name = f"blog_test_{uuid4().hex}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"))
            # A server's time zone is often UTC, which would hide an instant that is stored without its time zone.
            connection.execute(text(f"ALTER DATABASE {name} SET timezone TO 'Asia/Kathmandu'"))
            yield self._url.set(database=name).render_as_string(hide_password=False)
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def shell(self, url: str) -> str:
        """Return a psql command."""
        return f"psql {make_url(url).set(drivername='postgresql').render_as_string(hide_password=False)}"

    def first_writer(self, url: str) -> AbstractContextManager[Callable[[Any], None]]:
        """Lock nothing: on PostgreSQL, opening a new database does not wait for a writer."""
        return nullcontext(lambda _: None)

    def waits_for_a_lock(self, connection: Connection) -> bool:
        """Look for one among the statements that run in the database."""
        return bool(connection.scalar(WAITING))

    def begun(self, connection: Connection) -> str:
        """Return the BEGIN that psycopg sends for the isolation level of the connection; none if it is autocommit."""
        driver: Any = connection.connection.dbapi_connection
        if driver.autocommit:
            return ""
        level = driver.isolation_level.name.replace("_", " ")
        return f"BEGIN ISOLATION LEVEL {level}{' READ ONLY' if driver.read_only else ''}"

    def in_transaction(self, connection: Connection) -> bool:
        """Return what the server said last."""
        driver: Any = connection.connection.dbapi_connection
        return bool(driver.info.transaction_status != TransactionStatus.IDLE)

    def work(self, connection: Connection, statement: str, parameters: Any) -> int:
        """Run the query; return how many rows of tables and indexes were read, including those filtered out."""
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
