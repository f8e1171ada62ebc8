"""Tenancy: each transaction names its tenant, and the database returns no rows of other tenants.

Prevents: one query forgets its WHERE, and a tenant reads rows of another tenant.
On SQLite: it reads all rows: there is no row security; a session can add the condition, but not to SQL by hand.
On PostgreSQL: without a policy, it reads all rows; a policy does not bind superusers, BYPASSRLS and the owner.
When not: each tenant needs its own backup, location or encryption key: use a database for each.
Alternatives: a database or a schema for each tenant; on SQLite, a file for each tenant, or a global filter.

Sources:
- PostgreSQL: Row security policies, https://www.postgresql.org/docs/current/ddl-rowsecurity.html
- PostgreSQL: Predefined roles, https://www.postgresql.org/docs/current/predefined-roles.html
- SQLAlchemy: Adding global WHERE / ON criteria, https://docs.sqlalchemy.org/en/21/orm/session_events.html#adding-global-where-on-criteria
"""

from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

from blog.database import Database
from tests.teaching.fixtures import On, Seen

POLICY = [
    "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY own_notes ON notes USING (tenant = current_setting('app.tenant', true))",
    "GRANT SELECT, INSERT, DELETE ON notes TO pg_database_owner",
]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Note(Tables):
    """A note of a tenant."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    tenant: Mapped[str] = mapped_column()


@pytest.fixture(autouse=True)
def _notes(tables: Database) -> None:
    """Store a note of Ann's and one of Bob's; on PostgreSQL, declare the policy, as a migration does."""
    with tables.writing() as session:
        session.add_all([Note(id=1, tenant="ann"), Note(id=2, tenant="bob")])
        for statement in POLICY if tables.engine.dialect.name == "postgresql" else []:
            session.execute(text(statement))


def list_notes(session: Session) -> list[int]:
    """Return the ids of the notes; the query has no condition on the tenant."""
    return list(session.scalars(select(Note.id).order_by(Note.id)))


def act_for(session: Session, tenant: str, on: On) -> None:
    """Have each transaction of the session see only the rows of the tenant."""
    # cure: name the tenant as each transaction begins; on SQLite, add a WHERE
    if on.sqlite:

        @event.listens_for(session, "do_orm_execute")
        def _add_where(state: ORMExecuteState) -> None:
            if not state.is_column_load and not state.is_relationship_load:
                state.statement = state.statement.options(with_loader_criteria(Note, Note.tenant == tenant))

    else:

        @event.listens_for(session, "after_begin")
        def _tell(_session: Session, _transaction: Any, connection: Connection) -> None:
            connection.execute(text("SELECT set_config('app.tenant', :tenant, true)"), {"tenant": tenant})
            # Policies do not bind the owner of the table: switch to a role that is not the owner.
            connection.execute(text("SET LOCAL ROLE pg_database_owner"))

    # end of cure


def test_naive_a_query_without_a_where_reads_everybodys(a: Session, seen: Seen) -> None:
    assert seen(f"Ann reads notes {list_notes(a)}") == "Ann reads notes [1, 2]"


def test_naive_a_policy_alone_does_not_bind_its_owner(a: Session, on: On) -> None:
    if not on.sqlite:
        a.execute(text("SELECT set_config('app.tenant', 'ann', true)"))

    assert list_notes(a) == [1, 2]


def test_cure_the_same_query_reads_the_tenants_own(a: Session, b: Session, on: On, seen: Seen) -> None:
    act_for(a, "ann", on)
    act_for(b, "bob", on)

    assert seen(f"Ann reads notes {list_notes(a)}") == "Ann reads notes [1]"
    assert list_notes(b) == [2]
    a.commit()
    assert list_notes(a) == [1]
    assert a.get(Note, 2) is None


def test_cure_a_delete_without_a_where_deletes_the_tenants_own(a: Session, b: Session, on: On) -> None:
    act_for(a, "ann", on)

    a.execute(delete(Note))
    a.commit()

    assert list_notes(b) == [2]


def test_cure_sql_by_hand_is_stopped_by_the_database_alone(a: Session, on: On) -> None:
    act_for(a, "ann", on)

    assert a.scalars(text("SELECT id FROM notes ORDER BY id")).all() == on(sqlite=[1, 2], postgresql=[1])


def test_cure_what_is_written_for_another_tenant_is_stopped_by_the_database_alone(a: Session, on: On) -> None:
    act_for(a, "ann", on)
    a.add(Note(id=3, tenant="bob"))

    if on.sqlite:
        a.flush()
    else:
        with pytest.raises(ProgrammingError, match="row-level security policy") as caught:
            a.flush()
        assert getattr(caught.value.orig, "sqlstate", None) == "42501"
