"""What clients were promised is read from git; if git does not have it, everything else is checked nevertheless."""

import os
from pathlib import Path

import pytest

from contracts.tests.conftest import Project

SERVED = "openapi.json is what shop:app serves.\n"
UNCHECKED = "error: The document is not compared with what clients were promised: "
SHALLOW = "This clone is shallow. To get its history: git fetch --unshallow, or fetch-depth: 0 in a GitHub workflow\n"
NAME_IT = 'To compare with a local branch, name it in [tool.contracts]: blessed = "main"\n'


@pytest.fixture
def clone(repository: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a clone of a project whose branch is called trunk, and which breaks its clients."""
    repository.git("branch", "--move", "trunk")
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    directory = tmp_path.with_name(f"{tmp_path.name}-clone")
    repository.git("clone", "--quiet", str(repository.directory), str(directory))
    repository.directory = directory
    monkeypatch.chdir(directory)
    repository.edit("shop.py", '@app.get("/items")\n', "")
    repository.contracts("update")
    repository.commit()
    return repository


def test_the_default_branch_of_the_remote_is_found_whatever_its_name_is(clone: Project) -> None:
    ran = clone.contracts("check")
    assert ran.status == 1
    assert "error: Against origin/trunk:openapi.json (" in ran.out


@pytest.mark.parametrize("name", ["main", "master"])
def test_a_usual_branch_name_is_used_if_the_remote_has_no_head(clone: Project, name: str) -> None:
    clone.git("remote", "set-head", "origin", "--delete")
    clone.git("update-ref", f"refs/remotes/origin/{name}", "refs/remotes/origin/trunk")
    assert f"error: Against origin/{name}:openapi.json (" in clone.contracts("check").out


def test_a_remote_of_another_name_is_found_where_it_is_the_only_one(clone: Project) -> None:
    clone.git("remote", "rename", "origin", "upstream")
    assert "error: Against upstream/trunk:openapi.json (" in clone.contracts("check").out


def test_a_clone_that_does_not_know_the_default_branch_is_no_success(clone: Project) -> None:
    clone.git("remote", "set-head", "origin", "--delete")
    ran = clone.contracts("check")
    assert (ran.status, ran.err) == (2, "")
    assert ran.out == (
        f"{SERVED}\n{UNCHECKED}This clone does not know the default branch of 'origin'. "
        "To fetch it: git fetch origin && git remote set-head origin --auto\n"
        '  Or name the branch that clients were promised in [tool.contracts]: blessed = "origin/main"\n'
    )
    clone.git("fetch", "--quiet", "origin")
    clone.git("remote", "set-head", "origin", "--auto")
    assert clone.contracts("check").status == 1


def test_a_shallow_clone_is_no_success_and_the_error_tells_how_to_fetch_more(repository: Project) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.edit("shop.py", '"Shop"', '"A shop"')
    repository.contracts("update")
    repository.commit()
    # The state after `git clone --depth 1`: the branch is known, but not the history before HEAD.
    repository.write(".git/shallow", repository.git("rev-parse", "HEAD") + "\n")
    ran = repository.contracts("check")
    assert ran.status == 2
    assert ran.out.endswith(f"{UNCHECKED}HEAD and 'origin/main' have no merge base in this clone. {SHALLOW}")
    (repository.directory / ".git/shallow").unlink()
    assert f"Against origin/main:openapi.json ({commit[:7]})" in repository.contracts("check").out


def test_a_detached_checkout_of_a_ci_server_is_no_success(clone: Project) -> None:
    clone.git("checkout", "--quiet", "--detach")
    for branch in clone.git("for-each-ref", "--format=%(refname)", "refs/remotes").splitlines():
        clone.git("update-ref", "--no-deref", "-d", branch)
    assert clone.contracts("check").status == 2


def test_before_the_first_commit_nothing_is_promised(project: Project) -> None:
    project.git("init", "--quiet")
    project.contracts("update")
    nothing = "Nothing is committed yet, so clients were promised nothing.\n"
    assert project.contracts("check") == (0, f"{SERVED}\n{nothing}", "")


def test_a_repository_without_a_remote_promises_nothing(repository: Project) -> None:
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    nothing = "This repository has no remote, so clients were promised nothing. "
    assert repository.contracts("check") == (0, f"{SERVED}\n{nothing}{NAME_IT}", "")


def test_before_the_first_push_nothing_is_promised(repository: Project) -> None:
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    repository.git("remote", "add", "origin", "https://example.com/shop.git")
    nothing = "Nothing was pushed to 'origin' yet, so clients were promised nothing. "
    assert repository.contracts("check") == (0, f"{SERVED}\n{nothing}{NAME_IT}", "")


def test_a_branch_without_the_document_promises_nothing(project: Project) -> None:
    project.git("init", "--quiet")
    project.promise()
    project.contracts("update")
    project.commit()
    ran = project.contracts("check")
    assert ran == (0, f"{SERVED}\norigin/main has no openapi.json, so clients were promised nothing yet.\n", "")


def test_a_download_without_git_is_no_success_unless_nothing_is_to_fail(project: Project) -> None:
    project.contracts("update")
    assert project.contracts("check") == (2, f"{SERVED}\n{UNCHECKED}{project.no_repository}\n", "")
    assert project.contracts("check", "--fail-on", "none").status == 0


def test_without_git_the_error_names_it(repository: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(repository.directory))
    ran = repository.contracts("check")
    assert ran == (2, f"{SERVED}\n{UNCHECKED}git is not installed, or not on the PATH.\n", "")


def test_a_failure_is_reported_even_if_another_check_is_not_possible(project: Project) -> None:
    ran = project.contracts("check")
    assert ran.status == 1
    assert UNCHECKED in ran.out


def test_a_named_branch_must_exist(repository: Project) -> None:
    ran = repository.contracts("check", "--blessed", "origin/other")
    unknown = "This clone has no ref 'origin/other'. To fetch it: git fetch\n"
    assert ran == (2, f"{SERVED}\n{UNCHECKED}{unknown}", "")

    repository.git("branch", "release")
    assert "Against release:openapi.json (" in repository.contracts("check", "--blessed", "release").out


def test_the_settings_name_the_branch(repository: Project) -> None:
    repository.git("update-ref", "-d", "refs/remotes/origin/main")
    repository.git("tag", "v1")
    repository.configure('blessed = "v1"')
    assert "Against v1:openapi.json (" in repository.contracts("check").out


def test_later_promises_of_the_blessed_branch_do_not_count_for_a_branch(repository: Project) -> None:
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
    assert (ran.status, ran.err) == (2, "")
    assert f"{UNCHECKED}origin/main:openapi.json ({commit}) is not JSON: " in ran.out


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
