"""The project chooses which verdicts fail, and which changes need a new version."""

import pytest

from contracts.tests.conftest import Project

SERVED = "openapi.json is what shop:app serves.\n"
RENAMED = ('@app.get("/items")', '@app.get("/goods")')
ADDED = ('@app.get("/items")', '@app.get("/goods")\n@app.get("/items")')
TITLED = ('"Shop"', '"A shop"')
VERSION = 'version="1.0.0"'


def checked(project: Project, edit: tuple[str, str], version: str, *arguments: str) -> tuple[int, str]:
    """Make an edit and a version, write the document, and check; returns the exit status and what was printed."""
    project.edit("shop.py", *edit)
    project.edit("shop.py", VERSION, f'version="{version}"')
    assert project.contracts("update").status == 0
    ran = project.contracts("check", *arguments)
    assert ran.out.startswith(SERVED)
    return ran.status, ran.out


@pytest.mark.parametrize(
    ("edit", "now", "status"), [(RENAMED, "1.0.0", 1), (RENAMED, "2.0.0", 1), (ADDED, "1.0.0", 0), (TITLED, "1.0.0", 0)]
)
def test_by_default_no_version_is_needed_and_a_breaking_change_fails(
    repository: Project, edit: tuple[str, str], now: str, status: int
) -> None:
    ran, out = checked(repository, edit, now)
    assert ran == status
    assert "version" not in out


@pytest.mark.parametrize(
    ("edit", "now", "says"),
    [
        (RENAMED, "1.9.0", "This needs version 2.0.0, but info.version is 1.9.0."),
        (RENAMED, "2.0.0", ""),
        (ADDED, "1.0.0", ""),
    ],
)
def test_a_version_may_be_asked_for_where_it_breaks_alone(
    repository: Project, edit: tuple[str, str], now: str, says: str
) -> None:
    repository.configure('versioning = "breaking"')
    status, out = checked(repository, edit, now)
    assert status == (1 if says else 0)
    assert says in out


@pytest.mark.parametrize(
    ("edit", "now", "holds", "says"),
    [
        (RENAMED, "1.0.0", False, "This needs version 2.0.0, but info.version is 1.0.0."),
        (RENAMED, "1.9.0", False, "This needs version 2.0.0, but info.version is 1.9.0."),
        (RENAMED, "0.9.0", False, "This needs version 2.0.0, but info.version is 0.9.0."),
        (RENAMED, "2.0.0", True, "Version 2.0.0 allows this."),
        (ADDED, "1.0.0", False, "This needs version 1.1.0, but info.version is 1.0.0."),
        (ADDED, "1.0.1", False, "This needs version 1.1.0, but info.version is 1.0.1."),
        (ADDED, "1.1.0", True, "Version 1.1.0 allows this."),
        (ADDED, "2.0.0", True, "Version 2.0.0 allows this."),
        (
            ADDED,
            "soon",
            False,
            "This needs a new version, but info.version is not a version like 1.2.3: it was '1.0.0' and is 'soon'.",
        ),
        (('"Shop"', '"A shop"'), "1.0.0", True, ": 1 documentation."),
    ],
)
def test_with_strict_versioning_every_change_for_clients_needs_a_version(
    repository: Project, edit: tuple[str, str], now: str, holds: bool, says: str
) -> None:
    repository.configure('versioning = "strict"')
    status, out = checked(repository, edit, now)
    assert status == (0 if holds else 1)
    assert says in out


def test_before_1_0_0_a_breaking_change_raises_the_second_number(repository: Project) -> None:
    repository.configure('versioning = "strict"')
    repository.edit("shop.py", VERSION, 'version="0.3.1"')
    repository.contracts("update")
    repository.promise()
    back = (ADDED[1], ADDED[0].replace("items", "goods"))
    for edit, now, asked in ((ADDED, "0.3.1", "0.3.2"), (back, "0.3.2", "0.4.0")):
        repository.edit("shop.py", *edit)
        repository.contracts("update")
        assert f"This needs version {asked}, but info.version is {now}." in repository.contracts("check").out
        repository.edit("shop.py", now, asked)
        repository.contracts("update")
        assert repository.contracts("check").status == 0


@pytest.mark.parametrize(
    ("fail_on", "edit", "status"),
    [
        ("none", RENAMED, 0),
        ("none", ADDED, 0),
        ("any", ('"Shop"', '"A shop"'), 1),
        ("undecided", ('"Shop"', '"A shop"'), 0),
        ("undecided", ADDED, 0),
        ("any", ADDED, 1),
    ],
)
def test_the_least_severe_verdict_that_fails_can_be_chosen(
    repository: Project, fail_on: str, edit: tuple[str, str], status: int
) -> None:
    repository.edit("shop.py", *edit)
    assert repository.contracts("check", "--fail-on", fail_on).status == 1  # not committed yet
    repository.contracts("update")
    assert repository.contracts("check", "--fail-on", fail_on).status == status
    repository.configure(f'fail_on = "{fail_on}"')
    assert repository.contracts("check").status == status


def test_any_asks_for_a_patch_version_where_the_documentation_changed(repository: Project) -> None:
    repository.configure('versioning = "breaking"')
    repository.edit("shop.py", '"Shop"', '"A shop"')
    repository.contracts("update")
    assert "This needs version 1.0.1" in repository.contracts("check", "--fail-on", "any").out
    repository.edit("shop.py", VERSION, 'version="1.0.1"')
    repository.contracts("update")
    assert repository.contracts("check", "--fail-on", "any").status == 0
