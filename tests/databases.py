"""The database of a test run: the options that choose it, the run's header, and a database for each worker."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from blog import migrations
from blog.database import Database
from blog.models import Base
from tests.backends import Backend, PostgreSQL, SQLite
from tests.postgres import SOURCES, SourceError, server

# What SQLAlchemy's sessions do by default; an engine of the blog commits each statement by itself.
TRANSACTION: dict[str, dict[str, Any]] = {
    "sqlite": {"sqlite_begin": "BEGIN"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}

_server = pytest.StashKey[tuple[str, str]]()
_server_stop = pytest.StashKey[ExitStack]()
_backend = pytest.StashKey[Backend]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that choose the database."""
    group = parser.getgroup("database")
    group.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the database that the tests run on (default: %(default)s)",
    )
    group.addoption(
        "--postgres-from",
        choices=list(SOURCES),
        default=os.environ.get("BLOG_TEST_POSTGRES_FROM"),
        help="where PostgreSQL must come from: BLOG_TEST_POSTGRES_URL, Docker or a wheel "
        "(default: BLOG_TEST_POSTGRES_FROM, or the first of the three that can be used)",
    )
    group.addoption(
        "--keep-database",
        action="store_true",
        help="after a test has failed, wait for Enter before its database is emptied, and print how to open it",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server, once for all workers of pytest-xdist."""
    config = session.config
    if config.option.keep_database and config.getoption("numprocesses", None):
        raise pytest.UsageError("--keep-database waits for you at each failure: leave out --numprocesses.")
    if config.option.database == "sqlite":
        config.stash[_backend] = SQLite()
        return
    if not hasattr(config, "workerinput"):
        stack = config.stash[_server_stop] = ExitStack()
        try:
            config.stash[_server] = stack.enter_context(server(config.option.postgres_from))
        except SourceError as error:
            raise pytest.UsageError(str(error)) from error
    else:
        config.stash[_server] = config.workerinput["postgres"]
    config.stash[_backend] = PostgreSQL(*config.stash[_server])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Pass the server's URL to a worker of pytest-xdist."""
    node.workerinput["postgres"] = node.config.stash.get(_server, None)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the server."""
    if stack := session.config.stash.get(_server_stop, None):
        stack.close()


def pytest_exception_interact(node: pytest.Item) -> None:
    """With --keep-database, keep the databases of a test that has failed until the person presses Enter."""
    arguments: dict[str, Any] = getattr(node, "funcargs", {})
    urls = [arguments[name] for name in ("database_url", "new_database_url") if name in arguments]
    if not node.config.option.keep_database or not urls:
        return
    backend = node.config.stash[_backend]
    capture = node.config.pluginmanager.getplugin("capturemanager")
    capture.suspend_global_capture(in_=True)
    print(f"\n{node.nodeid} has failed. Its database still holds the data of the test. Open it with:")
    print(*(f"  {backend.shell(url)}" for url in urls), "Press Enter to empty it and go on.", sep="\n", flush=True)
    sys.stdin.readline()
    capture.resume_global_capture()


def pytest_report_header(config: pytest.Config) -> str:
    """Return the line of the header that names the database."""
    return f"database: {config.stash[_backend].version}"


@pytest.fixture(scope="session")
def backend(pytestconfig: pytest.Config) -> Backend:
    """The database system, and what it can do."""
    return pytestconfig.stash[_backend]


@pytest.fixture
def new_database_url(backend: Backend) -> Iterator[str]:
    """The URL of an empty database, without tables, for one test."""
    with backend.new_database() as url:
        yield url


@pytest.fixture(scope="session")
def database_url(backend: Backend) -> Iterator[str]:
    """The URL of the worker's database, with the blog's tables."""
    with backend.new_database() as url:
        database = Database(url)
        migrations.migrate(database)
        database.dispose()
        yield url


@pytest.fixture
def database(worker_database: Database) -> Iterator[Database]:
    """The worker's database, empty; all rows are deleted after the test."""
    with emptied_after(worker_database):
        yield worker_database


def transactional_engine(url: str) -> Engine:
    """Return an engine set up like the blog's, whose sessions begin a transaction at their first statement."""
    engine = Database(url).engine
    return engine.execution_options(**TRANSACTION[engine.dialect.name])


@contextmanager
def emptied_after(database: Database) -> Iterator[None]:
    """Delete every row at the end: after a test, or after each of its Hypothesis examples."""
    try:
        yield
    finally:
        with database.writing() as session:
            empty(session)


def empty(session: Session) -> None:
    """Delete every row."""
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
