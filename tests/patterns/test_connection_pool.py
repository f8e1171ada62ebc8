"""Connection pool: it keeps as many connections as are used at the same time, and opens no more: who finds none waits.

Prevents: a connection beyond the pool's size is closed after each use, and opened again for the next one.
On SQLite: 15 uses at a time open 10 connections each time; each opens the file, and is set up as the engine says.
On PostgreSQL: 15 uses at a time open 10 connections each time; each starts a server process, and logs in.
When not: a peak is rare: on PostgreSQL, each connection that is kept is a process, and their number is limited.
Alternatives: for PostgreSQL, PgBouncer, which keeps connections for all processes of an app.

Sources:
- SQLAlchemy: QueuePool, https://docs.sqlalchemy.org/en/21/core/pooling.html#sqlalchemy.pool.QueuePool
- SQLAlchemy: SQLite, threading and pooling, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#pysqlite-threading-pooling
- PostgreSQL: How Connections Are Established, https://www.postgresql.org/docs/current/connect-estab.html
- PostgreSQL: max_connections, https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from blog.database import POOL_SIZE, Database
from tests.teaching.fixtures import Seen

AT_ONCE = 15  # connections used at the same time, as many as SQLAlchemy's defaults allow: pool_size=5, max_overflow=10
ROUNDS = 4


@contextmanager
def held(engine: Engine, number: int) -> Iterator[None]:
    """Hold so many connections at the same time, then give all of them back."""
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(engine.connect())
        yield


def use(engine: Engine, at_once: int) -> Counter[str]:
    """Use so many connections at the same time, several times over; return how many were opened, and closed."""
    counts = Counter[str]()
    event.listen(engine, "connect", lambda *_: counts.update(["opened"]))
    event.listen(engine, "close", lambda *_: counts.update(["closed"]))
    try:
        for _ in range(ROUNDS):
            with held(engine, at_once):
                pass
        return counts.copy()
    finally:
        engine.dispose()


def pool_of(at_once: int) -> dict[str, Any]:
    """Return the arguments of create_engine() for so many uses at the same time."""
    # cure: keep as many connections as are used at once, and allow no overflow
    return {"pool_size": at_once, "max_overflow": 0}
    # end of cure


def test_naive_what_is_beyond_the_pool_is_opened_each_time(database_url: str, seen: Seen) -> None:
    counts = use(create_engine(database_url), AT_ONCE)

    assert seen(f"{counts['opened']} connections for {AT_ONCE} at a time") == "45 connections for 15 at a time"
    assert counts["closed"] == 40


def test_naive_it_is_not_noticed_while_few_are_used_at_once(database_url: str) -> None:
    assert use(create_engine(database_url), at_once=5) == {"opened": 5}


def test_cure_each_connection_is_opened_once(database_url: str, seen: Seen) -> None:
    counts = use(create_engine(database_url, pool_timeout=0, **pool_of(AT_ONCE)), AT_ONCE)

    assert seen(f"{counts['opened']} connections for {AT_ONCE} at a time") == "15 connections for 15 at a time"
    assert counts["closed"] == 0


def test_cure_who_finds_none_waits_and_opens_no_other(database_url: str, seen: Seen) -> None:
    # It waits as long as pool_timeout says: by default 30 seconds, here not at all.
    engine = create_engine(database_url, pool_timeout=0, **pool_of(AT_ONCE))

    with held(engine, AT_ONCE), seen.raises(PoolTimeoutError):
        engine.connect()
    engine.dispose()


def test_cure_the_blog_opens_each_connection_once(database_url: str) -> None:
    engine = Database(database_url).engine

    assert use(engine, POOL_SIZE) == {"opened": POOL_SIZE}
