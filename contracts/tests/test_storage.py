"""The storage contract: the tables of a project, committed for each dialect, and compared without a database."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.storage import StorageContract

MODELS = """
from sqlalchemy import Column, Enum, Integer, MetaData, String, Table

metadata = MetaData()
Table("pets", metadata, Column("id", Integer, primary_key=True), Column("name", String(50), index=True))
Table("visits", metadata, Column("id", Integer, primary_key=True), Column("kind", Enum("check", "cut", name="kinds")))
"""
SETTINGS = """
[tool.contracts]
metadata = "petshop_models:metadata"
storage = { sqlite = "storage/sqlite.sql", postgresql = "storage/postgresql.sql" }
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with tables of its own, which has committed what they are."""
    monkeypatch.syspath_prepend(tmp_path)
    # An edit within the same second, to a text of the same length, would be taken for none.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    edit(tmp_path)
    StorageContract.of_project(tmp_path).write()
    yield tmp_path
    sys.modules.pop("petshop_models", None)


def edit(project: Path, old: str = "", new: str = "") -> None:
    """Write the models, with one thing otherwise."""
    source = MODELS.replace(old, new, 1)
    (project / "petshop_models.py").write_text(source, encoding="utf-8")
    sys.modules.pop("petshop_models", None)


def check(project: Path) -> list[str]:
    return StorageContract.of_project(project).check()


def test_the_contract_has_all_that_is_made_for_the_tables_in_each_dialect(project: Path) -> None:
    assert (
        (project / "storage/sqlite.sql").read_text(encoding="utf-8")
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
    assert "\nCREATE TYPE kinds AS ENUM ('check', 'cut');\n" in (project / "storage/postgresql.sql").read_text("utf-8")
    assert check(project) == []


def test_a_widened_column_is_told_with_its_table_and_the_command(project: Path) -> None:
    edit(project, "String(50)", "String(60)")
    on_sqlite, on_postgresql = check(project)
    assert (
        on_sqlite
        == """\
storage/sqlite.sql is not what the models make of pets:

 CREATE TABLE pets (
     id INTEGER NOT NULL,
-    name VARCHAR(50),
+    name VARCHAR(60),
     PRIMARY KEY (id)
 );
 CREATE INDEX ix_pets_name ON pets (name);

If the change is meant, write the migration that makes it, and commit what the tables are then:
  python -m contracts update"""
    )
    assert on_postgresql.startswith("storage/postgresql.sql is not what the models make of pets:\n")


@pytest.mark.parametrize(
    ("old", "new", "table", "line"),
    [
        (", index=True", "", "pets", "-CREATE INDEX ix_pets_name ON pets (name);"),
        ('Table("visits"', 'Table("calls"', "calls, visits", "-CREATE TABLE visits ("),
        ("index=True)", "index=True), sqlite_autoincrement=True", "pets", "+    id INTEGER NOT NULL PRIMARY KEY AUTO"),
    ],
)
def test_a_change_is_told_with_its_table(project: Path, old: str, new: str, table: str, line: str) -> None:
    edit(project, old, new)
    on_sqlite = check(project)[0]
    assert on_sqlite.startswith(f"storage/sqlite.sql is not what the models make of {table}:\n")
    assert f"\n{line}" in on_sqlite


def test_a_contract_that_is_not_committed_yet_is_told_and_written(project: Path) -> None:
    (project / "storage/sqlite.sql").unlink()
    [problem] = check(project)
    assert problem.startswith("storage/sqlite.sql is not what the models make of pets, visits:\n")
    assert not (project / "storage/sqlite.sql").exists()

    StorageContract.of_project(project).write()
    assert check(project) == []


def test_a_project_that_names_no_tables_has_no_storage_contract(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.contracts]\n", encoding="utf-8")
    assert check(project) == []
