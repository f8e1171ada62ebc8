"""Savepoint: a statement that may fail runs in a nested transaction, and its failure undoes nothing else.

Prevents: the program catches the error, but the transaction is lost all the same.
On SQLite: the transaction goes on; but a plain engine sends no BEGIN before SAVEPOINT, so RELEASE commits.
On PostgreSQL: after an error, the transaction refuses every statement but ROLLBACK.
When not: the rest is useless if the statement fails: then roll back the whole transaction.
Alternatives: a statement that cannot fail this way (upsert, insert if absent); a transaction for each row.

Sources:
- Using SAVEPOINT, https://docs.sqlalchemy.org/en/21/orm/session_transaction.html#using-savepoint
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Savepoints, https://sqlite.org/lang_savepoint.html
- The ON CONFLICT Clause, https://sqlite.org/lang_conflict.html
- SAVEPOINT, https://www.postgresql.org/docs/current/sql-savepoint.html
- Transactions, https://www.postgresql.org/docs/current/tutorial-transactions.html
"""

from contextlib import AbstractContextManager, nullcontext, suppress

import pytest
from sqlalchemy import create_engine, func, insert, select
from sqlalchemy.exc import IntegrityError, InternalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen

WORDS = ["red", "blue", "red", "green"]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Word(Tables):
    """A word of an imported list; each word is stored once."""

    __tablename__ = "words"
    word: Mapped[str] = mapped_column(primary_key=True)


def import_naively(session: Session) -> None:
    """Store the words, and skip those that are already stored."""
    for word in WORDS:
        with suppress(IntegrityError):
            session.execute(insert(Word).values(word=word))


def import_words(session: Session) -> None:
    """Store the words, and skip those that are already stored."""
    for word in WORDS:
        # cure: insert within session.begin_nested()
        with suppress(IntegrityError), session.begin_nested():
            session.execute(insert(Word).values(word=word))
        # end of cure


def stored(session: Session) -> str:
    """Return how many words there are."""
    return f"words: {session.scalar(select(func.count()).select_from(Word))}"


def test_naive_a_caught_error_ends_the_transaction(a: Session, on: On, seen: Seen) -> None:
    refused: AbstractContextManager[None] = on(sqlite=nullcontext(), postgresql=seen.raises(InternalError, "25P02"))
    with refused:
        import_naively(a)
        assert seen(f"no failure: {stored(a)}") == "no failure: words: 3"


@pytest.mark.usefixtures("tables")
def test_naive_on_a_plain_engine_the_end_of_the_savepoint_commits(database_url: str, on: On, seen: Seen) -> None:
    # The other sessions of this lesson send BEGIN, like those of the blog.
    engine = create_engine(database_url)
    with Session(engine) as session:
        with session.begin_nested():
            session.execute(insert(Word).values(word="red"))
        session.rollback()

        assert seen(f"rolled back, left: {stored(session)}") == on(
            sqlite="rolled back, left: words: 1", postgresql="rolled back, left: words: 0"
        )
    engine.dispose()


def test_cure_the_transaction_goes_on_after_a_caught_error(a: Session, b: Session, seen: Seen) -> None:
    import_words(a)
    a.commit()

    assert seen(stored(b)) == "words: 3"


def test_cure_where_the_engine_sends_begin_all_of_it_can_still_be_undone(a: Session, b: Session) -> None:
    import_words(a)
    a.rollback()

    assert stored(b) == "words: 0"
