"""A description of the tables that a database really has, so that two databases can be compared."""

from typing import Any

from sqlalchemy import Connection, inspect

from blog.database import reuses_ids
from blog.models import Base


def describe(connection: Connection) -> set[str]:
    """Return a line for each column, key, constraint and index of the blog's tables, as the database reports them."""
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
            lines |= {f"{table}: {kind} {_line(one)}" for one in found}
        if reuses_ids(connection, table):
            lines.add(f"{table}: reuses ids")
    return lines


def _line(part: dict[str, Any]) -> str:
    """Return the name of a part, and its other properties."""
    facts = [f"{key}={value}" for key, value in sorted(part.items()) if key != "name" and value not in (None, {}, [])]
    return f"{part['name']} {' '.join(facts)}"
