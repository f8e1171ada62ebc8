"""The database: the only module that knows which one it is."""

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

BUSY_TIMEOUT = 30  # seconds that a writer waits for SQLite's one write lock
STARTUP_LOCK = 0x626C6F67  # "blog": the key of the PostgreSQL advisory lock that one starting process holds

# A reader sees one snapshot for all its statements: SQLite gives it to any transaction, PostgreSQL when asked.
READER_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"sqlite_begin": "BEGIN DEFERRED"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
# A writer locks before it reads, since SQLite cannot turn a reader into a writer while another one writes.
# PostgreSQL locks row by row: the queries ask for that.
WRITER_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"sqlite_begin": "BEGIN IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


class DatabaseURLError(ValueError):
    """BLOG_DATABASE_URL names no database that the blog can use; the message says which it can."""


class OrphansError(Exception):
    """A migration would leave rows that refer to rows that are gone; the message says which."""


class Database:
    """One database, and the transactions on it.

    A session is opened where it is used and closed there: a connection never waits for a thread, so that any number
    of requests share a small pool.
    """

    def __init__(self, url: str) -> None:
        """Prepare for the database at `url`, without connecting; raise DatabaseURLError if it cannot be one."""
        self.engine = _create_engine(_parse_url(url))
        dialect = self.engine.dialect.name
        self._writing_engine = self.engine.execution_options(**WRITER_OPTIONS[dialect])
        self._readers = sessionmaker(self.engine.execution_options(**READER_OPTIONS[dialect]))
        self._writers = sessionmaker(self._writing_engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one snapshot of the data and changes nothing."""
        with self._readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are committed together at the end, or not at all if an error leaves it."""
        with self._writers.begin() as session:
            yield session

    @contextmanager
    def starting(self) -> Iterator[Session]:
        """Give a writing session that only one process at a time holds, for what is done once at start."""
        with self.writing() as session:
            self._keep_others_waiting(session.connection())
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Give a connection in a transaction that only one process at a time holds, in which tables may be changed.

        Raises OrphansError, and changes nothing, if rows are left in the end that refer to rows that are gone.
        """
        with self._writing_engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
            self._keep_others_waiting(connection)
            yield connection
            _raise_if_orphans(connection)

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[Connection]:
        """Give a connection to an empty database of the same kind, gone in the end, while `connection` migrates."""
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

    def _keep_others_waiting(self, connection: Connection) -> None:
        if self.engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": STARTUP_LOCK})


def violated_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that the error is about, or "" where the database does not tell."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name or ""
    # SQLite names a CHECK and an index of expressions; of other unique keys it names the columns, and no foreign key.
    unique = {
        ", ".join(map(str, key.columns)): str(key.name)
        for table in Base.metadata.tables.values()
        for key in (*table.constraints, *table.indexes)
        if isinstance(key, UniqueConstraint | PrimaryKeyConstraint) or (isinstance(key, Index) and key.unique)
    }
    what = str(error.orig).partition(" constraint failed: ")[2]
    return unique.get(what, what.removeprefix("index ").strip("'"))


def gives_ids_again(connection: Connection, table: str) -> bool:
    """Return whether the id of a deleted last row goes to the next one, which no Inspector tells."""
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
    if url.get_dialect().name != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes late and never for a SELECT, so that snapshots and savepoints leak; we send ours.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Readers go on while one process writes. To change the mode of a new database SQLite waits for nobody, for the
    # write lock it does.
    while not _is_wal(connection):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")


def _is_wal(connection: SQLiteConnection) -> bool:
    with suppress(OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
        return True
    return False


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by making it anew: with foreign keys on, dropping the old one deletes what refers to it.
    # The PRAGMA does nothing inside a transaction.
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
            f"The migration would leave {len(orphans)} rows that refer to rows that are gone, the first of them in "
            f"{table} (rowid {row}), to {parent}. Nothing was changed: mend the migration."
        )
