"""`python -m blog`: serve the blog, or migrate its database to the newest schema."""

import argparse
import sys

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from blog import migrations
from blog.database import Database, DatabaseURLError, OrphansError
from blog.demo import add_sample_data
from blog.migrations import SchemaError
from blog.settings import Settings


def main() -> None:
    """Serve the blog until it is interrupted, or migrate; exit with a message if the database cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m blog", description="Serve the blog.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=["serve", "migrate"],
        default="serve",
        help="serve the blog, or migrate its database to the newest schema (without a command: serve)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="the number of processes (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="add sample users and posts, if there are no users")
    options = parser.parse_args()
    try:
        database = Database(Settings.from_environment().database_url)
        if options.command == "migrate":
            print(f"The database is at revision {migrations.migrate(database)}.")
            return
        _prepare(database, demo=options.demo)
    except (DatabaseURLError, SchemaError, OrphansError) as error:
        sys.exit(str(error))
    except SQLAlchemyError as error:
        sys.exit(f"The blog cannot use its database: {error}\nStart the server, or set BLOG_DATABASE_URL to another.")
    uvicorn.run("blog.app:create_app", factory=True, host=options.host, port=options.port, workers=options.workers)


def _prepare(database: Database, *, demo: bool) -> None:
    migrations.prepare(database)
    if demo:
        with database.starting() as session:
            add_sample_data(session)
    database.dispose()


main()
