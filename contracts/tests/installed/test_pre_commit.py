"""pre-commit runs the hook of this repository as the README describes, together with an existing hook."""

import re
import shutil
import sys
from pathlib import Path

import pytest

import contracts
from contracts.tests.conftest import Project
from contracts.tests.installed.conftest import REPOSITORY, Environment
from contracts.tests.readme import block

CONFIGURATION = block("yaml", "repos:")
ONE_OF_SEVERAL = block("yaml", "--directory")
PRE_COMMIT = f"{sys.executable} -m pre_commit"
COMMIT = "git add --all && git commit --quiet --message 'A commit'"


@pytest.fixture
def shop(
    stranger: Project,
    distribution: Path,
    environment: Environment,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Environment:
    """Give the environment of an app with a promised document and the README's pre-commit configuration."""
    environment.install(*map(str, distribution.glob("*.whl")))
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("home")))
    hooks, here = tmp_path_factory.mktemp("hooks"), stranger.directory
    shutil.copy(REPOSITORY / ".pre-commit-hooks.yaml", hooks)
    stranger.directory = hooks
    stranger.git("init", "--quiet")
    stranger.commit()
    stranger.git("tag", f"v{contracts.__version__}")
    stranger.directory = here
    stranger.write(".pre-commit-config.yaml", re.sub("https://.*", str(hooks), CONFIGURATION))
    assert environment.shell("driftproof update").returncode == 0
    stranger.promise()
    return environment


def test_a_commit_that_breaks_clients_is_refused(shop: Environment, stranger: Project) -> None:
    assert shop.shell(f"{PRE_COMMIT} install").returncode == 0
    stranger.write("notes.txt", "Nothing of the API.")
    assert shop.shell(COMMIT).returncode == 0
    stranger.edit("shop.py", '@app.get("/items")\n', "")

    ran = shop.shell(COMMIT)

    assert ran.returncode == 1
    assert "breaking: GET /items is gone. [operation-removed]" in ran.stdout + ran.stderr


def test_an_existing_hook_still_runs(shop: Environment, stranger: Project) -> None:
    stranger.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'The former hook runs.'\n")
    Path(".git/hooks/pre-commit").chmod(0o755)
    shop.shell(f"{PRE_COMMIT} install")

    ran = shop.shell(f"echo > notes.txt; {COMMIT}")

    assert ran.returncode == 0
    assert "The former hook runs." in ran.stdout + ran.stderr
    assert "the API's contract holds" in ran.stdout + ran.stderr


def test_a_project_in_a_directory_is_checked(shop: Environment, stranger: Project) -> None:
    configuration = stranger.read(".pre-commit-config.yaml").replace("      - id: driftproof\n", ONE_OF_SEVERAL)
    stranger.write(".pre-commit-config.yaml", configuration)
    directory = Path("services/shop")
    directory.mkdir(parents=True)
    for name in ("shop.py", "pyproject.toml", "openapi.json"):
        Path(name).rename(directory / name)
    stranger.promise()
    shop.shell(f"{PRE_COMMIT} install")
    stranger.edit("services/shop/shop.py", '@app.get("/items")\n', "")

    ran = shop.shell(COMMIT)

    assert ran.returncode == 1
    assert "breaking: GET /items is gone. [operation-removed]" in ran.stdout + ran.stderr
    stranger.edit("services/shop/shop.py", "def items(", '@app.get("/items")\ndef items(')
    assert shop.shell(f"echo > notes.txt; {COMMIT}").returncode == 0
