"""What the database's tables really are, in words, so that two of them can be compared."""

from typing import Any

from sqlalchemy import Connection, inspect

from blog.database import gives_ids_again
from blog.models import Base


def describe(connection: Connection) -> set[str]:
    """Return a line for each column, key, constraint and index of the blog's tables, as the database tells them."""
    inspector = inspect(connection)
    lines = set[str]()
    for table in set(Base.metadata.tables) & set(inspector.get_table_names() + inspector.get_temp_table_names()):
        parts: dict[str, Any] = {
            "column": inspector.get_columns(table),
            "primary key": [inspector.get_pk_constraint(table)],
            "unique constraint": inspector.get_unique_constraints(table),
            "foreign key": inspector.get_foreign_keys(table),
            "check": inspector.get_check_constraints(table),
            "index": inspector.get_indexes(table),
        }
        for kind, found in parts.items():
            lines |= {f"{table}: {kind} {_told(one)}" for one in found}
        if gives_ids_again(connection, table):
            lines.add(f"{table}: gives an id again")
    return lines


def _told(part: dict[str, Any]) -> str:
    """Return the name of a part, and whatever else there is to it."""
    facts = [f"{key}={value}" for key, value in sorted(part.items()) if key != "name" and value not in (None, {}, [])]
    return f"{part['name']} {' '.join(facts)}"
