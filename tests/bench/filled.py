"""The databases of the benchmarks, and many rows in them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from blog import migrations
from blog.database import Database
from tests.backends import Backend, PostgreSQL, SQLite
from tests.makers import store_many
from tests.postgres import server


@contextmanager
def databases() -> Iterator[dict[str, Backend]]:
    """Run a PostgreSQL server; gives both databases by their names."""
    with server(os.environ.get("BLOG_TEST_POSTGRES_FROM")) as (url, source):
        yield {"SQLite": SQLite(), "PostgreSQL": PostgreSQL(url, source)}


def fill(url: str, posts: int, authors: int = 500) -> None:
    """Make the blog's tables in an empty database, and store so many posts and authors."""
    database = Database(url)
    migrations.migrate(database)
    with database.writing() as session:
        store_many(session.connection(), posts, authors)
        session.execute(text("ANALYZE"))
    database.dispose()
