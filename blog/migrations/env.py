"""Alembic runs this module for each of its commands, on the connection in its configuration.

The command line gives no connection: there it is the database of the environment.
"""

from alembic import context
from sqlalchemy import Connection

from blog.database import Database
from blog.models import Base
from blog.settings import Settings


def run(connection: Connection) -> None:
    """Run the command on the connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(Settings.from_environment().database_url)
    with database.migrating() as opened:
        run(opened)
    database.dispose()
