"""A project to check: another app than the blog, in its own directory and git repository."""

import importlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import contracts
from contracts.command import main

APP = """from typing import Annotated

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI(title="Shop", version="1.0.0")


class Item(BaseModel):
    name: Annotated[str, Field(max_length=20)]


@app.post("/items")
def add_item(item: Item) -> Item:
    return item


@app.get("/items")
def items(limit: int = 10) -> list[Item]:
    return []
"""
SETTINGS = '[tool.contracts]\napp = "shop:app"\n'
# Git settings of the user, or of a hook that runs the tests, must not affect the project's repository.
ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


class Ran(NamedTuple):
    """The result of a command: its exit status and its output."""

    status: int
    out: str
    err: str


class Project:
    """A directory with an app, the working directory of the test."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Start with an empty directory, and without a repository."""
        self.directory = directory
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    @property
    def no_repository(self) -> str:
        """The message of git if there is no repository."""
        said = "fatal: not a git repository (or any of the parent directories): .git"
        return f"git finds no repository in {self.directory}: {said}"

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.directory / name).parent.mkdir(parents=True, exist_ok=True)
        (self.directory / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.directory / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace `old` by `new` in a file, which must contain it."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def configure(self, *lines: str) -> None:
        """Write [tool.contracts] with the app, and more lines."""
        self.write("pyproject.toml", SETTINGS + "".join(f"{line}\n" for line in lines))

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed; returns what it printed."""
        return subprocess.run(
            ["git", *arguments], cwd=self.directory, check=True, capture_output=True, text=True
        ).stdout.strip()

    def commit(self) -> str:
        """Commit all files; returns the commit's short name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A commit")
        return self.git("rev-parse", "--short", "HEAD")

    def promise(self) -> str:
        """Commit all files, and make the commit `origin/main`; returns the commit's short name."""
        commit = self.commit()
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")
        return commit

    def contracts(self, *arguments: str, stdin: str = "") -> Ran:
        """Run `python -m contracts` in this process: a new one would import FastAPI again, which takes a second."""
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        importlib.invalidate_caches()
        try:
            status = main(arguments)
        except SystemExit as end:  # raised by argparse
            status = int(end.code or 0)
        # The next command must import the app again.
        for name in [name for name, module in sys.modules.items() if self._is_ours(module)]:
            del sys.modules[name]
        return Ran(status, *self._capsys.readouterr())

    def _is_ours(self, module: object) -> bool:
        return str(getattr(module, "__file__", "")).startswith(str(self.directory))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """Give a project with an app and its settings, and without a document or a repository."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "path", [*sys.path])
    # The kit's own package may have the same name, if somebody has renamed it: then it is imported already.
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        monkeypatch.delitem(sys.modules, name)
    # For the processes that a test starts in the project.
    monkeypatch.setenv("PYTHONPATH", str(Path(contracts.__file__).parents[1]))
    # Cached bytecode would hide an edit of the same length within one second.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    project = Project(tmp_path, monkeypatch, capsys)
    project.write("shop.py", APP)
    project.write("pyproject.toml", SETTINGS)
    return project


@pytest.fixture
def repository(project: Project) -> Project:
    """Give a project whose document is committed and promised by `origin/main`."""
    project.git("init", "--quiet", "--initial-branch", "main")
    assert project.contracts("update").status == 0
    project.promise()
    return project
