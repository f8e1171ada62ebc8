"""Named constraints: a naming convention gives every constraint a name, the same one in every database.

Prevents: a migration cannot drop a constraint, and an error cannot be matched to it, without a stable name.
On SQLite: a constraint that is declared without a name has none.
On PostgreSQL: the server generates a numbered name, so one name may mean different constraints in two databases.
When not: the database is created for each run, and no code uses the names of its constraints.
Alternatives: a name by hand for each constraint that a migration or an error needs.

Sources:
- Configuring Constraint Naming Conventions, https://docs.sqlalchemy.org/en/21/core/constraints.html#configuring-constraint-naming-conventions
- The Importance of Naming Constraints, https://alembic.sqlalchemy.org/en/latest/naming.html
- Dropping Unnamed or Named Foreign Key Constraints, https://alembic.sqlalchemy.org/en/latest/batch.html#dropping-unnamed-or-named-foreign-key-constraints
- Constraints, https://www.postgresql.org/docs/current/ddl-constraints.html
"""

import pytest
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, inspect
from sqlalchemy.exc import CompileError
from sqlalchemy.orm import Session
from sqlalchemy.schema import DropConstraint

from blog.models import Base
from tests.teaching.fixtures import On, Seen

RULES = {"ends_later": "starts < ends"}
RULES_OF_A_LATER_VERSION = {"doors_open_before": "doors < starts", **RULES}


def columns() -> list[Column[int]]:
    """Return the columns of a table of talks."""
    return [Column(name, Integer) for name in ("doors", "starts", "ends")]


def talks_naively(rules: dict[str, str]) -> Table:
    """Return the table of talks, with a check for each rule."""
    return Table("talks", MetaData(), *columns(), *(CheckConstraint(rule) for rule in rules.values()))


def talks(rules: dict[str, str]) -> Table:
    """Return the table of talks, with a check for each rule, named ck_talks_ and the name of the rule."""
    # cure: name each check, and have a naming convention add the table
    metadata = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})
    return Table("talks", metadata, *columns(), *(CheckConstraint(rule, name) for name, rule in rules.items()))
    # end of cure


def name_of_ends_later(session: Session, table: Table) -> str | None:
    """Create the table; returns the name in the database of the check that talks end after they start."""
    table.create(session.connection())
    checks = inspect(session.connection()).get_check_constraints("talks")
    session.rollback()
    return next(check["name"] for check in checks if check["sqltext"] == RULES["ends_later"])


def test_naive_the_databases_call_one_rule_by_several_names(a: Session, on: On, seen: Seen) -> None:
    old = name_of_ends_later(a, talks_naively(RULES))
    new = name_of_ends_later(a, talks_naively(RULES_OF_A_LATER_VERSION))

    # On PostgreSQL, DROP CONSTRAINT talks_check drops a different rule in an old database than in a new one.
    assert seen(f"named {old}, in a newer database {new}") == on(
        sqlite="named None, in a newer database None",
        postgresql="named talks_check, in a newer database talks_check1",
    )


def test_naive_it_cannot_be_dropped(a: Session) -> None:
    [check] = (one for one in talks_naively(RULES).constraints if isinstance(one, CheckConstraint))

    with pytest.raises(CompileError, match="it has no name"):
        a.execute(DropConstraint(check))


def test_cure_every_database_calls_it_the_same(a: Session, seen: Seen) -> None:
    old = name_of_ends_later(a, talks(RULES))
    new = name_of_ends_later(a, talks(RULES_OF_A_LATER_VERSION))

    assert seen(f"named {old}, in a newer database {new}") == (
        "named ck_talks_ends_later, in a newer database ck_talks_ends_later"
    )


def test_cure_the_blog_does_it_so() -> None:
    constraints = [one for table in Base.metadata.tables.values() for one in table.constraints]

    assert all(isinstance(one.name, str) for one in constraints)
