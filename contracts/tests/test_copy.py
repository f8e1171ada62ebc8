"""Another project can copy the folder as its README describes, and use it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.drift import RULES
from contracts.tests.conftest import Project
from contracts.tests.readme import FOLDER, block

COPY = block("sh", "cp -r ")


@pytest.fixture
def other(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Project:
    """Give another project, with an app and without the folder; the kit is in a directory next to it."""
    monkeypatch.delenv("PYTHONPATH")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "touchstone").symlink_to(FOLDER.parent)
    (tmp_path / "other").mkdir()
    for name in ("shop.py", "pyproject.toml"):
        (tmp_path / name).rename(tmp_path / "other" / name)
    project.directory = tmp_path / "other"
    monkeypatch.chdir(project.directory)
    project.git("init", "--quiet", "--initial-branch", "main")
    return project


def shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in the working directory."""
    return subprocess.run(["sh", "-ec", script], capture_output=True, text=True, check=False)


def test_the_folder_is_copied_as_its_readme_says(other: Project) -> None:
    ran = shell(f"{COPY}\npython -m contracts update")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "openapi.json is written.\n", "")
    assert shell("python -c 'import contracts; print(contracts.__file__)'").stdout.startswith(str(other.directory))
    other.promise()

    assert shell("python -m contracts check").returncode == 0

    other.edit("shop.py", '@app.get("/items")\n', "")
    ran = shell("python -m contracts check")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking: GET /items is gone. [operation-removed]\n" in ran.stdout
    assert "Write what it serves, and commit it: python -m contracts update\n" in ran.stdout

    assert shell("python -m contracts explain operation-removed").stdout.endswith(
        RULES["operation-removed"].page + "\n"
    )


def test_the_copied_tool_imports_nothing_of_the_blog() -> None:
    modules = [path for path in FOLDER.rglob("*.py") if "promises" not in path.parts]
    assert len(modules) > 20
    importing = re.compile(r"^\s*(?:from|import) (?:blog|tests)\b", re.MULTILINE)
    assert [path for path in modules if importing.search(path.read_text(encoding="utf-8"))] == []
