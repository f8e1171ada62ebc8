"""A session that waits for a lock, in a thread of its own, with a proof that it waits."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from contextvars import ContextVar
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from blog.database import Database
from tests.backends import WAITING
from tests.teaching.steps import Steps

T = TypeVar("T")

_milliseconds = ContextVar("_milliseconds", default=1)


def set_patience(connection: Connection) -> None:
    """Set how long a connection waits for a lock before it fails: 1 ms, or 10 seconds in a thread of `Waits`."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        _set_patience_of_sqlite(driver)
        return
    # SET LOCAL ends with the transaction; with AUTOCOMMIT there is none.
    scope = "SESSION" if driver.autocommit else "LOCAL"
    # The driver's own cursor sends it, so that it is not a step of the lesson.
    with closing(driver.cursor()) as cursor:
        cursor.execute(f"SET {scope} lock_timeout = {_milliseconds.get()}")


def make_impatient(engine: Engine) -> None:
    """Make every statement of an engine, BEGIN included, fail at once if it has to wait for a lock."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "begin", set_patience)
    else:
        # BEGIN IMMEDIATE already waits, so the limit must be set before it.
        event.listen(engine, "checkout", _set_patience_of_sqlite)


def _set_patience_of_sqlite(driver: Any, *_: object) -> None:
    driver.execute(f"PRAGMA busy_timeout = {_milliseconds.get()}")


class Waits:
    """Runs a call that has to wait in a thread, until another session releases the lock."""

    def __init__(self, database: Database, steps: Steps) -> None:
        """Look for waiting statements in the database, and record them in the steps."""
        self._database = database
        self._steps = steps
        self._threads = ThreadPoolExecutor()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the threads to end."""
        self._threads.shutdown()

    def __call__(self, session: Session, call: Callable[[], T]) -> "Future[T]":
        """Start the call, which uses only the session; return its future as soon as it waits for a lock.

        Call `result()` of the future after the other session has released the lock. Raises AssertionError if the call
        does not wait.
        """
        name = session.info["name"]
        sqlite = self._database.engine.dialect.name == "sqlite"
        assert not sqlite or self._is_locked(), f"{name} will not wait: no session holds SQLite's write lock"

        future = self._threads.submit(self._run, session, call)
        while not (self._asks_for_the_write_lock(session) if sqlite else self._waits_for_a_lock()):
            wait([future], timeout=0.001)
            assert not future.done(), f"{name} did not wait: {future.exception() or 'it succeeded'}"
        self._steps.waits(name)
        return future

    def _run(self, session: Session, call: Callable[[], T]) -> T:
        _milliseconds.set(10_000)
        if session.in_transaction():
            set_patience(session.connection())
        return call()

    def _is_locked(self) -> bool:
        """Return whether any session holds SQLite's write lock."""
        with closing(sqlite3.connect(f"{self._database.engine.url.database}", timeout=0)) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return error.sqlite_errorname == "SQLITE_BUSY"
        return False

    def _asks_for_the_write_lock(self, session: Session) -> bool:
        """Return whether the session has asked for the lock, and so waits, since its holder does nothing meanwhile.

        A plain session asks with its first write. Any other session that writes after a read does not wait: SQLite
        refuses it.
        """
        step = self._steps.last(session.info["name"])
        asking = ("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE") if session.info["plain"] else ("BEGIN IMMEDIATE",)
        return step is not None and step.sql.startswith(asking) and step.answer is None

    def _waits_for_a_lock(self) -> bool:
        with self._database.reading() as session:
            return bool(session.scalar(WAITING))
