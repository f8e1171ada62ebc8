"""Local time: a future appointment is stored as the agreed clock time and the name of its time zone.

Prevents: the rules of a time zone change, and the stored instant is an hour too late or too early.
On SQLite: only the instant is stored; the new rules convert it to another clock time.
On PostgreSQL: TIMESTAMPTZ stores the instant in UTC, but not the time zone of the input.
When not: the instant is in the past, or agreed between machines: store UTC time.
Alternatives: store the instant too, for sorting, and compute it again when the rules of the zone change.

Sources:
- zoneinfo: IANA time zone support, https://docs.python.org/3/library/zoneinfo.html
- Date/Time Types, https://www.postgresql.org/docs/current/datatype-datetime.html
- Date And Time Functions, https://sqlite.org/lang_datefunc.html
"""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import DateTime, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.models import UTCDateTime
from tests.teaching.fixtures import Seen

# In 2021, Mexico City had UTC-5 in summer. In October 2022, Mexico abolished daylight saving time.
ZONE = "America/Mexico_City"
RULES_OF_2021: tzinfo = timezone(timedelta(hours=-5))
RULES_OF_TODAY: tzinfo = ZoneInfo(ZONE)
AGREED = datetime(2026, 7, 1, 9, 0)


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Naive(Tables):
    """An appointment, and its instant in UTC."""

    __tablename__ = "naive_appointments"
    id: Mapped[int] = mapped_column(primary_key=True)
    instant: Mapped[datetime] = mapped_column(UTCDateTime)


class Appointment(Tables):
    """An appointment: its clock time and its time zone."""

    __tablename__ = "appointments"
    id: Mapped[int] = mapped_column(primary_key=True)
    # cure: store the clock time without a zone, and beside it the name of the zone
    local: Mapped[datetime] = mapped_column(DateTime)
    zone: Mapped[str] = mapped_column()
    # end of cure


def instant(appointment: Appointment) -> datetime:
    """Return the instant of an appointment, by the rules of its zone that hold today; raises ValueError if it has none.

    Where clocks are put forward, an hour of clock times has no instant; where they are put back, one has two.
    """
    # cure: compute it on each call; refuse a clock time with no instant or two
    local = appointment.local.replace(tzinfo=ZoneInfo(appointment.zone))
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(f"{appointment.local} does not exist in {appointment.zone}, or exists twice")
    # end of cure
    return local.astimezone(UTC)


def clock(at: datetime) -> str:
    """Return the clock time of the zone at an instant, by the rules that hold today."""
    return f"{at.astimezone(RULES_OF_TODAY):%H:%M}"


def test_naive_a_changed_rule_moves_the_appointment(a: Session, b: Session, seen: Seen) -> None:
    a.add(Naive(instant=AGREED.replace(tzinfo=RULES_OF_2021)))
    a.commit()

    stored = b.scalars(select(Naive.instant)).one()

    assert seen(f"agreed on 09:00, stored is {clock(stored)}") == "agreed on 09:00, stored is 08:00"


def test_cure_the_clock_time_stays_and_the_instant_follows_the_rules(a: Session, b: Session, seen: Seen) -> None:
    a.add(Appointment(local=AGREED, zone=ZONE))
    a.commit()

    stored = instant(b.scalars(select(Appointment)).one())

    assert stored - AGREED.replace(tzinfo=RULES_OF_2021) == timedelta(hours=1)
    assert seen(f"agreed on 09:00, stored is {clock(stored)}") == "agreed on 09:00, stored is 09:00"


@pytest.mark.parametrize("local", [datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)], ids=["none", "two"])
def test_cure_a_clock_time_that_has_no_instant_or_two_is_refused(local: datetime, seen: Seen) -> None:
    with seen.raises(ValueError):
        instant(Appointment(local=local, zone="Europe/Berlin"))
