"""UTC time: a column takes aware datetimes alone, stores them in UTC, and gives them back aware.

Prevents: an instant comes back as another one, or as a wall clock of which nobody knows where it hangs.
On SQLite: there are no time zones; what is stored is the wall clock, and the offset is dropped without a word.
On PostgreSQL: without a time zone, the wall clock of the session's zone is stored; with one, it is the instant.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import DateTime, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column

from blog.models import UTCDateTime
from tests.teaching.fixtures import On, Seen

STARTS = datetime(2026, 1, 15, 18, 0, tzinfo=timezone(timedelta(hours=2)))


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Talk(Tables):
    """A talk, and when it starts, in columns of several types."""

    __tablename__ = "talks"
    id: Mapped[int] = mapped_column(primary_key=True)
    naive: Mapped[datetime | None] = mapped_column(DateTime)
    zoned: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # cure: a column whose type stores UTC, and gives it back aware
    starts: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # end of cure


Column = InstrumentedAttribute[datetime | None]


def stored_in(session: Session, column: Column) -> datetime:
    """Store in the column when the talk starts; returns what the database says then."""
    session.add(Talk(**{column.key: STARTS}))
    session.commit()
    return session.scalars(select(column)).one() or datetime.max


def late_by(starts: datetime) -> timedelta:
    """Return how late one comes to the talk who takes the datetime for UTC unless it says otherwise."""
    return (starts if starts.tzinfo else starts.replace(tzinfo=UTC)) - STARTS


def test_naive_it_comes_back_as_another_instant(a: Session, on: On, seen: Seen) -> None:
    late = late_by(stored_in(a, Talk.naive))

    # The suite's PostgreSQL lives in Kathmandu; where it lives in UTC, as in most containers, this goes unnoticed.
    assert seen(f"{late} late") == on(sqlite="2:00:00 late", postgresql="5:45:00 late")


def test_naive_a_time_zone_is_a_wish_that_only_one_database_grants(a: Session, on: On, seen: Seen) -> None:
    late = late_by(stored_in(a, Talk.zoned))

    assert seen(f"{late} late") == on(sqlite="2:00:00 late", postgresql="0:00:00 late")


def test_naive_what_comes_back_cannot_be_compared(a: Session, on: On, seen: Seen) -> None:
    starts = stored_in(a, Talk.zoned)

    refused: AbstractContextManager[None] = on(sqlite=seen.raises(TypeError), postgresql=nullcontext())
    with refused:
        assert starts > datetime(2020, 1, 1, tzinfo=UTC)


def test_cure_it_comes_back_as_the_same_instant_in_utc(a: Session, seen: Seen) -> None:
    starts = stored_in(a, Talk.starts)

    assert starts.tzinfo == UTC
    assert seen(f"{late_by(starts)} late") == "0:00:00 late"


def test_cure_a_time_of_nowhere_is_refused(a: Session, seen: Seen) -> None:
    a.add(Talk(starts=datetime(2026, 1, 15, 18, 0)))

    with seen.raises(StatementError):
        a.commit()
