"""Write skew: a transaction that decides by rows that others may change runs at SERIALIZABLE, with a retry.

Prevents: two transactions read the same rows, each changes a different row, and together they break a rule.
On SQLite: on a plain engine, both changes are stored; with BEGIN and WAL, the second is refused, whatever its row.
On PostgreSQL: REPEATABLE READ refuses two changes of one row; these are two rows, and both changes are stored.
When not: a constraint or an atomic update can state the rule: then no retry is needed.
Alternatives: lock the rows that decide (pessimistic locking); a count of them in one row, with a check guard.

Sources:
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
- A Critique of ANSI SQL Isolation Levels, https://arxiv.org/abs/cs/0701157
"""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Record, Seen, begin_serializable
from tests.teaching.waiting import Waits

SNAPSHOT = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ"}}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Doctor(Tables):
    """A doctor at a hospital, where one doctor must always be on call."""

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
    """Begin a transaction that is serializable, or refused; returns the session."""
    # cure: be SERIALIZABLE on PostgreSQL; on SQLite, wait: BEGIN IMMEDIATE
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


def test_naive_each_relies_on_the_other_one(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    others_of_ann = others_on_call(begin_naively(plain_a), "ann")
    others_of_bob = others_on_call(begin_naively(plain_b), "bob")

    leave(plain_a, "ann", others_of_ann)
    leave(plain_b, "bob", others_of_bob)

    assert seen(f"{others_on_call(plain_a, 'nobody')} doctors on call") == "0 doctors on call"


def test_naive_the_second_is_refused_where_transactions_are_serializable(a: Session, b: Session, seen: Seen) -> None:
    others_of_ann = others_on_call(begin_serializable(a), "ann")
    others_of_bob = others_on_call(begin_serializable(b), "bob")

    leave(a, "ann", others_of_ann)
    with seen.refusal():
        leave(b, "bob", others_of_bob)


def test_naive_the_isolation_checker_finds_it(plain_a: Session, plain_b: Session, record: Record, seen: Seen) -> None:
    of_ann, of_bob = record(begin_naively(plain_a)), record(begin_naively(plain_b))

    of_ann.read("y")
    of_bob.read("x")
    of_ann.append("x", 1)
    of_ann.commit()
    of_bob.append("y", 2)
    of_bob.commit()

    assert seen(record.anomalies()) == "G2-item (write skew)"


def test_cure_one_of_them_stays(a: Session, b: Session, waits: Waits, on: On, seen: Seen) -> None:
    others_of_ann = others_on_call(begin(a), "ann")

    if on.sqlite:
        b_asks = waits(b, lambda: others_on_call(begin(b), "bob"))
        leave(a, "ann", others_of_ann)
        others_of_bob = b_asks.result()
    else:
        others_of_bob = others_on_call(begin(b), "bob")
        leave(a, "ann", others_of_ann)
        with seen.refusal():
            leave(b, "bob", others_of_bob)
        b.rollback()
        others_of_bob = others_on_call(begin(b), "bob")

    with pytest.raises(NobodyElse):
        leave(b, "bob", others_of_bob)
    assert seen(f"{others_on_call(a, 'nobody')} doctor on call") == "1 doctor on call"
