"""Skip locked: a worker takes the first job that no other worker has locked, and holds its lock until the job is done.

Prevents: two workers do the same job; or the second waits for the first job, though other jobs are free.
On SQLite: on any engine, the job is done twice; with BEGIN and WAL, the second worker cannot delete it afterwards.
On PostgreSQL: both workers read the same first row, and do the job twice; the second DELETE finds no row.
When not: jobs must be done in order: here a later job may be done first.
Alternatives: job lease, if a job takes longer than a transaction should; a message broker.

Sources:
- SELECT: The Locking Clause, https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE
- Transaction, https://sqlite.org/lang_transaction.html
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
"""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_serializable, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Job(Tables):
    """A job; the worker deletes it in the transaction in which it does the job."""

    __tablename__ = "jobs"
    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture(autouse=True)
def _queue(tables: Database) -> None:
    """Store two jobs."""
    with tables.writing() as session:
        session.add_all([Job(id=1), Job(id=2)])


def take_naively(session: Session) -> int | None:
    """Return the id of the first job."""
    return session.scalar(select(Job.id).order_by(Job.id).limit(1))


def take_in_line(session: Session) -> int | None:
    """Return the id of the first job; wait until no other worker has locked it."""
    return begin_writing(session).scalar(select(Job.id).order_by(Job.id).limit(1).with_for_update())


def take(session: Session) -> int | None:
    """Return the id of the first job that no other worker has locked, or None if there is none."""
    # cure: lock the first row that is not locked; SQLite has only one lock
    free = select(Job.id).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    return begin_writing(session).scalar(free)
    # end of cure


def remove(session: Session, job_id: int | None) -> int:
    """Delete the job from the queue after it is done; returns how many rows were deleted."""
    removed = session.scalars(delete(Job).where(Job.id == job_id).returning(Job.id)).all()
    session.commit()
    return len(removed)


def test_naive_both_do_the_same_job(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    of_a, of_b = take_naively(plain_a), take_naively(plain_b)
    removed = [remove(plain_a, of_a), remove(plain_b, of_b)]

    assert removed == [1, 0]
    assert seen(f"A does job {of_a}, B does job {of_b}") == "A does job 1, B does job 1"


def test_naive_the_second_is_refused_when_the_work_is_done(a: Session, b: Session, seen: Seen) -> None:
    """Its effects outside of the database, such as an email, are not undone."""
    of_a, of_b = take_naively(begin_serializable(a)), take_naively(begin_serializable(b))

    remove(a, of_a)
    with seen.refusal():
        remove(b, of_b)


def test_naive_who_waits_for_the_first_job_works_one_at_a_time(a: Session, b: Session, waits: Waits) -> None:
    of_a = take_in_line(a)

    b_takes = waits(b, lambda: take_in_line(b))
    remove(a, of_a)

    assert b_takes.result() == 2


def test_cure_each_worker_has_a_job_of_its_own(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    of_a = take(a)

    if on.sqlite:
        # The lock covers the whole database, so hold it only for a short job.
        b_takes = waits(b, lambda: take(b))
        remove(a, of_a)
        of_b = b_takes.result()
    else:
        of_b = take(b)
        remove(a, of_a)

    assert seen(f"A takes job {of_a}, B takes job {of_b}") == "A takes job 1, B takes job 2"


def test_cure_the_job_of_a_worker_who_dies_is_free_again(a: Session, b: Session) -> None:
    assert take(a) == 1
    a.close()

    assert take(b) == 1
