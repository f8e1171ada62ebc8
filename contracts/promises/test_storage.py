"""The committed tables are what the models make, and what a database that was migrated really holds."""

import pytest

from blog import migrations
from blog.database import Database
from blog.migrations.description import describe
from contracts.storage import StorageContract
from tests.backends import Backend


@pytest.fixture(scope="module")
def contract(pytestconfig: pytest.Config) -> StorageContract:
    """Return the committed contract."""
    return StorageContract.of_project(pytestconfig.rootpath)


def test_the_committed_tables_are_what_the_models_make(contract: StorageContract) -> None:
    assert set(contract.files) == {"sqlite", "postgresql"}
    assert contract.check() == []


def test_a_migrated_database_holds_exactly_the_committed_tables(contract: StorageContract, backend: Backend) -> None:
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
