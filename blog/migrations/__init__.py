"""The migrations: how a database gets its tables, and how a server checks them when it starts.

Alembic runs the revisions in `versions/`, all in one transaction: a migration that fails changes nothing.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from blog.database import Database
from blog.migrations.description import describe

VERSIONS = Path(__file__).parent / "versions"
BEFORE_REVISIONS = "0002"  # the revision that a database without revisions is equal to


class SchemaError(Exception):
    """The database has another schema than the one that this blog needs; the message says what to do."""


def configuration(connection: Connection | None = None) -> Config:
    """Return the configuration of Alembic's commands: the place of the revisions, and the connection to use."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "blog:migrations")
    return config


def prepare(database: Database) -> None:
    """Make the tables of an empty database, or check those of any other.

    Several processes may do so at the same time. Raises SchemaError if the schema is older or newer than this blog's,
    or unknown.
    """
    with database.reading() as session:
        found = _revisions(session.connection())
    if not found:
        migrate(database)
        return
    _raise_if_unknown(found)
    newest = _scripts().get_current_head()
    if found != {newest}:
        raise SchemaError(
            f"The database is at revision {', '.join(found)}, and this blog needs {newest}. Migrate it:\n"
            "  python -m blog migrate"
        )


def migrate(database: Database) -> str:
    """Migrate the database to the newest revision, and return that; raise SchemaError if that is impossible."""
    with database.migrating() as connection:
        found = _revisions(connection)
        _raise_if_unknown(found)
        if not found and describe(connection):
            _take_over(database, connection)
        command.upgrade(configuration(connection), "head")
        [newest] = _revisions(connection)
        return newest


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration())


def _revisions(connection: Connection) -> set[str]:
    """Return the revision of the database, or an empty set if it has none."""
    return set(MigrationContext.configure(connection).get_current_heads())


def _raise_if_unknown(found: set[str]) -> None:
    if unknown := found - {script.revision for script in _scripts().walk_revisions()}:
        raise SchemaError(
            f"The database is at revision {', '.join(unknown)}, which this blog does not know: a newer blog has "
            "changed it.\nInstall that newer blog, or set BLOG_DATABASE_URL to another database."
        )


def _take_over(database: Database, connection: Connection) -> None:
    """Write the revision into a database that is older than the revisions; raise SchemaError if its schema differs."""
    found = describe(connection)
    with database.scratch(connection) as scratch:
        command.upgrade(configuration(scratch), BEFORE_REVISIONS)
        wanted = describe(scratch)
    if found != wanted:
        differences = [f"  missing: {line}" for line in sorted(wanted - found)]
        differences += [f"  unknown: {line}" for line in sorted(found - wanted)]
        raise SchemaError(
            "The database has no revision, and its tables differ from those of the blog before there were revisions:\n"
            + "\n".join(differences)
            + "\nMend these by hand, or set BLOG_DATABASE_URL to another database."
        )
    command.stamp(configuration(connection), BEFORE_REVISIONS)
