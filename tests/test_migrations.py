"""The revisions are one line, go up and down with rows in the tables, and end with the schema of the models."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import Boolean, Column, Connection, String, inspect, text, true
from sqlalchemy.exc import IntegrityError

from blog import migrations
from blog.app import create_app
from blog.database import Database, OrphansError
from blog.migrations.description import describe
from blog.models import Base
from blog.settings import Settings
from tests.backends import Backend
from tests.makers import make_post, make_user, store_rows
from tests.servers import environment

REVISIONS = [script.revision for script in ScriptDirectory.from_config(migrations.configuration()).walk_revisions()]
NEWEST, *_, FIRST = REVISIONS
IDS = [1001, 1002]  # out of the way of those that the database gives


@pytest.fixture
def empty(new_database_url: str) -> Iterator[Database]:
    """A database without tables."""
    database = Database(new_database_url)
    yield database
    database.dispose()


@pytest.fixture
def migrated(empty: Database) -> Database:
    """A database of the newest revision, with two rows in each table."""
    migrations.migrate(empty)
    with empty.writing() as session:
        for number in IDS:
            store_rows(session, number)
    return empty


def ids(connection: Connection) -> dict[str, list[int]]:
    """Return the ids of the rows in each table of the blog that the database has."""
    return {
        name: list(connection.scalars(text(f"SELECT id FROM {name} ORDER BY id")))
        for name, table in Base.metadata.tables.items()
        if "id" in table.c and inspect(connection).has_table(name)
    }


def operations(connection: Connection) -> Operations:
    """Return the object that a revision imports as `op`."""
    return Operations(MigrationContext.configure(connection))


def alembic(database_url: str, *arguments: str) -> str:
    """Run Alembic's own command as a developer does; return its output."""
    run = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        env=environment(Settings(database_url)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_there_is_one_line_of_revisions() -> None:
    scripts = ScriptDirectory.from_config(migrations.configuration())
    assert (scripts.get_heads(), scripts.get_bases()) == ([NEWEST], [FIRST])


def test_a_migrated_database_has_the_schema_of_the_models(empty: Database, backend: Backend) -> None:
    migrations.migrate(empty)
    with empty.migrating() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        migrated = describe(connection)
    with backend.new_database() as url:
        other = Database(url)
        with other.migrating() as connection:
            Base.metadata.create_all(connection)
            assert migrated == describe(connection)
        other.dispose()


def test_every_step_goes_down_and_up_again_with_rows_in_the_tables(migrated: Database) -> None:
    with migrated.migrating() as connection:
        configuration = migrations.configuration(connection)
        stored, descriptions = ids(connection), [describe(connection)]
        for _ in REVISIONS[1:]:
            command.downgrade(configuration, "-1")
            descriptions.append(describe(connection))
            # A table that the revision has added goes with its rows.
            stored = {name: rows for name, rows in stored.items() if inspect(connection).has_table(name)}
            assert ids(connection) == stored

            command.upgrade(configuration, "+1")
            assert describe(connection) == descriptions[-2]
            command.downgrade(configuration, "-1")
            assert describe(connection) == descriptions[-1]
        command.upgrade(configuration, "head")
        assert describe(connection) == descriptions[0]
        assert ids(connection).items() >= stored.items()


def test_a_database_without_tables_after_a_downgrade_is_migrated_again(migrated: Database) -> None:
    with migrated.migrating() as connection:
        command.downgrade(migrations.configuration(connection), "base")
        assert describe(connection) == set()
    assert migrations.migrate(migrated) == NEWEST


def test_a_migration_that_fails_changes_nothing(migrated: Database) -> None:
    with pytest.raises(ZeroDivisionError), migrated.migrating() as connection:
        operations(connection).rename_table("posts", "articles")
        connection.execute(text("DELETE FROM users"))
        raise ZeroDivisionError
    with migrated.migrating() as connection:
        assert ids(connection) == dict.fromkeys(ids(connection), IDS)


def test_a_change_of_a_table_that_others_refer_to_loses_no_rows(migrated: Database) -> None:
    def change_length(length: int) -> None:
        op = operations(connection)
        with op.batch_alter_table("users", table_kwargs={"sqlite_autoincrement": True}) as users:
            users.alter_column("username", type_=String(length))

    with migrated.migrating() as connection:
        before, stored = describe(connection), ids(connection)
        change_length(60)
        assert describe(connection) != before
        change_length(50)
        assert describe(connection) == before
        assert ids(connection) == stored


def test_the_description_of_a_table_says_whether_it_reuses_ids(migrated: Database, backend: Backend) -> None:
    with migrated.migrating() as connection:
        before = describe(connection)
        with operations(connection).batch_alter_table("users") as users:
            users.alter_column("username", type_=String(60))
        forgotten = any(line.startswith("users: reuses ids") for line in describe(connection) - before)
        assert forgotten == backend.rebuilds_tables


def test_a_migration_that_leaves_orphans_changes_nothing(migrated: Database, backend: Backend) -> None:
    refused = OrphansError if backend.rebuilds_tables else IntegrityError
    message = r"2 rows .* the rowid 1001 of posts, which refers to users" if backend.rebuilds_tables else "posts"
    with pytest.raises(refused, match=message), migrated.migrating() as connection:
        connection.execute(text("UPDATE users SET version = 2"))
        connection.execute(text("UPDATE posts SET user_id = 3"))
    with migrated.reading() as session:
        assert session.scalar(text("SELECT max(version) FROM users")) == 1


def test_foreign_keys_are_enforced_after_a_migration(migrated: Database) -> None:
    with migrated.migrating():
        pass
    with pytest.raises(IntegrityError), migrated.writing() as session:
        session.execute(text("UPDATE posts SET user_id = 3"))


def test_a_running_blog_works_on_after_a_newer_one_has_added_columns(migrated: Database, tmp_path: Path) -> None:
    url = migrated.engine.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(url, tmp_path))) as client:
        old = make_post(client, make_user(client))
        with migrated.migrating() as connection:
            op = operations(connection)
            op.add_column("posts", Column("a_new_text", String(100)))
            op.add_column("users", Column("a_new_flag", Boolean, nullable=False, server_default=true()))

        new = make_post(client, make_user(client))
        assert [client.get(f"/api/posts/{post['id']}").json() for post in (new, old)] == [new, old]
        assert client.patch(f"/api/posts/{old['id']}", json={"title": "Changed"}).json()["title"] == "Changed"
        assert client.delete(f"/api/users/{new['user_id']}").status_code == 204


def test_alembics_own_commands_work_on_the_database_of_the_environment(new_database_url: str) -> None:
    alembic(new_database_url, "upgrade", FIRST)
    assert FIRST in alembic(new_database_url, "current")
    alembic(new_database_url, "upgrade", "head")
    assert "No new upgrade operations detected" in alembic(new_database_url, "check")


def test_autogenerate_writes_what_the_database_lacks(migrated: Database, tmp_path: Path) -> None:
    with migrated.migrating() as connection:
        operations(connection).drop_index("ix_posts_user_id_id", "posts")
        configuration = migrations.configuration(connection)
        configuration.set_main_option("version_locations", f"{migrations.VERSIONS} {tmp_path}")
        configuration.set_main_option("path_separator", "space")
        command.revision(configuration, "Posts by user", autogenerate=True, rev_id="9999", version_path=str(tmp_path))
    source = (tmp_path / "9999_posts_by_user.py").read_text(encoding="utf-8")
    assert source.startswith('"""Posts by user."""\n')
    # A batch copies the table, since SQLite can change most of a table in no other way.
    assert "with op.batch_alter_table('posts'" in source
    assert f'down_revision = "{NEWEST}"' in source
    assert "ix_posts_user_id_id" in source
