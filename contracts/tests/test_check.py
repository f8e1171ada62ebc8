"""`check` says whether what is committed is what the app serves, and whether it keeps what clients were promised."""

import json
from importlib.metadata import version

import pytest

from contracts.drift import RULES
from contracts.tests.conftest import Project

UPDATE = "\n  To mend it:\n  - Commit what it serves: python -m contracts update\n"
SERVED = "openapi.json is what shop:app serves.\n"
GONE = RULES["operation-removed"].page.splitlines()[-1]
RENAMED = ('@app.get("/items")', '@app.get("/goods")')
ADDED = ('@app.get("/items")', '@app.get("/goods")\n@app.get("/items")')
VERSION = 'version="1.0.0"'


def test_a_document_that_is_not_there_is_told_with_the_command_that_writes_it(project: Project) -> None:
    assert project.contracts("check") == (
        1,
        f"error: openapi.json is not there, and nothing is promised yet.\n{UPDATE}\n"
        f"warning: What clients were promised is not checked: {project.no_repository}\n",
        "",
    )


def test_a_document_that_is_committed_served_and_kept_holds(repository: Project) -> None:
    commit = repository.git("rev-parse", "--short=7", "HEAD")
    assert repository.contracts("check") == (0, f"{SERVED}\nAgainst origin/main ({commit}): nothing changed.\n", "")


def test_what_drifted_is_told_at_its_line_with_whom_it_breaks_and_the_command_that_mends_it(
    repository: Project,
) -> None:
    commit = repository.git("rev-parse", "--short=7", "HEAD")
    lines = repository.read("openapi.json").splitlines()
    paths, get = (lines.index(line) + 1 for line in ('  "paths": {', '      "get": {'))
    repository.edit("shop.py", *RENAMED)
    ran = repository.contracts("check")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out == (
        "error: openapi.json is not what shop:app serves.\n"
        "\n"
        "  breaking: GET /items is gone. [operation-removed]\n"
        f"    openapi.json:{get} /paths/~1items/get\n"
        f"    {GONE}\n"
        "\n"
        "  compatible: GET /goods is new. [operation-added]\n"
        f"    openapi.json:{paths} /paths/~1goods/get\n"
        f"{UPDATE}\n"
        f"error: Against origin/main ({commit}): 1 breaking, 1 compatible. "
        "This asks for version 2.0.0, and info.version is 1.0.0.\n"
        "\n"
        "  To mend it, one of these:\n"
        "  - Take the change back.\n"
        '  - Tell clients: give the app version="2.0.0", then: python -m contracts update\n'
        "  - Admit it, with an approval for each change in contracts/approvals.toml:\n"
        "      [[approval]]\n"
        '      rule = "operation-removed"\n'
        '      operation = "GET /items"\n'
        '      pointer = "/paths/~1items/get"\n'
        '      reason = "..."\n'
        "      expires = YYYY-MM-DD\n"
    )


def test_nothing_is_written(repository: Project) -> None:
    repository.edit("shop.py", *RENAMED)
    before = {path: path.read_bytes() for path in repository.directory.rglob("*") if path.is_file()}
    assert repository.contracts("check").status == 1
    assert {path: path.read_bytes() for path in repository.directory.rglob("*") if path.is_file()} == before


def test_json_is_compared_not_text(repository: Project) -> None:
    document = json.loads(repository.read("openapi.json"))
    backwards = {name: document[name] for name in reversed(document)}
    repository.write("openapi.json", json.dumps(backwards, indent=7))
    assert repository.contracts("check").out.startswith(SERVED)


def test_true_is_not_1(repository: Project) -> None:
    repository.edit("openapi.json", '"required": true', '"required": 1')
    ran = repository.contracts("check")
    assert ran.status == 1
    assert ran.out.startswith("error: openapi.json is not what shop:app serves.")


@pytest.mark.parametrize(
    ("edit", "now", "holds", "says"),
    [
        (RENAMED, "1.0.0", False, "This asks for version 2.0.0, and info.version is 1.0.0."),
        (RENAMED, "1.9.0", False, "This asks for version 2.0.0, and info.version is 1.9.0."),
        (RENAMED, "0.9.0", False, "This asks for version 2.0.0, and info.version is 0.9.0."),
        (RENAMED, "2.0.0", True, "Version 2.0.0 says so."),
        (ADDED, "1.0.0", False, "This asks for version 1.1.0, and info.version is 1.0.0."),
        (ADDED, "1.0.1", False, "This asks for version 1.1.0, and info.version is 1.0.1."),
        (ADDED, "1.1.0", True, "Version 1.1.0 says so."),
        (ADDED, "2.0.0", True, "Version 2.0.0 says so."),
        (
            ADDED,
            "soon",
            False,
            "This asks for a version that says so, and info.version, which went from '1.0.0' to 'soon', "
            "is not one like 1.2.3.",
        ),
        (('"Shop"', '"A shop"'), "1.0.0", True, ": 1 documentation."),
    ],
)
def test_what_changed_for_clients_needs_a_version_that_says_so(
    repository: Project, edit: tuple[str, str], now: str, holds: bool, says: str
) -> None:
    repository.edit("shop.py", *edit)
    repository.edit("shop.py", VERSION, f'version="{now}"')
    assert repository.contracts("update").status == 0
    ran = repository.contracts("check")
    assert ran.status == (0 if holds else 1)
    assert says in ran.out
    assert ran.out.startswith(SERVED)


def test_before_1_0_0_the_second_number_tells_what_breaks(repository: Project) -> None:
    repository.edit("shop.py", VERSION, 'version="0.3.1"')
    repository.contracts("update")
    repository.promise()
    back = (ADDED[1], ADDED[0].replace("items", "goods"))
    for edit, now, asked in ((ADDED, "0.3.1", "0.3.2"), (back, "0.3.2", "0.4.0")):
        repository.edit("shop.py", *edit)
        repository.contracts("update")
        assert f"This asks for version {asked}, and info.version is {now}." in repository.contracts("check").out
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
        ("undecided", ADDED, 1),
    ],
)
def test_the_mildest_verdict_that_fails_can_be_chosen(
    repository: Project, fail_on: str, edit: tuple[str, str], status: int
) -> None:
    repository.edit("shop.py", *edit)
    assert repository.contracts("check", "--fail-on", fail_on).status == 1  # not committed yet
    repository.contracts("update")
    assert repository.contracts("check", "--fail-on", fail_on).status == status


def test_any_asks_for_a_patch_version_where_the_documentation_changed(repository: Project) -> None:
    repository.edit("shop.py", '"Shop"', '"A shop"')
    repository.contracts("update")
    assert "This asks for version 1.0.1" in repository.contracts("check", "--fail-on", "any").out
    repository.edit("shop.py", VERSION, 'version="1.0.1"')
    repository.contracts("update")
    assert repository.contracts("check", "--fail-on", "any").status == 0


FRAMEWORK = (
    "Only the framework's own parts moved, as by an upgrade of FastAPI or Pydantic; "
    f"here are fastapi {version('fastapi')} and pydantic {version('pydantic')}."
)


def test_an_upgrade_of_the_framework_is_told_as_such(repository: Project) -> None:
    # As FastAPI wrote it before 0.135: what it says now is then a change of its own.
    document = json.loads(repository.read("openapi.json"))
    error = document["components"]["schemas"]["ValidationError"]
    del error["properties"]["ctx"], error["properties"]["input"]
    document["openapi"] = "3.1.1"
    document["paths"]["/items"]["get"]["parameters"][0]["schema"]["title"] = "limit"
    repository.write("openapi.json", json.dumps(document))
    repository.promise()

    ran = repository.contracts("check")
    assert ran.status == 1
    assert f"error: openapi.json is not what shop:app serves. {FRAMEWORK}\n" in ran.out

    repository.contracts("update")
    repository.edit("shop.py", "max_length=20", "max_length=30")
    assert FRAMEWORK not in repository.contracts("check").out


def test_a_title_that_is_the_apps_is_not_the_frameworks(repository: Project) -> None:
    repository.edit("openapi.json", '"title": "Shop"', '"title": "A shop"')
    assert FRAMEWORK not in repository.contracts("check").out


def test_a_document_that_cannot_be_read_is_told_with_the_reason(repository: Project) -> None:
    repository.write("openapi.json", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n")
    ran = repository.contracts("check")
    assert ran == (2, "", "contracts: openapi.json has merge markers, the first in line 1: resolve them first.\n")

    ran = repository.contracts("update")
    assert ran.status == 0
    assert ran.out.startswith(
        "warning: openapi.json has merge markers, the first in line 1: resolve them first. It is written anew.\n"
    )
    assert repository.contracts("check").status == 0


def test_a_document_that_cannot_be_compared_is_told_with_the_reason(repository: Project) -> None:
    repository.edit("openapi.json", '"3.1.0"', '"2.0"')
    message = "openapi.json cannot be compared. This is not an OpenAPI 3.0 or 3.1 document: its `openapi` is '2.0'."
    assert repository.contracts("check") == (2, "", f"contracts: {message}\n")

    assert repository.contracts("update").out.startswith(f"warning: {message} It is written anew.\n")
    assert repository.contracts("check").status == 0
