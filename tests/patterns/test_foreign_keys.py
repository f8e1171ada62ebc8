"""Foreign keys: every connection switches them on before its first transaction.

Prevents: a row refers to a row that does not exist, and the database reports no error.
On SQLite: a declared foreign key is not enforced unless the connection switches enforcement on.
On PostgreSQL: no failure: a foreign key is always enforced.
When not: a bulk load has rows in any order: load them first, then check with `PRAGMA foreign_key_check`.
Alternatives: an SQLite that was compiled with SQLITE_DEFAULT_FOREIGN_KEYS=1.

Sources:
- SQLite Foreign Key Support, https://sqlite.org/foreignkeys.html#fk_enable
- Foreign Key Support of the SQLite dialect, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#foreign-key-support
- Foreign Keys, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
- PRAGMA Statements: foreign_key_check, https://sqlite.org/pragma.html#pragma_foreign_key_check
- Compile-time Options: SQLITE_DEFAULT_FOREIGN_KEYS, https://sqlite.org/compile.html#default_foreign_keys
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest
from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps


@pytest.fixture
def engine(database: Database, steps: Steps) -> Iterator[Engine]:
    """An engine for the blog's database, with the defaults of SQLAlchemy and the driver."""
    engine = create_engine(database.engine.url)
    steps.watch(engine, "A")
    yield engine
    engine.dispose()


def switch_on(engine: Engine) -> None:
    """Have the engine's connections enforce foreign keys."""
    # cure: on SQLite, send the PRAGMA on each new connection
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    # end of cure


def refused_by_postgresql(on: On) -> AbstractContextManager[object]:
    """Return a context manager that expects an IntegrityError on PostgreSQL, and no error on SQLite."""
    return on(sqlite=nullcontext(), postgresql=pytest.raises(IntegrityError))


def store_post_of_nobody(session: Session) -> None:
    """Store a post whose author does not exist."""
    session.add(Post(title="t", content="c", user_id=404))
    session.commit()


def orphans(session: Session) -> int:
    """Return how many posts have an author that does not exist."""
    of_nobody = select(func.count()).select_from(Post).outerjoin(User).where(User.id.is_(None))
    return session.scalar(of_nobody) or 0


def test_naive_a_post_of_nobody_is_stored(engine: Engine, b: Session, on: On, seen: Seen) -> None:
    with Session(engine) as a, refused_by_postgresql(on):
        store_post_of_nobody(a)

    failure = f"posts of nobody: {orphans(b)}"
    assert seen(on(sqlite=failure, postgresql=f"no failure: {failure}")) == on(
        sqlite="posts of nobody: 1", postgresql="no failure: posts of nobody: 0"
    )


def test_naive_within_a_transaction_it_is_too_late(engine: Engine, b: Session, on: On) -> None:
    with Session(engine) as a, refused_by_postgresql(on):
        a.add(User(username="ann", email="ann@example.com"))
        a.flush()
        a.execute(text(on(sqlite="PRAGMA foreign_keys = ON", postgresql="SET CONSTRAINTS ALL IMMEDIATE")))
        store_post_of_nobody(a)

    assert orphans(b) == on(sqlite=1, postgresql=0)


def test_cure_it_is_refused_in_every_connection(engine: Engine, b: Session, on: On, seen: Seen) -> None:
    switch_on(engine)

    # While the first connection is in use, the pool opens another one.
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_FOREIGNKEY", postgresql="23503")):
                store_post_of_nobody(Session(connection))

    assert orphans(b) == 0


def test_cure_the_blog_does_it_so(a: Session, on: On, seen: Seen) -> None:
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_FOREIGNKEY", postgresql="23503")):
        store_post_of_nobody(a)
