"""Job lease: a worker holds a job until an expiry time; a fencing token, compared at the end, refuses an older lease.

Prevents: a worker dies, and its job is never done; or a slow worker overwrites the result of the next worker.
On SQLite: on any engine, a committed mark stays after its worker dies; an expiry alone does not stop a slow worker.
On PostgreSQL: the mark stays, too; a row lock ends with its worker, but needs a transaction as long as the job.
When not: a job is short: a row lock is simpler, and ends with its worker (skip locked).
Alternatives: a message broker, whose acknowledgements time out too, and need a fencing token as well.

Sources:
- PostgreSQL: SELECT, the locking clause, https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE
- PostgreSQL: Message flow, termination, https://www.postgresql.org/docs/current/protocol-flow.html
- Leases: an efficient fault-tolerant mechanism for distributed file cache consistency, https://doi.org/10.1145/74850.74870
- The Chubby lock service for loosely-coupled distributed systems, https://www.usenix.org/legacy/event/osdi06/tech/burrows.html
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from blog.models import UTCDateTime
from tests.teaching.fixtures import Seen

# The tests set the time. A real queue uses the clock of the database, which is the same for all workers.
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)


class LeaseLost(Exception):
    """Another worker has the job now."""


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Job(Tables):
    """A job: when a worker may take it, the token of the last lease, and the result."""

    __tablename__ = "jobs"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker: Mapped[str | None] = mapped_column()
    free_at: Mapped[datetime] = mapped_column(UTCDateTime)
    token: Mapped[int] = mapped_column()
    result: Mapped[str | None] = mapped_column()


@pytest.fixture(autouse=True)
def _job(tables: Database) -> None:
    """Store a job."""
    with tables.writing() as session:
        session.add(Job(id=1, free_at=NOON, token=0))


def take_by_a_mark(session: Session, worker: str) -> int | None:
    """Mark a job as the worker's; returns its id, or None if there is no job."""
    job_id = session.scalar(update(Job).where(Job.worker.is_(None)).values(worker=worker).returning(Job.id))
    session.commit()
    return job_id


def take_for_a_time(session: Session, now: datetime) -> int | None:
    """Lease a job; returns its id, or None if there is no job."""
    job_id = session.scalar(update(Job).where(Job.free_at <= now).values(free_at=now + LEASE).returning(Job.id))
    session.commit()
    return job_id


def finish_naively(session: Session, job_id: int | None, result: str) -> None:
    """Store the result of the job."""
    session.execute(update(Job).where(Job.id == job_id).values(result=result))
    session.commit()


def take(session: Session, now: datetime) -> tuple[int, int] | None:
    """Lease a job that is not done; returns its id and the lease's token, or None if there is no job."""
    # cure: take a job whose lease is over, set a new expiry, and count the leases
    free = select(Job.id).where(Job.free_at <= now, Job.result.is_(None)).order_by(Job.id).limit(1)
    lease = (
        update(Job)
        .where(Job.id == free.with_for_update(skip_locked=True).scalar_subquery())
        .values(free_at=now + LEASE, token=Job.token + 1)
        .returning(Job.id, Job.token)
    )
    job = session.execute(lease).one_or_none()
    # end of cure
    session.commit()
    return job and (job.id, job.token)


def finish(session: Session, lease: tuple[int, int] | None, result: str) -> None:
    """Store the result of the leased job; raises LeaseLost if another worker has leased it since."""
    assert lease is not None
    job_id, token = lease
    # cure: store it only if the job's token is still that of the lease
    mine = update(Job).where(Job.id == job_id, Job.token == token).values(result=result).returning(Job.id)
    if session.scalar(mine) is None:
        raise LeaseLost("another worker has the job")
    # end of cure
    session.commit()


def result(session: Session) -> str | None:
    """Return what is stored as the job's result."""
    return session.scalars(select(Job.result)).one()


def test_naive_the_job_of_a_worker_who_dies_is_never_done(a: Session, b: Session, seen: Seen) -> None:
    assert take_by_a_mark(a, "A") == 1
    a.close()

    job_id = take_by_a_mark(b, "B")

    assert seen(f"A dies with the job, B takes {job_id}") == "A dies with the job, B takes None"


def test_naive_a_slow_worker_overwrites_what_the_next_one_did(a: Session, b: Session, seen: Seen) -> None:
    of_a = take_for_a_time(a, NOON)
    of_b = take_for_a_time(b, NOON + LEASE)
    finish_naively(b, of_b, "B's")
    finish_naively(a, of_a, "A's")

    assert seen(f"the result: {result(b)}") == "the result: A's"


def test_cure_the_job_of_a_worker_who_dies_is_free_after_a_time(a: Session, b: Session, seen: Seen) -> None:
    assert take(a, NOON) == (1, 1)
    a.close()

    assert take(b, NOON + LEASE - timedelta(seconds=1)) is None
    lease = take(b, NOON + LEASE)
    assert seen(f"A dies with the job, B takes job {lease and lease[0]}") == "A dies with the job, B takes job 1"


def test_cure_a_slow_worker_is_told_that_its_lease_is_over(a: Session, b: Session, seen: Seen) -> None:
    of_a = take(a, NOON)
    of_b = take(b, NOON + LEASE)

    with seen.raises(LeaseLost):
        finish(a, of_a, "A's")
    a.rollback()
    finish(b, of_b, "B's")

    assert result(b) == "B's"
    assert take(b, NOON + 2 * LEASE) is None


def test_cure_a_slow_worker_may_finish_what_nobody_else_took(a: Session) -> None:
    lease = take(a, NOON)

    finish(a, lease, "A's")

    assert result(a) == "A's"
