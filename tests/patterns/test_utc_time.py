"""UTC time: the instant of something that has happened is stored in UTC, and a datetime without a zone is refused.

Prevents: an instant comes back as another instant, or as a clock time without a zone, which is no instant.
On SQLite: there is no type for instants; SQLAlchemy stores the clock time as text, and drops the offset.
On PostgreSQL: TIMESTAMP stores the clock time in the zone of the session; TIMESTAMPTZ stores the instant.
When not: people agree on a clock time in the future: that is local time.
Alternatives: TIMESTAMPTZ alone, on PostgreSQL; an integer of seconds since 1970, which people cannot read.

Sources:
- Datatypes In SQLite, https://sqlite.org/datatype3.html
- Date/Time Types, https://www.postgresql.org/docs/current/datatype-datetime.html
- The Type Hierarchy: DateTime, https://docs.sqlalchemy.org/en/21/core/type_basics.html#sqlalchemy.types.DateTime
- SQLite: DATETIME, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlalchemy.dialects.sqlite.DATETIME
- Aware and Naive Objects, https://docs.python.org/3/library/datetime.html#aware-and-naive-objects
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import DateTime, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column

from blog.models import UTCDateTime
from tests.teaching.fixtures import On, Seen

# A past instant never changes. A future appointment may: see the lesson on local time.
PAID = datetime(2026, 1, 15, 18, 0, tzinfo=timezone(timedelta(hours=2)))


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Payment(Tables):
    """A payment, and when it was made, in columns of several types."""

    __tablename__ = "payments"
    id: Mapped[int] = mapped_column(primary_key=True)
    naive: Mapped[datetime | None] = mapped_column(DateTime)
    zoned: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # cure: a column whose type stores UTC, and returns an aware datetime
    paid: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # end of cure


Column = InstrumentedAttribute[datetime | None]


def stored_in(session: Session, column: Column) -> datetime:
    """Store the time of the payment in the column; returns the stored value."""
    session.add(Payment(**{column.key: PAID}))
    session.commit()
    return session.scalars(select(column)).one() or datetime.max


def moved(paid: datetime) -> str:
    """Return by how much the instant has moved; a datetime without a zone is read as UTC."""
    return f"moved by {(paid if paid.tzinfo else paid.replace(tzinfo=UTC)) - PAID}"


def test_naive_it_comes_back_as_another_instant(a: Session, on: On, seen: Seen) -> None:
    paid = stored_in(a, Payment.naive)

    # The time zone of the tests' PostgreSQL is Asia/Kathmandu. With UTC, as in most containers, this is not noticed.
    assert seen(moved(paid)) == on(sqlite="moved by 2:00:00", postgresql="moved by 5:45:00")


def test_naive_with_a_time_zone_only_one_database_stores_the_instant(a: Session, on: On, seen: Seen) -> None:
    paid = stored_in(a, Payment.zoned)

    assert seen(moved(paid)) == on(sqlite="moved by 2:00:00", postgresql="moved by 0:00:00")


def test_naive_what_comes_back_cannot_be_compared(a: Session, on: On, seen: Seen) -> None:
    paid = stored_in(a, Payment.zoned)

    refused: AbstractContextManager[None] = on(sqlite=seen.raises(TypeError), postgresql=nullcontext())
    with refused:
        assert paid > datetime(2020, 1, 1, tzinfo=UTC)


def test_cure_it_comes_back_as_the_same_instant_in_utc(a: Session, seen: Seen) -> None:
    paid = stored_in(a, Payment.paid)

    assert paid.tzinfo == UTC
    assert seen(moved(paid)) == "moved by 0:00:00"


def test_cure_a_datetime_without_a_zone_is_refused(a: Session, seen: Seen) -> None:
    a.add(Payment(paid=datetime(2026, 1, 15, 18, 0)))

    with seen.raises(StatementError):
        a.commit()
