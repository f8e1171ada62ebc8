"""The blog checks the schema of the database at start."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import text

from blog import migrations
from blog.app import create_app
from blog.database import Database
from blog.migrations import BEFORE_REVISIONS, SchemaError
from blog.settings import Settings
from tests.servers import run_to_the_end, running_server

NEWEST = ScriptDirectory.from_config(migrations.configuration()).get_current_head()


@pytest.fixture
def settings(new_database_url: str, tmp_path: Path) -> Settings:
    """Settings with an empty database."""
    return Settings(new_database_url, tmp_path / "media")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The empty database."""
    database = Database(settings.database_url)
    yield database
    database.dispose()


def make_older(database: Database) -> None:
    """Bring the database to the revision before the newest one."""
    migrations.migrate(database)
    with database.migrating() as connection:
        command.downgrade(migrations.configuration(connection), "-1")


def make_newer(database: Database) -> None:
    """Bring the database to a revision that only a newer blog knows."""
    migrations.migrate(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def make_without_revision(database: Database) -> None:
    """Bring the database to the schema from before the first revision, without a revision and with a user."""
    with database.migrating() as connection:
        command.upgrade(migrations.configuration(connection), BEFORE_REVISIONS)
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("INSERT INTO users (username, email, version) VALUES ('u', 'u@example.com', 1)"))


def revision(database: Database) -> object:
    """Return the revision that is stored in the database."""
    with database.reading() as session:
        return session.scalars(text("SELECT version_num FROM alembic_version")).one()


def test_the_command_makes_the_tables_of_an_empty_database(settings: Settings, database: Database) -> None:
    run = run_to_the_end(settings, "migrate")
    assert (run.returncode, run.stdout) == (0, f"The database is at revision {NEWEST}.\n"), run.stderr
    assert revision(database) == NEWEST


def test_an_older_schema_keeps_the_server_from_starting_until_it_is_migrated(
    settings: Settings, database: Database
) -> None:
    make_older(database)
    older = revision(database)

    run = run_to_the_end(settings, "--port", "0")
    assert (run.returncode, run.stderr) == (
        1,
        f"The database is at revision {older}, and this blog needs {NEWEST}. Migrate it:\n  python -m blog migrate\n",
    )
    assert revision(database) == older

    assert run_to_the_end(settings, "migrate").returncode == 0
    with running_server(settings):
        assert revision(database) == NEWEST


@pytest.mark.parametrize("arguments", [["--port", "0"], ["migrate"]], ids=["serve", "migrate"])
def test_a_newer_schema_is_left_alone(settings: Settings, database: Database, arguments: list[str]) -> None:
    make_newer(database)
    run = run_to_the_end(settings, *arguments)
    assert (run.returncode, run.stderr) == (
        1,
        "The database is at revision 9999, which this blog does not know: a newer blog has changed it.\n"
        "Install that newer blog, or set BLOG_DATABASE_URL to another database.\n",
    )
    assert revision(database) == "9999"


@pytest.mark.parametrize("make", [make_older, make_newer])
def test_an_app_in_another_server_does_not_start_either(
    settings: Settings, database: Database, make: Callable[[Database], None]
) -> None:
    make(database)
    with pytest.raises(SchemaError), TestClient(create_app(settings)):
        pass


@pytest.mark.parametrize("make_ready", [migrations.prepare, migrations.migrate])
def test_a_database_without_a_revision_is_adopted_with_its_data(
    settings: Settings, database: Database, make_ready: Callable[[Database], None]
) -> None:
    make_without_revision(database)
    make_ready(database)
    assert revision(database) == NEWEST
    with TestClient(create_app(settings)) as client:
        assert client.get("/api/users/1").json()["username"] == "u"


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ("DROP INDEX ix_posts_user_id_id", "missing: posts: index ix_posts_user_id_id"),
        (
            "ALTER TABLE users ADD COLUMN of_no_revision VARCHAR(50)",
            r"unknown: users: column of_no_revision .*VARCHAR\(50\)",
        ),
        ("DROP TABLE posts", "missing: posts: check ck_posts_title_length"),
    ],
)
def test_a_database_without_a_revision_and_with_another_schema_is_left_alone(
    database: Database, change: str, difference: str
) -> None:
    make_without_revision(database)
    with database.writing() as session:
        session.execute(text(change))

    with pytest.raises(SchemaError, match="has no revision, and its tables differ") as caught:
        migrations.prepare(database)

    differences = [line for line in str(caught.value).splitlines() if line.startswith("  ")]
    assert any(re.match(f"  {difference}", line) for line in differences), differences
    with database.reading() as session:
        assert session.scalar(text("SELECT username FROM users")) == "u"
