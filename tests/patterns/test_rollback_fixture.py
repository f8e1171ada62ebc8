"""Rollback fixture: tests commit for real, and the fixture deletes their rows afterwards.

Prevents: a test inside of a transaction that is rolled back passes, though the app loses data or fails.
On SQLite: a session that test and app share hides a missing commit. The rollback skips deferred constraints.
On PostgreSQL: a session that test and app share hides a missing commit. The rollback skips deferred constraints.
When not: the tests only read: then all of them can share one data set.
Alternatives: a rolled-back connection, if nothing depends on the commit; a database from a TEMPLATE for each test.

Sources:
- Joining a Session into an External Transaction, https://docs.sqlalchemy.org/en/21/orm/session_transaction.html#joining-a-session-into-an-external-transaction-such-as-for-test-suites
- SQLite Foreign Key Support: Deferred Foreign Key Constraints, https://sqlite.org/foreignkeys.html#fk_deferred
- SET CONSTRAINTS, https://www.postgresql.org/docs/current/sql-set-constraints.html
- Template Databases, https://www.postgresql.org/docs/current/manage-ag-templatedbs.html
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest
from sqlalchemy import Engine, ForeignKey, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from blog.database import Database
from tests.databases import transactional_engine
from tests.teaching.fixtures import On, Seen

Sessions = Callable[[], AbstractContextManager[Session]]
"""A function that returns a session; a test passes it to the app."""


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Order(Tables):
    """An order; its lines may be stored before the order."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)


class Line(Tables):
    """A line of an order."""

    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id, deferrable=True, initially="DEFERRED"))


@pytest.fixture
def engine(tables: Database, database_url: str) -> Iterator[Engine]:
    """The engine."""
    engine = transactional_engine(database_url)
    yield engine
    engine.dispose()


@contextmanager
def one_session(engine: Engine) -> Iterator[Sessions]:
    """Give the same session to the app and to the test; its commits are rolled back in the end."""
    with rolled_back(engine) as new_session, new_session() as session:
        yield lambda: nullcontext(session)


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Sessions]:
    """Give a new session each time, all on one connection; their commits are rolled back in the end."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield sessionmaker(connection, join_transaction_mode="create_savepoint")
        transaction.rollback()


@contextmanager
def committed(engine: Engine) -> Iterator[Sessions]:
    """Give sessions that commit; every table is emptied in the end."""
    # cure: give sessions of the engine, and delete all rows afterwards
    try:
        yield lambda: Session(engine)
    finally:
        with engine.begin() as connection:
            for table in reversed(Tables.metadata.sorted_tables):
                connection.execute(table.delete())
    # end of cure


def place_order(sessions: Sessions) -> None:
    """Store an order; the app's first bug is a missing commit."""
    with sessions() as session:
        session.add(Order(id=1))
        session.flush()


def add_line(sessions: Sessions) -> None:
    """Store a line; the app's second bug is that the order does not exist."""
    # SQLite's transaction is still open after a refused COMMIT: begin() rolls it back, session.commit() does not.
    with sessions() as session, session.begin():
        session.add(Line(order_id=404))


def count(sessions: Sessions, table: type[Tables]) -> int:
    """Return how many rows of the table a session of the test reads."""
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_naive_with_one_session_a_missing_commit_is_not_noticed(engine: Engine, seen: Seen) -> None:
    with one_session(engine) as sessions:
        place_order(sessions)
        in_the_test = count(sessions, Order)
    assert seen(f"orders in the test: {in_the_test}, in truth: {count(lambda: Session(engine), Order)}") == (
        "orders in the test: 1, in truth: 0"
    )


def test_naive_with_new_sessions_a_missing_commit_is_noticed(engine: Engine) -> None:
    """A session that ends without a commit rolls its savepoint back."""
    with rolled_back(engine) as sessions:
        place_order(sessions)
        assert count(sessions, Order) == 0


@pytest.mark.parametrize("recipe", [one_session, rolled_back])
def test_naive_neither_recipe_checks_a_deferred_constraint(
    engine: Engine, recipe: Callable[[Engine], AbstractContextManager[Sessions]]
) -> None:
    with recipe(engine) as sessions:
        add_line(sessions)
        assert count(sessions, Line) == 1


@pytest.mark.parametrize("recipe", [one_session, rolled_back])
def test_naive_neither_recipe_shows_another_connection_what_is_committed(
    engine: Engine, recipe: Callable[[Engine], AbstractContextManager[Sessions]]
) -> None:
    """Such as the connection of a second thread, or of a server in another process."""
    with recipe(engine) as sessions:
        with sessions() as session:
            session.add(Order(id=1))
            session.commit()
        assert (count(sessions, Order), count(lambda: Session(engine), Order)) == (1, 0)


def test_cure_a_missing_commit_is_noticed(engine: Engine, seen: Seen) -> None:
    with committed(engine) as sessions:
        place_order(sessions)
        assert seen(f"orders in the test: {count(sessions, Order)}") == "orders in the test: 0"


def test_cure_a_deferred_constraint_is_checked(engine: Engine, on: On, seen: Seen) -> None:
    with (
        committed(engine) as sessions,
        seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_FOREIGNKEY", postgresql="23503")),
    ):
        add_line(sessions)


def test_cure_another_connection_sees_what_is_committed(engine: Engine) -> None:
    with committed(engine) as sessions:
        with sessions() as session:
            session.add(Order(id=1))
            session.commit()
        assert (count(sessions, Order), count(lambda: Session(engine), Order)) == (1, 1)


def test_cure_a_test_finds_nothing_of_the_one_before(engine: Engine) -> None:
    with committed(engine) as sessions, sessions() as session:
        session.add(Order(id=1))
        session.commit()

    assert count(lambda: Session(engine), Order) == 0


def test_cure_a_test_finds_nothing_of_one_that_failed(engine: Engine) -> None:
    with pytest.raises(AssertionError), committed(engine) as sessions, sessions() as session:
        session.add(Order(id=1))
        session.commit()
        raise AssertionError

    assert count(lambda: Session(engine), Order) == 0
