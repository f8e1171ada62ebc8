"""Transactional DDL: a migration changes tables and rows in one transaction, so a failed migration changes nothing.

Prevents: a migration fails half way, and can neither continue nor start again.
On SQLite: Python's driver begins a transaction at the first change of a row, so a table created before that stays.
On PostgreSQL: no failure: CREATE TABLE is part of the transaction, and the rollback undoes it.
When not: a step cannot run in a transaction, such as CREATE INDEX CONCURRENTLY, or takes too long in one.
Alternatives: small steps, each in a transaction of its own, that can be repeated (IF NOT EXISTS).

Sources:
- sqlite3: Transaction control, https://docs.python.org/3/library/sqlite3.html#transaction-control
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Transaction, https://sqlite.org/lang_transaction.html
- ROLLBACK, https://www.postgresql.org/docs/current/sql-rollback.html
- DDL Internals: transactional_ddl of PostgreSQL, https://alembic.sqlalchemy.org/en/latest/api/ddl.html#alembic.ddl.postgresql.PostgresqlImpl.transactional_ddl
- CREATE INDEX: Building Indexes Concurrently, https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps

Open = Callable[[Callable[[str], Engine]], Engine]


@pytest.fixture
def opened(new_database_url: str, steps: Steps) -> Iterator[Open]:
    """Give a function that opens a new database: `opened(open_database)` returns the engine from `open_database`."""
    engines = []

    def open_it(open_database: Callable[[str], Engine]) -> Engine:
        engines.append(open_database(new_database_url))
        steps.watch(engines[-1], "A")
        return engines[-1]

    yield open_it
    for engine in engines:
        engine.dispose()


def open_naively(url: str) -> Engine:
    """Return an engine with the defaults of the driver."""
    return create_engine(url)


def open_database(url: str) -> Engine:
    """Return an engine that begins each transaction before its first statement, whichever that is."""
    engine = create_engine(url)
    # cure: on SQLite, set the driver's isolation_level to None, and send BEGIN
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    # end of cure
    return engine


def migrate(engine: Engine, first_post: int | None) -> None:
    """Create a table, and insert its first row, which must have a post."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE labels (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO labels (id, post_id) VALUES (1, :post)"), {"post": first_post})


def test_naive_the_table_stays_and_is_in_the_way(opened: Open, on: On, seen: Seen) -> None:
    engine = opened(open_naively)
    with pytest.raises(IntegrityError):
        migrate(engine, None)

    assert inspect(engine).has_table("labels") == on.sqlite
    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_ERROR"):
            migrate(engine, 1)
    else:
        migrate(engine, 1)
        seen("no failure: the table is gone, and the migration can begin again")


def test_cure_the_table_is_gone_and_the_migration_can_begin_again(opened: Open, seen: Seen) -> None:
    engine = opened(open_database)
    with pytest.raises(IntegrityError):
        migrate(engine, None)

    assert not inspect(engine).has_table("labels")
    migrate(engine, 1)
    with engine.connect() as connection:
        assert seen(f"{connection.scalar(text('SELECT count(*) FROM labels'))} row") == "1 row"
