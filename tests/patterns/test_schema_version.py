"""Schema version: at start, a process checks that the database has the schema revision of its code.

Prevents: a server starts on a database that a newer version has migrated, and fails at a later request.
On SQLite: create_all() creates missing tables, but checks no column; a request then fails for a missing column.
On PostgreSQL: create_all() creates missing tables, but checks no column; a request then fails for a missing column.
When not: old code must run on a newer schema, as in expand and contract: then accept compatible revisions.
Alternatives: migrate at start, if only one process starts at a time; a query of each table, to find missing columns.

Sources:
- MetaData.create_all, https://docs.sqlalchemy.org/en/21/core/metadata.html#sqlalchemy.schema.MetaData.create_all
- Test current database revision is at head(s), https://alembic.sqlalchemy.org/en/latest/cookbook.html#test-current-database-revision-is-at-head-s
"""

from collections.abc import Callable, Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from blog import migrations, queries
from blog.database import Database
from blog.migrations import SchemaError
from blog.models import Base
from blog.paging import Page
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps


@pytest.fixture
def changed(new_database_url: str, steps: Steps) -> Iterator[Database]:
    """A database of the blog that a newer version has migrated: the column title is renamed headline."""
    database = Database(new_database_url)
    migrations.migrate(database)
    with database.migrating() as connection:
        Operations(MigrationContext.configure(connection)).alter_column("posts", "title", new_column_name="headline")
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    steps.watch(database.engine, "A")
    yield database
    database.dispose()


def serve(database: Database) -> None:
    """Answer a request."""
    with database.reading() as session:
        queries.list_posts(session, Page())


def make_missing_tables(database: Database) -> None:
    """Create missing tables, then report that the server is ready."""
    Base.metadata.create_all(database.engine)


def ping(database: Database) -> None:
    """Run a query, then report that the server is ready."""
    with database.reading() as session:
        session.execute(text("SELECT 1"))


def start(database: Database) -> None:
    """Report that the server is ready; raises SchemaError if the schema of the database is not the one of this code."""
    # cure: compare the database's revision with the code's, as blog.migrations does
    migrations.prepare(database)
    # end of cure


@pytest.mark.parametrize("start", [make_missing_tables, ping])
def test_naive_it_starts_and_fails_at_the_first_request(
    changed: Database, on: On, seen: Seen, start: Callable[[Database], None]
) -> None:
    start(changed)
    refused = on(sqlite=OperationalError, postgresql=ProgrammingError)
    with seen.raises(refused, on(sqlite="SQLITE_ERROR", postgresql="42703")):
        serve(changed)


def test_cure_it_does_not_start(changed: Database, seen: Seen) -> None:
    with seen.raises(SchemaError):
        start(changed)


def test_cure_it_does_not_start_on_a_newer_version_that_the_request_does_not_notice(
    changed: Database, seen: Seen
) -> None:
    with changed.migrating() as connection:
        Operations(MigrationContext.configure(connection)).alter_column("posts", "headline", new_column_name="title")
    serve(changed)

    with seen.raises(SchemaError):
        start(changed)


def test_cure_it_starts_on_a_database_of_its_own_version(new_database_url: str) -> None:
    database = Database(new_database_url)
    migrations.migrate(database)

    try:
        start(database)
    finally:
        database.dispose()
