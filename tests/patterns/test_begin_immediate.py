"""BEGIN IMMEDIATE: on SQLite, a transaction that will write takes the one write lock with its first statement.

Prevents: a transaction reads and then writes; if another one wrote in between, the write fails, whatever the timeout.
On SQLite: with BEGIN and WAL, the snapshot is too old to write; a plain engine waits, then overwrites the change.
On PostgreSQL: each transaction locks the rows that it changes, so it waits only for a writer of the same row.
When not: the transaction only reads: it would wait for the writer, and the next writer would wait for it.
Alternatives: transaction retry, where writers are few; an atomic update, whose single statement reads and writes.

Sources:
- Transaction, https://sqlite.org/lang_transaction.html
- Register A Callback To Handle SQLITE_BUSY Errors, https://sqlite.org/c3ref/busy_handler.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Explicit Locking, https://www.postgresql.org/docs/current/explicit-locking.html
"""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from blog.database import WRITER_OPTIONS, Database
from blog.models import User
from tests.teaching.fixtures import On, Seen, begin_reading
from tests.teaching.waiting import Waits


@pytest.fixture(autouse=True)
def _users(database: Database) -> None:
    """Store two users."""
    with database.writing() as session:
        session.add_all(
            [User(id=id_, username=name, email=f"{name}@example.com") for id_, name in [(1, "ann"), (2, "bob")]]
        )


def begin_naively(session: Session) -> Session:
    """Begin a transaction at the default isolation level; returns the session."""
    session.connection()
    return session


def begin(session: Session) -> Session:
    """Begin a transaction that will write; returns the session."""
    # cure: begin with BEGIN IMMEDIATE, as the blog's writers do
    session.connection(execution_options=WRITER_OPTIONS[session.get_bind().dialect.name])
    return session
    # end of cure


def name(session: Session, user_id: int) -> str:
    """Return the user's name."""
    return session.scalars(select(User.username).where(User.id == user_id)).one()


def rename(session: Session, user_id: int, username: str) -> None:
    """Change the user's name."""
    session.execute(update(User).where(User.id == user_id).values(username=username))


def test_naive_who_has_read_cannot_write_while_another_one_does(a: Session, b: Session, on: On, seen: Seen) -> None:
    old = name(begin_naively(a), 1)
    rename(begin_naively(b), 2, "rob")

    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY"):
            rename(a, 1, f"{old}a")
        # The lock is free now, but the snapshot is too old.
        b.commit()
        with seen.refusal():
            rename(a, 1, f"{old}a")
    else:
        rename(a, 1, f"{old}a")
        seen("no failure: there are two rows, and a lock for each")


def test_naive_on_a_plain_engine_it_waits_and_overwrites_what_it_has_not_read(
    plain_a: Session, plain_b: Session, waits: Waits, seen: Seen
) -> None:
    old = name(begin_naively(plain_a), 1)
    rename(begin_naively(plain_b), 1, "bea")

    a_goes_on = waits(plain_a, lambda: rename(plain_a, 1, f"{old}a"))
    plain_b.commit()
    a_goes_on.result()
    plain_a.commit()

    assert seen(f"ann was renamed to bea, and then to {name(plain_b, 1)}") == "ann was renamed to bea, and then to anna"


def test_cure_the_second_waits_before_it_reads(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    rename(begin(b), 2, "rob")

    if on.sqlite:
        a_reads = waits(a, lambda: name(begin(a), 1))
        b.commit()
        old = a_reads.result()
    else:
        old = name(begin(a), 1)
        b.commit()
    rename(a, 1, f"{old}a")
    a.commit()

    assert seen(f"{name(b, 1)}, {name(b, 2)}") == "anna, rob"


def test_cure_a_reader_waits_for_nobody(a: Session, b: Session) -> None:
    rename(begin(b), 2, "rob")

    assert name(begin_reading(a), 2) == "bob"
