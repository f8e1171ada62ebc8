"""[tool.contracts] says what to check, and what it cannot mean is told with what it can."""

import pytest

from contracts.tests.conftest import Project

ADD = 'Add:\n  [tool.contracts]\n  app = "package.module:app"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"pyproject.toml does not say what to check. {ADD}"),
        ("[tool]\ncontracts = 1", f"pyproject.toml does not say what to check. {ADD}"),
        ("[tool.contracts]", '[tool.contracts] names no app. Add, for instance: app = "package.module:app"'),
        (
            '[tool.contracts]\napp = "shop:app"\ndocuments = "a.json"',
            "[tool.contracts] has no 'documents'. It has: app, document, blessed, approvals, metadata, storage.",
        ),
        ("[tool.contracts]\napp = 1", "'app' of [tool.contracts] is no text, but 1."),
        (
            '[tool.contracts]\napp = "shop:app"\nstorage = "tables.sql"',
            "'storage' of [tool.contracts] names no file for each dialect, but is 'tables.sql'.",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nstorage = { sqlite = "tables.sql" }',
            "[tool.contracts] names no tables to commit in its storage.",
        ),
        ("[tool.contracts", "pyproject.toml is not TOML: Expected ']' at the end of a table declaration"),
    ],
)
def test_settings_that_are_not_right_could_not_be_checked(project: Project, text: str, message: str) -> None:
    project.write("pyproject.toml", text)
    for command in ("check", "update"):
        ran = project.contracts(command)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"contracts: {message}")


def test_without_a_project_nothing_could_be_checked(project: Project) -> None:
    (project.directory / "pyproject.toml").unlink()
    ran = project.contracts("check")
    assert ran == (2, "", f"contracts: There is no pyproject.toml in {project.directory}.\n")


def test_every_path_can_be_set(repository: Project) -> None:
    repository.write(
        "pyproject.toml", '[tool.contracts]\napp = "shop:app"\ndocument = "api/shop.json"\napprovals = "ok.toml"\n'
    )
    (repository.directory / "api").mkdir()
    repository.contracts("update")
    repository.promise()
    repository.edit("shop.py", '@app.get("/items")\n', "")
    repository.contracts("update")
    assert "\n    api/shop.json:" in repository.contracts("check").out
    approval = 'operation = "GET /items"\npointer = "/paths/~1items/get"\nreason = "A"\nexpires = 9999-12-31'
    repository.write("ok.toml", f'[[approval]]\nrule = "operation-removed"\n{approval}\n')
    assert repository.contracts("check").status == 0
