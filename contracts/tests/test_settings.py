"""[tool.contracts] has the settings; a wrong setting is reported together with the valid ones."""

import json
import os
from dataclasses import fields
from pathlib import Path

import pytest

import contracts
from contracts.settings import Settings
from contracts.tests.conftest import Project

ADD = 'Add:\n  [tool.contracts]\n  app = "package.module:app"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"pyproject.toml has no [tool.contracts]. {ADD}"),
        ("[tool]\ncontracts = 1", f"pyproject.toml has no [tool.contracts]. {ADD}"),
        ("[tool.contracts]", '[tool.contracts] names no app. Add, for instance: app = "package.module:app"'),
        (
            '[tool.contracts]\napp = "shop:app"\ndocuments = "a.json"',
            "[tool.contracts] has no 'documents'. It has: app, app_directory, environment, document, blessed, "
            "approvals, versioning, fail_on, dropped_default, closed_response_addition, severity, "
            "ignore, metadata, storage, update, api.",
        ),
        ("[tool.contracts]\napp = 1", "'app' of [tool.contracts] is no text, but 1. Write it in quotes."),
        (
            '[tool.contracts]\napp = "shop:app"\nstorage = "tables.sql"',
            "'storage' of [tool.contracts] names no file for each dialect, but is 'tables.sql'. "
            'Write, for instance: { postgresql = "tables.sql" }',
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nstorage = { sqlite = "tables.sql" }',
            "[tool.contracts] names no tables to commit in its storage.",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nversioning = "semver"',
            "'versioning' of [tool.contracts] is none of off, breaking, strict, but 'semver'. "
            'Write, for instance: versioning = "strict"',
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nfail_on = 1',
            "'fail_on' of [tool.contracts] is none of breaking, undecided, any, none, but 1. ",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\ndropped_default = "identical"',
            "'dropped_default' of [tool.contracts] is none of documentation, compatible, undecided, breaking, but 'id",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nseverity = { operation-remove = "ignore" }',
            "'severity' of [tool.contracts] names no rule by 'operation-remove'. There is: operation-removed",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nseverity = { operation-removed = "info" }',
            "'severity' of [tool.contracts] gives operation-removed 'info', none of documentation, compatible, "
            'undecided, breaking, ignore. Write, for instance: response-enum-widened = "compatible"',
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nignore = { rules = ["described"] }',
            "'ignore' of [tool.contracts] names no lists of paths or tags, but is {'rules': ['described']}. "
            'Write, for instance: { paths = ["/internal/*"], tags = ["private"] }. '
            "A rule is ignored in [tool.contracts.severity]",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nignore = { paths = "/internal" }',
            "'ignore' of [tool.contracts] names no lists",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\nenvironment = { PORT = 8000 }',
            "'environment' of [tool.contracts] names no text for each variable, but is {'PORT': 8000}. "
            'Write, for instance: { SHOP_DATABASE_URL = "sqlite://" }',
        ),
        (
            '[tool.contracts]\napp = "shop:app"\napi = "shop"',
            "'api' of [tool.contracts] is no list of tables. Begin each with [[tool.contracts.api]]",
        ),
        (
            '[tool.contracts]\napp = "shop:app"\n[[tool.contracts.api]]\n[[tool.contracts.api]]',
            "Two of [[tool.contracts.api]] have document = 'openapi.json'. Give each a file of its own.",
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


def test_the_reports_and_the_files_name_the_update_command_of_the_project(repository: Project) -> None:
    repository.write(
        "tables.py", 'from sqlalchemy import MetaData, Table\nmetadata = MetaData()\nTable("a", metadata)\n'
    )
    tables = 'metadata = "tables:metadata"\nstorage = { sqlite = "sqlite.sql" }\n'
    repository.write(
        "pyproject.toml",
        f'[tool.contracts]\napp = "shop:app"\nversioning = "strict"\nupdate = "make contracts"\n{tables}',
    )
    repository.edit("shop.py", '@app.get("/items")\n', "")

    output = repository.contracts("check").out
    assert "\n  - Write what it serves, and commit it: make contracts\n" in output
    assert "\n  - Write the migration for this change, then commit the tables: make contracts\n" in output
    repository.contracts("update")
    announce = '\n  - Announce the change: set version="2.0.0" in the app, then run: make contracts\n'
    assert announce in repository.contracts("check").out
    assert repository.read("sqlite.sql").startswith("/* The tables on sqlite. Written by `make contracts`. */\n")


def test_a_setting_is_named_in_the_readme(project: Project) -> None:
    readme = (Path(contracts.__file__).parent / "README.md").read_text(encoding="utf-8")
    names = {one.name for one in fields(Settings)} - {"directory"}
    assert {name for name in names if f"\n| `{name}` |" not in readme} == set()


def test_an_app_that_needs_environment_variables_is_given_them(repository: Project) -> None:
    repository.edit("shop.py", "app = FastAPI", 'import os\n\nassert os.environ["SHOP_SECRET"] == "x"\napp = FastAPI')
    ran = repository.contracts("check")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("contracts: shop cannot be imported: KeyError: 'SHOP_SECRET'\n")
    repository.configure('environment = { SHOP_SECRET = "x" }')
    assert repository.contracts("check").status == 0
    assert "SHOP_SECRET" not in os.environ


def test_the_modules_of_an_app_may_be_in_another_directory(repository: Project) -> None:
    repository.write("src/shop.py", repository.read("shop.py"))
    (repository.directory / "shop.py").unlink()
    repository.configure('app_directory = "src"')
    assert repository.contracts("check").status == 0


def test_a_document_without_an_app_is_held_to_its_promise(repository: Project) -> None:
    repository.write("pyproject.toml", '[tool.contracts]\ndocument = "openapi.json"\n')
    ran = repository.contracts("check")
    assert ran.status == 0
    assert ran.out.startswith("Against origin/main:openapi.json (")
    left = "openapi.json is left as it is: [tool.contracts] names no app that serves it.\n"
    assert repository.contracts("update") == (0, left, "")

    document = json.loads(repository.read("openapi.json"))
    del document["paths"]["/items"]["get"]
    repository.write("openapi.json", json.dumps(document, indent=2))
    ran = repository.contracts("check")
    assert ran.status == 1
    assert "  breaking: GET /items is gone. [operation-removed]\n    openapi.json:" in ran.out
    assert repository.contracts("approve", "--reason", "Meant.").status == 0
    assert repository.contracts("check").status == 0

    (repository.directory / "openapi.json").unlink()
    ran = repository.contracts("check")
    assert ran.status == 1
    assert ran.out.startswith("error: openapi.json does not exist, and [tool.contracts] names no app that serves it.\n")
