"""What clients were promised is read from git, and where git has nothing the rest is checked all the same."""

import os

import pytest

from contracts.tests.conftest import Project

SERVED = "openapi.json is what shop:app serves.\n"
UNCHECKED = "warning: What clients were promised is not checked: "


def test_a_repository_without_the_branch_promises_nothing(repository: Project) -> None:
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    ran = repository.contracts("check")
    assert ran == (0, f"{SERVED}\n{UNCHECKED}git knows no 'origin/main' here. To look for it: git fetch\n", "")


def test_a_shallow_clone_is_told_how_to_see_more(repository: Project) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.edit("shop.py", '"Shop"', '"A shop"')
    repository.contracts("update")
    repository.commit()
    # As a clone with --depth 1 leaves it: the branch is known, and the history before HEAD is not.
    repository.write(".git/shallow", repository.git("rev-parse", "HEAD") + "\n")
    ran = repository.contracts("check")
    assert ran.status == 0
    assert ran.out.endswith(
        f"{UNCHECKED}git knows no commit that HEAD and 'origin/main' share. "
        "This clone is shallow: git fetch --unshallow, or fetch-depth: 0 in a GitHub workflow\n"
    )
    (repository.directory / ".git/shallow").unlink()
    assert f"Against origin/main ({commit[:7]})" in repository.contracts("check").out


def test_a_branch_without_the_document_promises_nothing(project: Project) -> None:
    project.git("init", "--quiet")
    project.promise()
    project.contracts("update")
    project.commit()
    ran = project.contracts("check")
    assert ran == (0, f"{SERVED}\norigin/main has no openapi.json: clients were promised nothing yet.\n", "")


def test_a_download_without_git_is_checked_as_far_as_it_goes(project: Project) -> None:
    project.contracts("update")
    ran = project.contracts("check")
    assert ran == (0, f"{SERVED}\n{UNCHECKED}{project.no_repository}\n", "")


def test_a_machine_without_git_is_told_so(repository: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(repository.directory))
    ran = repository.contracts("check")
    assert ran == (0, f"{SERVED}\n{UNCHECKED}git is not installed, or not on the PATH.\n", "")


def test_a_branch_that_was_named_must_be_there(repository: Project) -> None:
    ran = repository.contracts("check", "--blessed", "origin/other")
    assert ran == (2, "", "contracts: git knows no 'origin/other' here. To look for it: git fetch\n")

    repository.git("branch", "release")
    assert "Against release (" in repository.contracts("check", "--blessed", "release").out


def test_the_settings_name_the_branch(repository: Project) -> None:
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    repository.git("tag", "v1")
    repository.write("pyproject.toml", '[tool.contracts]\napp = "shop:app"\nblessed = "v1"\n')
    assert "Against v1 (" in repository.contracts("check").out


def test_what_others_promised_since_is_not_held_against_a_branch(repository: Project) -> None:
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.git("checkout", "--quiet", "main")
    repository.edit("shop.py", '@app.get("/items")', '@app.get("/goods")\n@app.get("/items")')
    repository.contracts("update")
    repository.promise()
    repository.git("checkout", "--quiet", "feature")
    assert "nothing changed" in repository.contracts("check").out


def test_a_blessed_document_that_cannot_be_read_could_not_be_checked(repository: Project) -> None:
    document = repository.read("openapi.json")
    repository.write("openapi.json", "{")
    commit = repository.promise()
    repository.write("openapi.json", document)
    ran = repository.contracts("check")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"contracts: origin/main ({commit}) is not JSON: ")


def test_a_project_below_the_top_of_its_repository_is_found(
    repository: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("mv", "--", "shop.py", "openapi.json", "pyproject.toml", new_directory(repository, "service"))
    repository.promise()
    repository.edit("service/shop.py", '@app.get("/items")', '@app.get("/goods")')
    monkeypatch.chdir(repository.directory / "service")
    ran = repository.contracts("check", "--format", "github")
    assert ran.status == 1
    assert "::error file=service/openapi.json,line=" in ran.out


def new_directory(project: Project, name: str) -> str:
    """Make a directory in the project; returns its name."""
    (project.directory / name).mkdir()
    return name
