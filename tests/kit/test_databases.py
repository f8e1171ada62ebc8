"""A test run finds or starts a PostgreSQL server, and leaves no database on it."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests import postgres
from tests.processes import inherited

NO_DOCKER = {"DOCKER_HOST": "unix:///nowhere/docker.sock"}


WITHOUT = ["-p", "no:cacheprovider", "-p", "no:schemathesis"]
FAILING = """
from blog.models import User

def test_it_fails(database):
    with database.writing() as session:
        session.add(User(username="ann", email="ann@example.com"))
    raise AssertionError

def test_it_passes(database):
    with database.reading() as session:
        assert session.query(User).count() == 0
"""


def run_pytest(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a few tests in a process of their own, with only the given arguments and BLOG_ variables."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "tests/test_methods.py", *WITHOUT, *arguments],
        env={**inherited("BLOG_"), **variables},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    ("source", "variables", "cure"),
    [
        ("url", {}, "Set it to postgresql+psycopg://"),
        ("docker", NO_DOCKER, "Start Docker, or"),
        ("docker", {"BLOG_TEST_POSTGRES_IMAGE": "not an image"}, "name an image that it has"),
        (None, {"BLOG_TEST_POSTGRES_URL": "postgresql+psycopg://127.0.0.1:1/x"}, "Start the server that it names"),
        ("nowhere", {}, "Choose one of url, docker, embedded."),
    ],
)
def test_the_error_about_a_missing_server_names_the_cure(
    monkeypatch: pytest.MonkeyPatch, source: str | None, variables: dict[str, str], cure: str
) -> None:
    monkeypatch.delenv("BLOG_TEST_POSTGRES_URL", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(postgres.SourceError, match=re.escape(cure)), postgres.server(source):
        pass


def test_a_run_without_the_demanded_server_ends_at_once() -> None:
    run = run_pytest("--database", "postgresql", BLOG_TEST_POSTGRES_FROM="docker", **NO_DOCKER)
    assert run.returncode == pytest.ExitCode.USAGE_ERROR, run.stdout
    assert "Start Docker, or" in run.stderr
    assert "Traceback" not in run.stderr


def test_without_docker_the_server_comes_from_a_wheel() -> None:
    run = run_pytest("--database", "postgresql", **NO_DOCKER)
    assert run.returncode == 0, run.stdout
    assert "from a wheel" in run.stdout


@pytest.mark.parametrize("source", ["embedded", None])
def test_the_tests_user_may_create_databases_and_nothing_else(source: str | None) -> None:
    """On the wheel's server, and on the one that a run chooses by default."""
    rights = text("SELECT rolcreatedb, rolsuper, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = user")
    with postgres.server(source) as (url, _):
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(rights).one() == (True, False, False, False)
        engine.dispose()


def test_a_run_leaves_no_database_on_a_server_named_by_its_url() -> None:
    def databases(url: str) -> Any:
        engine = create_engine(url)
        with engine.connect() as connection:
            names = connection.scalars(text("SELECT datname FROM pg_database")).all()
        engine.dispose()
        return names

    with postgres.server("embedded") as (url, _):
        before = databases(url)
        run = run_pytest("--database", "postgresql", "-n", "2", BLOG_TEST_POSTGRES_URL=url)
        assert run.returncode == 0, run.stdout
        assert "from BLOG_TEST_POSTGRES_URL" in run.stdout
        assert databases(url) == before


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_database_is_kept_until_the_person_presses_enter(database: str, tmp_path: Path) -> None:
    (tmp_path / "test_failing.py").write_text(FAILING, encoding="utf-8")
    plugins = ["-p", "tests.databases", "-p", "tests.fixtures", *WITHOUT]
    command = [sys.executable, "-m", "pytest", str(tmp_path), *plugins, "--database", database, "--keep-database"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin
        assert run.stdout
        output = ""
        while "Press Enter to empty it and go on.\n" not in output:
            line = run.stdout.readline()
            assert line, output
            output += line
        assert "test_it_fails has failed. Its database still holds the data of the test. Open it with:\n" in output
        [(program, place)] = re.findall("^  (sqlite3|psql) (.+)$", output, re.MULTILINE)
        assert program == {"sqlite": "sqlite3", "postgresql": "psql"}[database]
        url = {"sqlite": f"sqlite:///{place}", "postgresql": place.replace(":", "+psycopg:", 1)}[database]
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT username FROM users")) == "ann"
        engine.dispose()
        output, _ = run.communicate("\n", timeout=60)
    assert "1 failed, 1 passed" in output


def test_a_database_cannot_be_kept_by_several_workers() -> None:
    run = run_pytest("--keep-database", "-n", "2")
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--keep-database waits for you at each failure: leave out --numprocesses." in run.stderr
