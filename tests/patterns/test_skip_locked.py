"""Skip locked: a worker takes the first job that no other one holds, and holds it by a lock until it is done.

Prevents: two workers do the same job; or the second waits for the first one's, while there are others to do.
On SQLite: FOR UPDATE is left out of the SQL; the second worker cannot take its job out of the queue.
On PostgreSQL: both read the same first row, and the work is done twice before a DELETE tells.
"""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen, begin_writing
from tests.teaching.waiting import Waits


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Job(Tables):
    """Something to do; it is deleted in the transaction of the worker who does it."""

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
    """Return the id of the first job, as soon as no other worker holds it."""
    return begin_writing(session).scalar(select(Job.id).order_by(Job.id).limit(1).with_for_update())


def take(session: Session) -> int | None:
    """Return the id of the first job that no other worker holds; None where there is none."""
    # cure: lock the row, and pass over those that are locked; SQLite has its one lock
    free = select(Job.id).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    return begin_writing(session).scalar(free)
    # end of cure


def remove(session: Session, job_id: int | None) -> int:
    """Take the job out of the queue, when it is done; returns how many there were."""
    removed = session.scalars(delete(Job).where(Job.id == job_id).returning(Job.id)).all()
    session.commit()
    return len(removed)


def test_naive_both_do_the_same_job(a: Session, b: Session, on: On, seen: Seen) -> None:
    of_a, of_b = take_naively(a), take_naively(b)
    assert (of_a, of_b) == (1, 1)

    assert remove(a, of_a) == 1
    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"):
            remove(b, of_b)
    else:
        assert remove(b, of_b) == 0
        assert seen("job 1 was done twice, job 2 not at all")


def test_naive_who_waits_for_the_first_job_works_one_at_a_time(a: Session, b: Session, waits: Waits) -> None:
    of_a = take_in_line(a)

    b_takes = waits(b, lambda: take_in_line(b))
    remove(a, of_a)

    assert b_takes.result() == 2


def test_cure_each_worker_has_a_job_of_its_own(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    of_a = take(a)

    if on.sqlite:
        # The lock is that of the whole database, and short work is all that one should do with it.
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
