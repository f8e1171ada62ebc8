"""In a repository with several projects, `--directory` chooses one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.tests.conftest import APP, SETTINGS, Project

SHOP = "services/shop"


@pytest.fixture
def several(project: Project) -> Project:
    """Give a repository with a project in a subdirectory, whose document is promised."""
    for name, text in (("shop.py", APP), ("pyproject.toml", SETTINGS)):
        (project.directory / name).unlink()
        project.write(f"{SHOP}/{name}", text)
    project.git("init", "--quiet", "--initial-branch", "main")
    return project


def run(project: Project, *arguments: str) -> tuple[int, str]:
    """Run a command at the top of the repository; returns its exit status, and what it printed."""
    ran = project.contracts(*arguments)
    os.chdir(project.directory)
    return ran.status, ran.out + ran.err


def test_a_project_is_checked_from_the_top_of_its_repository(several: Project) -> None:
    assert run(several, "update", "--directory", SHOP) == (0, "openapi.json is written.\n")
    several.promise()
    several.edit(f"{SHOP}/shop.py", '@app.get("/items")\n', "")

    status, printed = run(several, "check", "--directory", SHOP, "--format", "github")

    assert status == 1
    assert f"::error file={SHOP}/openapi.json,line=1," in printed


def test_a_missing_directory_cannot_be_checked(several: Project) -> None:
    assert run(several, "check", "--directory", "x") == (2, "contracts: There is no directory x.\n")


@pytest.mark.parametrize("worktree", [".", "linked"])
def test_a_hook_of_git_checks_a_project(several: Project, worktree: str) -> None:
    run(several, "update", "--directory", SHOP)
    several.promise()
    if worktree == "linked":
        several.git("worktree", "add", "--quiet", worktree)
    script = f"#!/bin/sh\nexec {sys.executable} -m contracts check --directory {SHOP}\n"
    several.write(".git/hooks/pre-commit", script)
    Path(".git/hooks/pre-commit").chmod(0o755)
    several.directory /= worktree
    several.edit(f"{SHOP}/shop.py", "max_length=20", "max_length=21")

    with pytest.raises(subprocess.CalledProcessError) as refused:
        several.commit()

    assert "error: openapi.json is not what shop:app serves." in refused.value.stderr + refused.value.stdout
