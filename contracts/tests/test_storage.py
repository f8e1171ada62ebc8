"""The tables of a project are committed for each dialect, and compared without a database."""

import pytest

from contracts.tests.conftest import Project

MODELS = """
from sqlalchemy import Column, Enum, Integer, MetaData, String, Table

metadata = MetaData()
Table("pets", metadata, Column("id", Integer, primary_key=True), Column("name", String(50), index=True))
Table("visits", metadata, Column("id", Integer, primary_key=True), Column("kind", Enum("check", "cut", name="kinds")))
"""
SETTINGS = """\
[tool.contracts]
app = "shop:app"
metadata = "tables:metadata"
storage = { sqlite = "sql/sqlite.sql", postgresql = "sql/postgresql.sql" }
"""


@pytest.fixture
def shop(repository: Project) -> Project:
    """Give a project that has committed its tables."""
    repository.write("tables.py", MODELS)
    repository.write("pyproject.toml", SETTINGS)
    assert "sql/sqlite.sql is written: pets, visits.\n" in repository.contracts("update").out
    return repository


def test_all_that_is_made_for_the_tables_is_committed_for_each_dialect(shop: Project) -> None:
    assert (
        shop.read("sql/sqlite.sql")
        == """\
/* The tables on sqlite. Written by `python -m contracts update`. */

-- pets

CREATE TABLE pets (
    id INTEGER NOT NULL,
    name VARCHAR(50),
    PRIMARY KEY (id)
);
CREATE INDEX ix_pets_name ON pets (name);

-- visits

CREATE TABLE visits (
    id INTEGER NOT NULL,
    kind VARCHAR(5),
    PRIMARY KEY (id)
);
"""
    )
    assert "\nCREATE TYPE kinds AS ENUM ('check', 'cut');\n" in shop.read("sql/postgresql.sql")
    ran = shop.contracts("check")
    assert ran.status == 0
    assert "sql/postgresql.sql is what tables:metadata makes.\n" in ran.out
    assert "sql/sqlite.sql is unchanged.\n" in shop.contracts("update").out


def test_a_widened_column_is_reported_with_its_table_and_the_command(shop: Project) -> None:
    shop.edit("tables.py", "String(50)", "String(60)")
    ran = shop.contracts("check")
    assert ran.status == 1
    assert (
        """
error: sql/sqlite.sql is not what tables:metadata makes of pets.

   CREATE TABLE pets (
       id INTEGER NOT NULL,
  -    name VARCHAR(50),
  +    name VARCHAR(60),
       PRIMARY KEY (id)
   );
   CREATE INDEX ix_pets_name ON pets (name);

  To mend it:
  - Write the migration for this change, then commit the tables: python -m contracts update
"""
        in ran.out
    )
    assert "\nerror: sql/postgresql.sql is not what tables:metadata makes of pets.\n" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "table", "line"),
    [
        (", index=True", "", "pets", "-CREATE INDEX ix_pets_name ON pets (name);"),
        ('Table("visits"', 'Table("calls"', "calls, visits", "-CREATE TABLE visits ("),
        ("index=True)", "index=True), sqlite_autoincrement=True", "pets", "+    id INTEGER NOT NULL PRIMARY KEY AUTO"),
    ],
)
def test_a_change_is_reported_with_its_table(shop: Project, old: str, new: str, table: str, line: str) -> None:
    shop.edit("tables.py", old, new)
    output = shop.contracts("check").out
    assert f"sql/sqlite.sql is not what tables:metadata makes of {table}.\n" in output
    assert f"\n  {line}" in output


def test_a_file_that_is_not_committed_is_reported_and_only_update_writes_it(shop: Project) -> None:
    (shop.directory / "sql/sqlite.sql").unlink()
    assert "sql/sqlite.sql is not what tables:metadata makes of pets, visits.\n" in shop.contracts("check").out
    assert not (shop.directory / "sql/sqlite.sql").exists()
    assert "sql/sqlite.sql is written: pets, visits.\n" in shop.contracts("update").out
    assert shop.contracts("check").status == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tables:metadata", "nowhere:metadata", "nowhere cannot be imported: ModuleNotFoundError"),
        ("tables:metadata", "tables:Base.metadata", "tables has no 'Base.metadata'."),
        ("tables:metadata", "tables:Table", "tables:Table is no MetaData, but type."),
        ("{ sqlite", "{ paper", "'storage' of [tool.contracts] names 'paper', no dialect of SQLAlchemy."),
    ],
)
def test_tables_that_cannot_be_found_could_not_be_checked(shop: Project, old: str, new: str, message: str) -> None:
    shop.edit("pyproject.toml", old, new)
    ran = shop.contracts("check")
    assert ran.status == 2
    assert ran.err.startswith(f"contracts: {message}")
