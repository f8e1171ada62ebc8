"""Transaction retry: after a conflict with another transaction, roll back, and run the whole unit of work again.

Prevents: the program repeats only the failed statement, in a transaction that cannot succeed any more.
On SQLite: with BEGIN and WAL, the snapshot stays stale, and every write fails; a plain engine has no snapshot.
On PostgreSQL: after an error, the transaction takes no statement but ROLLBACK.
When not: the unit of work has an effect outside of the database, which would happen twice (transactional outbox).
Alternatives: wait instead of failing: pessimistic locking, or BEGIN IMMEDIATE on SQLite; atomic update.

Sources:
- Serialization Failure Handling, https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
- Transactions, https://www.postgresql.org/docs/current/tutorial-transactions.html
- Result and Error Codes, https://sqlite.org/rescode.html#busy_snapshot
- Transaction, https://sqlite.org/lang_transaction.html
"""

from collections.abc import Callable

import pytest
from sqlalchemy import SQLColumnExpression, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_serializable, code_of

ATTEMPTS = 3
CONFLICTS = {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "40001", "40P01"}  # a lock, a snapshot; serialization, deadlock


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Counter(Tables):
    """The number of visits."""

    __tablename__ = "counters"
    id: Mapped[int] = mapped_column(primary_key=True)
    visits: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _counter(tables: Database) -> None:
    """Store a counter."""
    with tables.writing() as session:
        session.add(Counter(id=1, visits=0))


def read(session: Session) -> int:
    """Begin a transaction, and return the number of visits."""
    return begin_serializable(session).scalars(select(Counter.visits)).one()


def write(session: Session, visits: int | SQLColumnExpression[int]) -> None:
    """Store the number of visits."""
    session.execute(update(Counter).values(visits=visits))


def meet(rivals: list[Session]) -> None:
    """Let the next rival, if any is left, count a visit and commit."""
    if rivals:
        rival = rivals.pop()
        write(rival, Counter.visits + 1)
        rival.commit()


def visit_naively(session: Session, rivals: list[Session]) -> None:
    """Count a visit; a rival comes between the read and the write. If the write fails, write again."""
    visits = read(session)
    meet(rivals)
    try:
        write(session, visits + 1)
    except OperationalError:
        write(session, visits + 1)


def visit(session: Session, rivals: list[Session]) -> None:
    """Count a visit; a rival comes between the read and the write."""
    visits = read(session)
    meet(rivals)
    write(session, visits + 1)


def run(session: Session, unit: Callable[[Session], None]) -> None:
    """Run the unit of work, and commit; raises DBAPIError after the last attempt, and at once if it is no conflict.

    The unit of work has to read its values itself: it must not use values of a failed attempt.
    """
    # cure: after a conflict, roll back and run it again, up to a limit
    for attempt in range(1, ATTEMPTS + 1):
        try:
            unit(session)
            session.commit()
            break
        except DBAPIError as error:
            session.rollback()
            if attempt == ATTEMPTS or code_of(error) not in CONFLICTS:
                raise
    # end of cure


def test_naive_the_statement_is_repeated_in_vain(a: Session, b: Session, on: On, seen: Seen) -> None:
    with on(
        sqlite=seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"), postgresql=seen.raises(InternalError, "25P02")
    ):
        visit_naively(a, [b])


def test_naive_a_plain_engine_of_sqlite_refuses_nothing_and_a_visit_is_lost(
    plain_a: Session, plain_b: Session, on: On, seen: Seen
) -> None:
    if on.sqlite:
        visit_naively(plain_a, [plain_b])
        plain_a.commit()
        assert seen(f"2 visits, counted: {read(plain_b)}") == "2 visits, counted: 1"
    else:
        with seen.raises(InternalError, "25P02"):
            visit_naively(plain_a, [plain_b])


def test_cure_the_second_attempt_reads_what_the_first_has_missed(a: Session, b: Session, seen: Seen) -> None:
    rivals = [b]

    run(a, lambda session: visit(session, rivals))

    assert seen(f"2 visits, counted: {read(b)}") == "2 visits, counted: 2"


def test_cure_a_conflict_at_the_commit_is_one_too(a: Session, b: Session) -> None:
    rivals = [b]

    def visit_by_object(session: Session) -> None:
        read(session)
        counter = session.get_one(Counter, 1)
        meet(rivals)
        counter.visits += 1  # sent when the session commits

    run(a, visit_by_object)

    assert read(b) == 2


def test_cure_it_gives_up_after_some_attempts(a: Session, b: Session, seen: Seen) -> None:
    rivals = [b] * (ATTEMPTS + 1)

    with seen.refusal():
        run(a, lambda session: visit(session, rivals))

    assert len(rivals) == 1


def test_cure_what_would_fail_again_is_not_run_again(a: Session) -> None:
    attempts = []

    def insert_what_is_there(session: Session) -> None:
        attempts.append("insert")
        session.execute(insert(Counter).values(id=1, visits=0))

    with pytest.raises(IntegrityError):
        run(a, insert_what_is_there)

    assert attempts == ["insert"]
