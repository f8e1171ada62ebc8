"""The database and its transactions: the only module that knows which database system it is."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Index,
    NullPool,
    PrimaryKeyConstraint,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from blog.models import Base

BUSY_TIMEOUT = 30  # seconds that a writer waits for SQLite's write lock
POOL_SIZE = 10  # connections of each process; a worker thread waits for one, which takes less time than to open one
STARTUP_LOCK = 0x626C6F67  # the key of the PostgreSQL advisory lock that one starting process holds

# All statements of a reader see one snapshot. On SQLite every transaction has one; on PostgreSQL, REPEATABLE READ.
READER_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"sqlite_begin": "BEGIN DEFERRED"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
# A writer takes SQLite's write lock before it reads: a reader that becomes a writer is refused if another transaction
# has written meanwhile. PostgreSQL locks rows, which the queries do.
WRITER_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"sqlite_begin": "BEGIN IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


class DatabaseURLError(ValueError):
    """The blog cannot use the database that BLOG_DATABASE_URL names; the message shows the URLs that it can use."""


class OrphansError(Exception):
    """A migration would leave rows with broken foreign keys; the message names the first of them."""


class Database:
    """One database, and the transactions on it.

    Open a session where it is used, and close it there: then no connection waits for a worker thread, and any number
    of requests share a small connection pool.
    """

    def __init__(self, url: str) -> None:
        """Prepare for the database at `url`, without connecting; raise DatabaseURLError if the blog cannot use it."""
        self.engine = _create_engine(_parse_url(url))
        dialect = self.engine.dialect.name
        self._writing_engine = self.engine.execution_options(**WRITER_OPTIONS[dialect])
        self._readers = sessionmaker(self.engine.execution_options(**READER_OPTIONS[dialect]))
        self._writers = sessionmaker(self._writing_engine)

    def autocommit(self) -> Connection:
        """Return a connection for a read of one statement, which saves the session, BEGIN and ROLLBACK."""
        return self.engine.connect()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for a read of several statements, which see one snapshot of the data."""
        with self._readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that is committed in the end, or rolled back if an exception leaves the block."""
        with self._writers.begin() as session:
            yield session

    @contextmanager
    def starting(self) -> Iterator[Session]:
        """Give a writing session that only one process holds at a time, for work that is done once at start."""
        with self.writing() as session:
            self._lock_out_other_starts(session.connection())
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Give a connection in a transaction that may change tables; only one process holds it at a time.

        Raises OrphansError, and rolls back, if rows have broken foreign keys in the end.
        """
        with self._writing_engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
            self._lock_out_other_starts(connection)
            yield connection
            _raise_if_orphans(connection)

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[Connection]:
        """Give a connection to a temporary empty database of the same system, while `connection` migrates."""
        if self.engine.dialect.name == "sqlite":
            with create_engine("sqlite://", poolclass=NullPool).begin() as empty:
                yield empty
        else:
            with connection.begin_nested() as savepoint:
                connection.execute(text("SET LOCAL search_path TO pg_temp"))
                yield connection
                savepoint.rollback()

    def dispose(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()

    def _lock_out_other_starts(self, connection: Connection) -> None:
        if self.engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": STARTUP_LOCK})


def violated_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that was violated, or "" where the database's error does not name it."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name or ""
    # SQLite's error has the name of a CHECK or of an index on expressions, the columns of any other unique key, and
    # nothing about a foreign key.
    unique = {
        ", ".join(map(str, key.columns)): str(key.name)
        for table in Base.metadata.tables.values()
        for key in (*table.constraints, *table.indexes)
        if isinstance(key, UniqueConstraint | PrimaryKeyConstraint) or (isinstance(key, Index) and key.unique)
    }
    what = str(error.orig).partition(" constraint failed: ")[2]
    return unique.get(what, what.removeprefix("index ").strip("'"))


def reuses_ids(connection: Connection, table: str) -> bool:
    """Return whether a new row can get the id of a deleted one, which SQLAlchemy's Inspector does not show."""
    if connection.dialect.name != "sqlite":
        return False
    sql = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
    return "AUTOINCREMENT" not in str(sql)


def _parse_url(url: str) -> URL:
    try:
        parsed = make_url(url)
        dialect = parsed.get_dialect().name
        parsed.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise DatabaseURLError(_url_message(url)) from error
    in_memory = dialect == "sqlite" and parsed.database in (None, "", ":memory:")
    if dialect not in READER_OPTIONS or parsed.get_dialect().is_async or in_memory:
        raise DatabaseURLError(_url_message(url))
    return parsed


def _url_message(url: str) -> str:
    scheme = url.partition("://")[0]  # the rest may hold a password
    return (
        f"The blog cannot use a database URL that starts with {scheme!r}. "
        "Set BLOG_DATABASE_URL to sqlite:///FILE or to postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
    )


def _create_engine(url: URL) -> Engine:
    # Connections beyond the pool's size would be closed after each use.
    pool = {"pool_size": POOL_SIZE, "max_overflow": 0}
    if url.get_dialect().name != "sqlite":
        return create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, **pool)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT}, **pool)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
    # The driver sends BEGIN only before a write, so a reader has no snapshot and a savepoint no transaction around it.
    # With isolation_level None it sends none, and _begin_sqlite does.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # With the write-ahead log, readers go on while one process writes. PRAGMA journal_mode ignores the busy timeout:
    # where another process switches the same new database, BEGIN IMMEDIATE waits for it.
    while not _switched_to_wal(connection):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")


def _switched_to_wal(connection: SQLiteConnection) -> bool:
    """Switch the database to the write-ahead log; return whether that succeeded."""
    with suppress(OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
        return True
    return False


def _begin_sqlite(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("sqlite_begin"):
        connection.exec_driver_sql(begin)


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by copying it. With foreign keys on, dropping the old table deletes the rows that refer to
    # it. The PRAGMA has no effect inside a transaction.
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _raise_if_orphans(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        table, row, parent, _ = orphans[0]
        raise OrphansError(
            f"The migration would leave {len(orphans)} rows with broken foreign keys; the first is the row with the "
            f"rowid {row} of {table}, which refers to {parent}. Nothing was changed: mend the migration."
        )
