"""Expand and contract: a column gets its new name in steps, and both the old and the new code work at every step.

Prevents: a column is renamed, and processes that still run the old code fail, or their changes are lost.
On SQLite: the old code selects a missing column. Without triggers, the backfill misses later changes by old code.
On PostgreSQL: the old code selects a missing column. Without triggers, the backfill misses later changes by old code.
When not: all processes may stop while the schema changes.
Alternatives: one migration while the service is down; a view that has the old name, for code that only reads.

Sources:
- CREATE TRIGGER, https://sqlite.org/lang_createtrigger.html
- ALTER TABLE, https://sqlite.org/lang_altertable.html
- Trigger Functions, https://www.postgresql.org/docs/current/plpgsql-trigger.html
- ALTER TABLE, https://www.postgresql.org/docs/current/sql-altertable.html
- Operation Reference, https://alembic.sqlalchemy.org/en/latest/ops.html
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, String, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen

# Whichever of the two columns a statement writes, the other one gets the same value.
START_TRIGGERS = {
    "sqlite": [
        """CREATE TRIGGER people_added AFTER INSERT ON people BEGIN
             UPDATE people SET name = coalesce(name, full_name), full_name = coalesce(full_name, name)
             WHERE id = NEW.id; END""",
        """CREATE TRIGGER people_name AFTER UPDATE OF name ON people
           WHEN NEW.name IS NOT OLD.name AND NEW.full_name IS NOT NEW.name BEGIN
             UPDATE people SET full_name = NEW.name WHERE id = NEW.id; END""",
        """CREATE TRIGGER people_full_name AFTER UPDATE OF full_name ON people
           WHEN NEW.full_name IS NOT OLD.full_name AND NEW.name IS NOT NEW.full_name BEGIN
             UPDATE people SET name = NEW.full_name WHERE id = NEW.id; END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION keep_names_equal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF TG_OP = 'INSERT' THEN
               NEW.name := coalesce(NEW.name, NEW.full_name);
               NEW.full_name := coalesce(NEW.full_name, NEW.name);
             ELSIF NEW.name IS DISTINCT FROM OLD.name THEN NEW.full_name := NEW.name;
             ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN NEW.name := NEW.full_name;
             END IF;
             RETURN NEW; END $$""",
        """CREATE TRIGGER people_names BEFORE INSERT OR UPDATE ON people
           FOR EACH ROW EXECUTE FUNCTION keep_names_equal()""",
    ],
}
STOP_TRIGGERS = {
    "sqlite": ["DROP TRIGGER people_added", "DROP TRIGGER people_name", "DROP TRIGGER people_full_name"],
    "postgresql": ["DROP TRIGGER people_names ON people", "DROP FUNCTION keep_names_equal()"],
}


class Tables(DeclarativeBase):
    """The lesson's own tables, as they are before the change."""


class Person(Tables):
    """A person; its column `name` is to be renamed `full_name`."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))


@dataclass
class Code:
    """A version of the app, which uses only one of the two columns; each call is a transaction."""

    session: Session
    column: str

    def add(self, name: str) -> None:
        """Store a person."""
        self.session.execute(text(f"INSERT INTO people ({self.column}) VALUES (:name)"), {"name": name})
        self.session.commit()

    def rename(self, old: str, new: str) -> None:
        """Change a name."""
        update = text(f"UPDATE people SET {self.column} = :new WHERE {self.column} = :old")
        self.session.execute(update, {"old": old, "new": new})
        self.session.commit()

    def names(self) -> list[str]:
        """Return all names."""
        names = list(self.session.scalars(text(f"SELECT {self.column} FROM people ORDER BY id")))
        self.session.commit()
        return names


def migrate(session: Session, change: Callable[[Operations], None]) -> None:
    """Change the tables, in a transaction of its own."""
    change(Operations(MigrationContext.configure(session.connection())))
    session.commit()


def rename_column(op: Operations) -> None:
    """Give the column its new name, in one step."""
    with op.batch_alter_table("people") as people:
        people.alter_column("name", new_column_name="full_name")


def add_and_fill(op: Operations) -> None:
    """Add the new column, and copy the values of the old one."""
    op.add_column("people", Column("full_name", String(50)))
    op.execute("UPDATE people SET full_name = name")


def drop_column(op: Operations) -> None:
    """Step 4: drop the old column."""
    op.drop_column("people", "name")


def expand(op: Operations) -> None:
    """Step 1: add the new column for the new code; the old code keeps running."""
    # cure: allow NULL in name, add full_name, and only then create the triggers
    with op.batch_alter_table("people") as people:
        people.alter_column("name", nullable=True)
        people.add_column(Column("full_name", String(50)))
    for statement in START_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    # end of cure


def backfill(session: Session, size: int) -> Iterator[None]:
    """Step 2: fill full_name in the rows that were there before, in batches; yields after each of them."""
    batch = text(
        "UPDATE people SET full_name = name WHERE id IN"
        " (SELECT id FROM people WHERE full_name IS NULL ORDER BY id LIMIT :size) RETURNING id"
    )
    # cure: run batches until one finds no row, and commit each
    while session.execute(batch, {"size": size}).all():
        session.commit()
        yield
    session.commit()
    # end of cure


def require_full_name(op: Operations) -> None:
    """Step 3, when no process runs the old code any more: make full_name NOT NULL."""
    # cure: drop the triggers, and make full_name NOT NULL
    for statement in STOP_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("people") as people:
        people.alter_column("full_name", nullable=False)
    # end of cure


def test_naive_the_old_code_fails(a: Session, b: Session, on: On, seen: Seen) -> None:
    migrate(b, rename_column)

    refused = on(sqlite=OperationalError, postgresql=ProgrammingError)
    with seen.raises(refused, on(sqlite="SQLITE_ERROR", postgresql="42703")):
        Code(a, "name").add("Ann")


def test_naive_without_a_trigger_what_old_code_changes_after_the_backfill_is_lost(
    a: Session, b: Session, seen: Seen
) -> None:
    old, new = Code(a, "name"), Code(b, "full_name")
    old.add("Ann")
    migrate(b, add_and_fill)
    old.rename("Ann", "Anna")

    migrate(b, drop_column)

    assert seen(f"renamed to Anna, stored: {new.names()[0]}") == "renamed to Anna, stored: Ann"


def test_cure_old_and_new_code_work_at_every_step(a: Session, b: Session, seen: Seen) -> None:
    old, new = Code(a, "name"), Code(b, "full_name")
    for name in ("Ann", "Bob", "Cid"):
        old.add(name)

    migrate(b, expand)
    old.add("Dan")
    old.rename("Ann", "Anna")
    assert old.names() == ["Anna", "Bob", "Cid", "Dan"]

    batches = backfill(b, size=1)
    next(batches)
    old.add("Eve")
    old.rename("Bob", "Rob")
    assert len(list(batches)) == 1

    # Processes with the new code start, and those with the old code still run.
    assert old.names() == new.names() == ["Anna", "Rob", "Cid", "Dan", "Eve"]
    old.rename("Anna", "Hannah")
    new.rename("Cid", "Sid")
    old.add("Fay")
    new.add("Gus")
    names = ["Hannah", "Rob", "Sid", "Dan", "Eve", "Fay", "Gus"]
    assert old.names() == new.names() == names

    # The last process with the old code has ended.
    migrate(b, require_full_name)
    new.add("Hal")
    migrate(b, drop_column)
    new.add("Ida")
    assert new.names() == [*names, "Hal", "Ida"]
    assert [column["name"] for column in inspect(b.connection()).get_columns("people")] == ["id", "full_name"]
    seen("old and new code work at every step, and nothing is lost")


def test_cure_a_row_that_the_backfill_has_missed_is_noticed_before_the_drop(
    a: Session, b: Session, on: On, seen: Seen
) -> None:
    old = Code(a, "name")
    old.add("Ann")
    migrate(b, expand)

    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_NOTNULL", postgresql="23502")):
        migrate(b, require_full_name)
    b.rollback()

    assert old.names() == ["Ann"]
