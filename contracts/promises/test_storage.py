"""The committed tables are those of the models, and those of a migrated database."""

from pathlib import Path

import pytest

from blog import migrations
from blog.database import Database
from blog.migrations.description import describe
from contracts.findings import Level
from contracts.settings import settings_of
from contracts.storage import StorageContract
from tests.backends import Backend


@pytest.fixture(scope="module")
def root(pytestconfig: pytest.Config) -> Path:
    """Return the directory of the project."""
    return pytestconfig.rootpath


def test_the_committed_tables_are_what_the_models_make(root: Path) -> None:
    found = list(StorageContract(settings_of(root)[0]).check())
    assert len(found) == 2
    assert [finding for finding in found if finding.level is not Level.NOTICE] == []


def test_a_migrated_database_holds_exactly_the_committed_tables(root: Path, backend: Backend) -> None:
    contract = StorageContract(settings_of(root)[0])
    with backend.new_database() as url:
        database = Database(url)
        with database.migrating() as connection:
            for body in contract.committed(database.engine.dialect.name).values():
                for statement in body.split(";\n"):
                    connection.exec_driver_sql(statement)
            committed = describe(connection)
        database.dispose()
    with backend.new_database() as url:
        database = Database(url)
        migrations.migrate(database)
        with database.migrating() as connection:
            migrated = describe(connection)
        database.dispose()
    assert migrated == committed
    assert any(line.startswith("posts: index ix_posts_user_id_id ") for line in migrated)
