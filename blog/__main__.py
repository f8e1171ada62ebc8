"""`python -m blog`: serve the blog."""

import argparse
import sys

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from blog.database import Database, DatabaseURLError
from blog.demo import add_sample_data
from blog.settings import Settings


def main() -> None:
    """Serve the blog until it is interrupted; exit with a message if its database cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m blog", description="Serve the blog.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="the number of processes (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="add sample users and posts, if there are no users")
    options = parser.parse_args()
    try:
        _prepare(Settings.from_environment().database_url, demo=options.demo)
    except DatabaseURLError as error:
        sys.exit(str(error))
    except SQLAlchemyError as error:
        sys.exit(f"The blog cannot use its database: {error}\nStart the server, or set BLOG_DATABASE_URL to another.")
    uvicorn.run("blog.app:create_app", factory=True, host=options.host, port=options.port, workers=options.workers)


def _prepare(database_url: str, *, demo: bool) -> None:
    database = Database(database_url)
    database.create_schema()
    if demo:
        with database.starting() as session:
            add_sample_data(session)
    database.dispose()


main()
