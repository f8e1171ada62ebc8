"""Write skew: who decides by rows that others may change asks for SERIALIZABLE, and is ready to be refused.

Prevents: two transactions read the same rows, each changes another one, and together they break the rule.
On SQLite: the second has read an old snapshot, and cannot write at all, whichever row it is.
On PostgreSQL: REPEATABLE READ refuses two changes of one row; here there are two rows, and it sees no harm.
"""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen
from tests.teaching.waiting import Waits

SNAPSHOT = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ"}}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Doctor(Tables):
    """Somebody at the hospital, where one doctor must always be on call."""

    __tablename__ = "doctors"
    name: Mapped[str] = mapped_column(primary_key=True)
    on_call: Mapped[bool] = mapped_column(default=True)


class NobodyElse(Exception):
    """There would be no doctor on call."""


@pytest.fixture(autouse=True)
def _doctors(tables: Database) -> None:
    """Store two doctors, both on call."""
    with tables.writing() as session:
        session.add_all([Doctor(name="ann"), Doctor(name="bob")])


def begin_naively(session: Session) -> Session:
    """Begin a transaction that sees one snapshot; returns the session."""
    session.connection(execution_options=SNAPSHOT[session.get_bind().dialect.name])
    return session


def begin(session: Session) -> Session:
    """Begin a transaction that ends as if it had been alone, or not at all; returns the session."""
    # cure: be serializable: SQLite is, by its one write lock, if one takes it first
    session.connection(execution_options={"isolation_level": "SERIALIZABLE", "sqlite_begin": "BEGIN IMMEDIATE"})
    return session
    # end of cure


def others_on_call(session: Session, name: str) -> int:
    """Return how many doctors are on call beside this one."""
    others = select(func.count()).where(Doctor.on_call, Doctor.name != name)
    return session.scalar(others) or 0


def leave(session: Session, name: str, others: int) -> None:
    """Let the doctor go home, if there are others; raises NobodyElse."""
    if not others:
        raise NobodyElse
    session.execute(update(Doctor).where(Doctor.name == name).values(on_call=False))
    session.commit()


def test_naive_each_leaves_the_other_one_alone(a: Session, b: Session, on: On, seen: Seen) -> None:
    others_of_ann = others_on_call(begin_naively(a), "ann")
    others_of_bob = others_on_call(begin_naively(b), "bob")

    leave(a, "ann", others_of_ann)
    if on.sqlite:
        with seen.raises(OperationalError, "SQLITE_BUSY_SNAPSHOT"):
            leave(b, "bob", others_of_bob)
    else:
        leave(b, "bob", others_of_bob)
        assert seen(f"{others_on_call(a, 'nobody')} doctors on call") == "0 doctors on call"


def test_cure_one_of_them_stays(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    others_of_ann = others_on_call(begin(a), "ann")

    if on.sqlite:
        b_asks = waits(b, lambda: others_on_call(begin(b), "bob"))
        leave(a, "ann", others_of_ann)
        others_of_bob = b_asks.result()
    else:
        others_of_bob = others_on_call(begin(b), "bob")
        leave(a, "ann", others_of_ann)
        with seen.raises(OperationalError, "40001"):
            leave(b, "bob", others_of_bob)
        b.rollback()
        others_of_bob = others_on_call(begin(b), "bob")

    with pytest.raises(NobodyElse):
        leave(b, "bob", others_of_bob)
    assert seen(f"{others_on_call(a, 'nobody')} doctor on call") == "1 doctor on call"
