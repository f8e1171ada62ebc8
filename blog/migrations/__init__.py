"""The schema of the database, revision by revision, and what is done about it at start.

Alembic runs the revisions in `versions/`. Every one runs in one transaction with the rest: a migration that fails
changes nothing.
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
BEFORE_REVISIONS = "0002"  # what a database is like that was made before there were revisions


class SchemaError(Exception):
    """The schema of the database is not the one that this blog works with; the message says what mends it."""


def configuration(connection: Connection | None = None) -> Config:
    """Return what Alembic's commands take: where the revisions are, and the connection that they change."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "blog:migrations")
    return config


def prepare(database: Database) -> None:
    """Make the tables of an empty database; take over one from before there were revisions.

    Safe while other processes do the same. Raises SchemaError if the schema is older or newer than this blog's, or
    of unknown making.
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
            f"The database is at revision {', '.join(found)}, and this blog works with {newest}. Bring it there:\n"
            "  python -m blog migrate"
        )


def migrate(database: Database) -> str:
    """Bring the schema to the newest revision, and return that; raise SchemaError if there is no way to it."""
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
    """Return the revision that the database is at, or nothing where it has none."""
    return set(MigrationContext.configure(connection).get_current_heads())


def _raise_if_unknown(found: set[str]) -> None:
    if unknown := found - {script.revision for script in _scripts().walk_revisions()}:
        raise SchemaError(
            f"The database is at revision {', '.join(unknown)}, which this blog does not know: a newer blog has "
            "changed it.\nInstall that newer blog, or set BLOG_DATABASE_URL to another database."
        )


def _take_over(database: Database, connection: Connection) -> None:
    """Give its revision to a database from before there were any; raise SchemaError if its schema is another one."""
    found = describe(connection)
    with database.scratch(connection) as scratch:
        command.upgrade(configuration(scratch), BEFORE_REVISIONS)
        wanted = describe(scratch)
    if found != wanted:
        differences = [f"  missing: {line}" for line in sorted(wanted - found)]
        differences += [f"  unknown: {line}" for line in sorted(found - wanted)]
        raise SchemaError(
            "The database was made before its schema had revisions, and not as the blog made it then:\n"
            + "\n".join(differences)
            + "\nMake it so by hand, or set BLOG_DATABASE_URL to another database."
        )
    command.stamp(configuration(connection), BEFORE_REVISIONS)
