"""The wheel runs in an environment without other packages, and with an old FastAPI."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from contracts.drift import RULES
from contracts.tests.conftest import Project
from contracts.tests.installed.conftest import Environment
from contracts.tests.readme import FOLDER
from contracts.tests.test_distribution import built


@pytest.fixture(scope="module")
def empty(distribution: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give an environment with the wheel and its requirements."""
    environment = Environment(tmp_path_factory.mktemp("empty"))
    environment.install(*map(str, distribution.glob("*.whl")))
    return environment


@pytest.fixture(scope="module")
def old(distribution: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give an environment with an old FastAPI, and the oldest allowed versions of the wheel's requirements."""
    pyproject = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = [requirement.replace(">=", "==") for requirement in pyproject["project"]["dependencies"]]
    environment = Environment(tmp_path_factory.mktemp("old"))
    environment.install(*map(str, distribution.glob("*.whl")), "fastapi==0.100.0", "pydantic==2.0.2", *oldest)
    return environment


def document(limit: int) -> str:
    """Return a document with one operation, whose parameter has a limit."""
    limited = [{"name": "q", "in": "query", "schema": {"type": "string", "maxLength": limit}}]
    operation = {"parameters": limited, "responses": {"200": {"description": "OK"}}}
    content = {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {"/items": {"get": operation}}}
    return json.dumps(content)


def test_the_package_index_accepts_the_distribution(distribution: Path) -> None:
    files = sorted(map(str, distribution.iterdir()))
    assert [re.sub(r".*-[\d.]+\d", "", file) for file in files] == ["-py3-none-any.whl", ".tar.gz"]
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *files], check=True)


def test_the_source_distribution_builds_the_same_wheel(distribution: Path, tmp_path: Path) -> None:
    [wheel] = distribution.glob("*.whl")  # `build` builds it from the source distribution
    expected = built(FOLDER, tmp_path)
    assert {name: zipfile.ZipFile(wheel).read(name) for name in expected.namelist()} == {
        name: expected.read(name) for name in expected.namelist()
    }
    assert zipfile.ZipFile(wheel).namelist() == expected.namelist()


def test_documents_are_compared_where_nothing_else_is_installed(empty: Environment, stranger: Project) -> None:
    assert empty.shell("python -c 'import fastapi'").returncode == 1
    stranger.write("old.json", document(20))
    stranger.write("new.json", document(10))

    ran = empty.shell("driftproof diff old.json new.json")

    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking: GET /items: " in ran.stdout
    rule = "operation-removed"
    assert empty.shell(f"driftproof explain {rule}").stdout == f"{rule}\n{RULES[rule].page}\n"


def test_its_types_are_known_where_it_is_installed(empty: Environment, stranger: Project) -> None:
    stranger.write("use.py", "from driftproof import compare\n\nreport: int = compare({}, {})\n")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--python-executable", empty.programs / "python", "use.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'expression has type "Report", variable has type "int"' in ran.stdout


def test_an_app_with_an_old_fastapi_is_checked(old: Environment, stranger: Project) -> None:
    assert old.shell("driftproof update").returncode == 0
    stranger.promise()
    assert old.shell("driftproof check").returncode == 0
    stranger.edit("shop.py", "max_length=20", "max_length=10")

    ran = old.shell("python -m driftproof update && python -m driftproof check")

    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking: POST /items: " in ran.stdout
