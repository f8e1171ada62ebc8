"""Audit trail: a database trigger records each change, whichever program or statement makes it.

Prevents: an ORM event listener records the changes, but misses some: the history is no proof.
On SQLite: a bulk UPDATE loads no objects, so the listener is not called for its rows.
On PostgreSQL: a bulk UPDATE loads no objects, so the listener is not called for its rows.
When not: the history must have the reason of a change: a trigger sees only the rows and the settings of the session.
Alternatives: an ORM listener, if no bulk statement or SQL by hand changes rows; change data capture.

Sources:
- SQLite: CREATE TRIGGER, https://sqlite.org/lang_createtrigger.html
- PostgreSQL: Trigger functions, https://www.postgresql.org/docs/current/plpgsql-trigger.html
- SQLAlchemy: Tracking queries, object and session changes with events, https://docs.sqlalchemy.org/en/21/orm/session_events.html#mapper-level-flush-events
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, ForeignKey, event, insert, inspect, select, text, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Account(Tables):
    """An account with a balance."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column()


class Change(Tables):
    """A change of a balance: the old and the new value."""

    __tablename__ = "changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    old: Mapped[int] = mapped_column()
    new: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _accounts(tables: Database) -> Iterator[None]:
    """Store two accounts with 100 each; after the test, drop the function of the trigger, if there is one."""
    with tables.writing() as session:
        session.add_all([Account(id=1, balance=100), Account(id=2, balance=100)])
    yield
    if tables.engine.dialect.name == "postgresql":
        with tables.writing() as session:
            session.execute(text("DROP FUNCTION IF EXISTS write_down_change() CASCADE"))


@pytest.fixture
def _listener() -> Iterator[None]:
    """Have the ORM record each change of an account."""

    def write_down(_: Mapper[Account], connection: Connection, account: Account) -> None:
        old = inspect(account).committed_state["balance"]
        connection.execute(insert(Change).values(account_id=account.id, old=old, new=account.balance))

    event.listen(Account, "after_update", write_down)
    yield
    event.remove(Account, "after_update", write_down)


def write_down_changes(session: Session, on: On) -> None:
    """Have the database record each change of a balance."""
    # cure: create a trigger that inserts into changes, on PostgreSQL by a function
    insertion = "INSERT INTO changes (account_id, old, new) VALUES (NEW.id, OLD.balance, NEW.balance)"
    trigger = "CREATE TRIGGER write_down_change AFTER UPDATE OF balance ON accounts FOR EACH ROW"
    if on.sqlite:
        session.execute(text(f"{trigger} BEGIN {insertion}; END"))
    else:
        body = f"BEGIN {insertion}; RETURN NULL; END"
        session.execute(text(f"CREATE FUNCTION write_down_change() RETURNS trigger LANGUAGE plpgsql AS '{body}'"))
        session.execute(text(f"{trigger} EXECUTE FUNCTION write_down_change()"))
    # end of cure
    session.commit()


def change_both(session: Session) -> None:
    """Add 10 to account 1 through its object, then 5 to both accounts by one UPDATE."""
    session.get_one(Account, 1).balance += 10
    session.execute(update(Account).values(balance=Account.balance + 5))
    session.commit()


def changes(session: Session) -> list[tuple[int, int, int]]:
    """Return each recorded change: the account, the old and the new balance."""
    written = session.scalars(select(Change).order_by(Change.id))
    return [(change.account_id, change.old, change.new) for change in written]


@pytest.mark.usefixtures("_listener")
def test_naive_a_listener_does_not_see_a_bulk_update(a: Session, seen: Seen) -> None:
    change_both(a)

    assert changes(a) == [(1, 100, 110)]
    balances = a.scalars(select(Account.balance).order_by(Account.id)).all()
    assert seen(f"balances {balances}, 1 of 3 changes written down") == (
        "balances [115, 105], 1 of 3 changes written down"
    )


def test_cure_a_trigger_sees_each_row_that_changes(a: Session, on: On, seen: Seen) -> None:
    write_down_changes(a, on)

    change_both(a)

    assert seen(f"{len(changes(a))} of 3 changes written down") == "3 of 3 changes written down"
    assert changes(a)[0] == (1, 100, 110)
    assert set(changes(a)[1:]) == {(1, 110, 115), (2, 100, 105)}


def test_cure_what_is_rolled_back_is_not_written_down(a: Session, on: On) -> None:
    write_down_changes(a, on)

    a.execute(update(Account).values(balance=0))
    a.rollback()

    assert changes(a) == []
