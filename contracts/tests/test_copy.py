"""Another project takes the folder as its README says, and has it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import contracts
from contracts.drift import RULES
from contracts.tests.conftest import APP, Project

FOLDER = Path(contracts.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")
TAKE, CHECK, HOOK = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def other(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Project:
    """Give another project, with an app and without the folder; the kit is next door."""
    monkeypatch.delenv("PYTHONPATH")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "touchstone").symlink_to(FOLDER.parent)
    (tmp_path / "other").mkdir()
    project.directory = tmp_path / "other"
    monkeypatch.chdir(project.directory)
    project.write("shop.py", APP)
    project.write("pyproject.toml", '[project]\nname = "shop"\n')
    project.git("init", "--quiet", "--initial-branch", "main")
    return project


def shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the README."""
    return subprocess.run(["sh", "-ec", script], capture_output=True, text=True, check=False)


def test_the_folder_is_taken_as_its_readme_says(other: Project) -> None:
    ran = shell(TAKE)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "openapi.json is written.\n", "")
    assert shell("python -c 'import contracts; print(contracts.__file__)'").stdout.startswith(str(other.directory))
    other.promise()

    assert shell(CHECK).returncode == 0

    other.edit("shop.py", '@app.get("/items")\n', "")
    ran = shell(CHECK)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking: GET /items is gone. [operation-removed]\n" in ran.stdout

    assert shell("python -m contracts explain operation-removed").stdout.endswith(
        RULES["operation-removed"].page + "\n"
    )


def test_a_commit_that_breaks_clients_is_refused_by_the_hook(other: Project) -> None:
    shell(TAKE)
    other.promise()
    assert shell(HOOK).returncode == 0
    other.edit("shop.py", '@app.get("/items")\n', "")
    ran = shell("git commit --all --message 'No items'")
    assert ran.returncode == 1
    assert "breaking: GET /items is gone. [operation-removed]" in ran.stdout + ran.stderr

    assert (
        shell("python -m contracts update && python -m contracts approve --reason 'Nobody called it'").returncode == 0
    )
    assert shell("git add --all && git commit --message 'No items'").returncode == 0


def test_what_is_taken_imports_nothing_of_the_blog() -> None:
    modules = [path for path in FOLDER.rglob("*.py") if "promises" not in path.parts]
    assert len(modules) > 20
    importing = re.compile(r"^\s*(?:from|import) (?:blog|tests)\b", re.MULTILINE)
    assert [path for path in modules if importing.search(path.read_text(encoding="utf-8"))] == []
