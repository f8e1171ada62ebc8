"""Async session: an async function uses the database in a worker thread, or awaits an AsyncSession.

Prevents: a call blocks the event loop while it waits for the database; even the task that it waits for is blocked.
On SQLite: on any engine, B blocks the loop while it waits for A's lock, and A cannot commit before B gives up.
On PostgreSQL: B blocks the loop while it waits for A's row lock, and A cannot commit before B gives up.
When not: few requests run at once: plain functions are simpler, and FastAPI runs each in a worker thread.
Alternatives: plain functions with a synchronous session throughout, as in this kit; more processes of the server.

Sources:
- Python: Developing with asyncio, https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code
- SQLAlchemy: Asynchronous I/O, https://docs.sqlalchemy.org/en/21/orm/extensions/asyncio.html
- SQLAlchemy: aiosqlite, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#module-sqlalchemy.dialects.sqlite.aiosqlite
- SQLAlchemy: psycopg, https://docs.sqlalchemy.org/en/21/dialects/postgresql.html#module-sqlalchemy.dialects.postgresql.psycopg
- SQLAlchemy: Error messages, MissingGreenlet, https://docs.sqlalchemy.org/en/21/errors.html#error-xd2s
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, ForeignKey, QueuePool, create_engine, event, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from blog.database import Database
from tests.teaching.fixtures import On, Seen

Notify = Callable[[], Awaitable[None]]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Page(Tables):
    """A page with its number of visits."""

    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    visits: Mapped[int] = mapped_column(default=0)
    links: Mapped[list["Link"]] = relationship()


class Link(Tables):
    """A link on a page."""

    __tablename__ = "links"
    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey(Page.id))


@pytest.fixture(autouse=True)
def _page(tables: Database) -> None:
    """Store a page."""
    with tables.writing() as session:
        session.add(Page(id=1))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine with one connection."""
    engine = create_engine(database_url, poolclass=QueuePool, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


@contextmanager
def watched(engine: Engine | Connection) -> Iterator[list[bool]]:
    """Give a list with an entry for each statement: whether it blocked an event loop."""
    waits: list[bool] = []

    def watch(*_: object) -> None:
        waits.append(is_in_loop())

    event.listen(engine, "before_cursor_execute", watch)
    event.listen(engine, "commit", watch)
    yield waits
    event.remove(engine, "before_cursor_execute", watch)
    event.remove(engine, "commit", watch)


def is_in_loop() -> bool:
    """Return whether the caller runs in an event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def send() -> None:
    """Send a message; the answer arrives as soon as the event loop continues."""
    answered = asyncio.Event()
    asyncio.get_running_loop().call_soon(answered.set)
    await answered.wait()


async def visit_naively(session: Session, notify: Notify) -> None:
    """Count a visit, and send a notification."""
    with session:
        session.execute(update(Page).values(visits=Page.visits + 1))
        await notify()
        session.commit()


async def visit(session: Session, notify: Notify) -> None:
    """Count a visit, and send a notification."""

    # cure: run the whole transaction in a worker thread, then await the notification
    def count() -> None:
        with session:
            session.execute(update(Page).values(visits=Page.visits + 1))
            session.commit()

    await asyncio.to_thread(count)
    await notify()
    # end of cure


def test_naive_who_waits_for_a_lock_keeps_its_holder_from_going_on(a: Session, b: Session, on: On, seen: Seen) -> None:
    order: list[str] = []

    async def notify() -> None:
        await send()
        order.append("A goes on")

    async def of_b() -> None:
        with seen.raises(OperationalError, on(sqlite="SQLITE_BUSY", postgresql="55P03")):
            await visit_naively(b, notify)
        order.append("B gives up")

    async def both() -> None:
        await asyncio.gather(visit_naively(a, notify), of_b())

    asyncio.run(both())

    assert order == ["B gives up", "A goes on"]


def test_naive_who_waits_for_a_connection_keeps_it_from_coming_back(database_url: str, seen: Seen) -> None:
    engine = create_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0.01)

    async def of_b() -> None:
        with seen.raises(PoolTimeoutError):
            await visit_naively(Session(engine), send)

    async def both() -> None:
        await asyncio.gather(visit_naively(Session(engine), send), of_b())

    asyncio.run(both())
    engine.dispose()


def test_naive_an_attribute_sends_sql_and_cannot_be_awaited(a: Session) -> None:
    """With an AsyncSession, this raises MissingGreenlet. Load the links beforehand; lazy="raise" forbids lazy loads."""
    page = a.get_one(Page, 1)

    async def count_links() -> int:
        return len(page.links)

    with watched(a.get_bind()) as waits:
        assert asyncio.run(count_links()) == 0
    assert waits == [True]


def test_cure_nothing_waits_in_the_loop(engine: Engine, b: Session, seen: Seen) -> None:
    async def many() -> None:
        await asyncio.gather(*(visit(Session(engine), send) for _ in range(20)))

    with watched(engine) as waits:
        asyncio.run(many())

    assert waits == [False] * len(waits) != []
    visits = b.scalars(select(Page.visits)).one()
    assert seen(f"20 visits by one connection, counted: {visits}") == "20 visits by one connection, counted: 20"


def test_cure_no_connection_is_held_while_others_are_awaited(engine: Engine) -> None:
    """An AsyncSession that is open during the await would hold its connection, too."""
    held: list[int] = []

    async def notify() -> None:
        held.append(engine.pool.checkedout())  # type: ignore[attr-defined]

    asyncio.run(visit(Session(engine), notify))

    assert held == [0]


def test_cure_the_blog_is_synchronous_and_nothing_waits_in_its_loop(client: TestClient, database: Database) -> None:
    """FastAPI runs a function defined by `def` in a worker thread, so the blog needs no second kind of session."""
    with watched(database.engine) as waits:
        assert client.get("/api/posts").status_code == 200

    assert waits == [False] * len(waits) != []
