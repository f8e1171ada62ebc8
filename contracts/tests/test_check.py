"""`check` compares the committed document with what the app serves, and with what clients were promised."""

import json

from contracts.drift import RULES
from contracts.tests.conftest import Project

UPDATE = "\n  To mend it:\n  - Write what it serves, and commit it: python -m contracts update\n"
SERVED = "openapi.json is what shop:app serves.\n"
GONE = RULES["operation-removed"].page.splitlines()[-1]
RENAMED = ('@app.get("/items")', '@app.get("/goods")')


def test_a_missing_document_is_reported_with_the_command_that_writes_it(project: Project) -> None:
    assert project.contracts("check") == (
        1,
        f"error: openapi.json does not exist, so nothing is promised yet.\n{UPDATE}\n"
        f"error: The document is not compared with what clients were promised: {project.no_repository}\n",
        "",
    )


def test_a_document_that_is_committed_served_and_kept_holds(repository: Project) -> None:
    commit = repository.git("rev-parse", "--short=7", "HEAD")
    assert repository.contracts("check") == (
        0,
        f"{SERVED}\nAgainst origin/main:openapi.json ({commit}): nothing changed.\n",
        "",
    )


def test_a_drift_is_reported_with_its_line_the_affected_clients_and_the_command(
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
        f"error: Against origin/main:openapi.json ({commit}): 1 breaking, 1 compatible.\n"
        "\n"
        "  To mend it, one of these:\n"
        "  - Undo the change.\n"
        '  - Approve the change in contracts/approvals.toml: python -m contracts approve --reason "..."\n'
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


def test_a_document_that_cannot_be_read_is_reported_with_the_reason(repository: Project) -> None:
    repository.write("openapi.json", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n")
    ran = repository.contracts("check")
    assert ran == (2, "", "contracts: openapi.json has merge markers, the first in line 1: resolve them first.\n")

    ran = repository.contracts("update")
    assert ran.status == 0
    assert ran.out.startswith(
        "warning: openapi.json has merge markers, the first in line 1: resolve them first. It is written again.\n"
    )
    assert repository.contracts("check").status == 0


def test_a_document_that_cannot_be_compared_is_reported_with_the_reason(repository: Project) -> None:
    repository.edit("openapi.json", '"3.1.0"', '"2.0"')
    message = (
        "openapi.json cannot be compared. This is not an OpenAPI 3.0, 3.1 or 3.2 document: its `openapi` is '2.0'."
    )
    assert repository.contracts("check") == (2, "", f"contracts: {message}\n")

    assert repository.contracts("update").out.startswith(f"warning: {message} It is written again.\n")
    assert repository.contracts("check").status == 0
