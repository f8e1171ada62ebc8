"""Where the PostgreSQL server of a test run comes from."""

import re
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests import postgres
from tests.processes import inherited

NO_DOCKER = {"DOCKER_HOST": "unix:///nowhere/docker.sock"}


def run_pytest(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a few tests in a process of their own, with no other choice of a database than the given one."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "tests/test_methods.py", "-p", "no:cacheprovider", *arguments],
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
        ("nowhere", {}, "it comes from url, docker, embedded"),
    ],
)
def test_a_server_that_was_demanded_and_is_not_there_is_told_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, source: str | None, variables: dict[str, str], cure: str
) -> None:
    monkeypatch.delenv("BLOG_TEST_POSTGRES_URL", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(postgres.SourceError, match=re.escape(cure)), postgres.server(source):
        pass


def test_a_run_without_the_server_that_was_demanded_ends_at_once() -> None:
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
    """Of the wheel's server, and of the one that a run takes by itself."""
    rights = text("SELECT rolcreatedb, rolsuper, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = user")
    with postgres.server(source) as (url, _):
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(rights).one() == (True, False, False, False)
        engine.dispose()


def test_a_run_leaves_a_server_that_it_was_given_as_it_was() -> None:
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
