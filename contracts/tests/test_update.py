"""`update` writes the document that the app serves, and reports the changes and the version that they need."""

import json

from contracts.tests.conftest import Project


def test_the_first_document_is_written(project: Project) -> None:
    assert project.contracts("update") == (0, "openapi.json is written.\n", "")
    text = project.read("openapi.json")
    assert json.loads(text)["paths"].keys() == {"/items"}
    assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_a_document_that_is_up_to_date_is_left_as_it_is(repository: Project) -> None:
    commit = repository.git("rev-parse", "--short=7", "HEAD")
    assert repository.contracts("update") == (
        0,
        "openapi.json is unchanged: nothing changed.\n\n"
        f"Against origin/main:openapi.json ({commit}): nothing changed.\n",
        "",
    )


def test_an_update_reports_the_changes_and_the_version_that_they_need(repository: Project) -> None:
    commit = repository.git("rev-parse", "--short=7", "HEAD")
    repository.configure('versioning = "strict"')
    repository.edit("shop.py", '@app.get("/items")', '@app.get("/goods")\n@app.get("/items")')
    ran = repository.contracts("update")
    goods = repository.read("openapi.json").splitlines().index('    "/goods": {') + 2
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "openapi.json is written: 1 compatible.\n"
        "\n"
        "  compatible: GET /goods is new. [operation-added]\n"
        f"    openapi.json:{goods} /paths/~1goods/get\n"
        "\n"
        f"warning: Against origin/main:openapi.json ({commit}): 1 compatible. "
        "This needs version 1.1.0, but info.version is 1.0.0.\n"
        "\n"
        "  To mend it, one of these:\n"
        "  - Undo the change.\n"
        '  - Announce the change: set version="1.1.0" in the app, then run: python -m contracts update\n'
        '  - Approve the change in contracts/approvals.toml: python -m contracts approve --reason "..."\n'
    )


def test_changes_since_the_promise_are_reported_although_the_document_is_written(repository: Project) -> None:
    repository.edit("shop.py", '@app.get("/items")\n', "")
    repository.contracts("update")
    ran = repository.contracts("update")
    assert ran.out.startswith(
        "openapi.json is unchanged: nothing changed.\n\nwarning: Against origin/main:openapi.json ("
    )
    assert "\n  breaking: GET /items is gone. [operation-removed]\n" in ran.out


def test_without_a_promise_the_version_is_compared_with_the_previous_document(project: Project) -> None:
    project.configure('versioning = "breaking"')
    project.contracts("update")
    project.edit("shop.py", '@app.get("/items")\n', "")
    ran = project.contracts("update")
    assert ran.status == 0
    assert ran.out.startswith(
        "openapi.json is written.\n\n"
        "warning: Against the previous document: 1 breaking. This needs version 2.0.0, but info.version is 1.0.0.\n\n"
        "  breaking: GET /items is gone. [operation-removed]\n"
    )
