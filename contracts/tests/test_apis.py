"""Several APIs of one repository are checked from its top, each alone."""

import subprocess
import sys
import tomllib

import pytest

from contracts.tests.conftest import APP, Project, Ran

SETTINGS = """
[tool.contracts]
versioning = "breaking"

[[tool.contracts.api]]
app = "main:app"
app_directory = "services/shop"
document = "services/shop/openapi.json"
environment = { NAME = "Shop" }

[[tool.contracts.api]]
app = "main:app"
app_directory = "services/bank"
document = "services/bank/openapi.json"
environment = { NAME = "Bank" }
"""
# Modules with the same names, as from a template; the environment sets different titles.
MAIN = APP.replace('title="Shop"', 'title=os.environ["NAME"]').replace("from typing", "import os\nfrom typing")


def run(project: Project, *arguments: str) -> Ran:
    """Run the command in a process, as a user does; it starts a process for each API."""
    command = [sys.executable, "-m", "contracts", *arguments]
    ran = subprocess.run(command, cwd=project.directory, capture_output=True, text=True, check=False)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture
def both(project: Project) -> Project:
    """Give a repository with two services, whose documents are committed."""
    project.write("pyproject.toml", SETTINGS)
    project.write("services/shop/main.py", MAIN)
    project.write("services/bank/main.py", MAIN.replace("/items", "/accounts"))
    project.git("init", "--quiet")
    written = "services/shop/openapi.json is written.\n\nservices/bank/openapi.json is written.\n"
    assert run(project, "update") == (0, written, "")
    project.promise()
    return project


def test_each_api_is_held_to_its_own_promise(both: Project) -> None:
    assert '"title": "Shop"' in both.read("services/shop/openapi.json")
    assert '"title": "Bank"' in both.read("services/bank/openapi.json")
    assert run(both, "check").status == 0

    both.edit("services/bank/main.py", '@app.get("/accounts")\n', "")
    assert run(both, "update").status == 0
    ran = run(both, "check")
    assert (ran.status, ran.err) == (1, "")
    output = [line for line in ran.out.splitlines() if "gainst origin/main:services" in line]
    assert [line.partition(" (")[0] for line in output] == [
        "Against origin/main:services/shop/openapi.json",
        "error: Against origin/main:services/bank/openapi.json",
    ]
    assert "This needs version 2.0.0" in output[1]

    assert run(both, "approve", "--reason", "Meant.").status == 0
    assert run(both, "check").status == 0
    [approval] = tomllib.loads(both.read("services/bank/openapi.approvals.toml"))["approval"]
    assert approval["operation"] == "GET /accounts"
    assert not (both.directory / "services/shop/openapi.approvals.toml").exists()


def test_an_api_that_cannot_be_imported_is_reported_with_the_others(both: Project) -> None:
    both.write("services/shop/main.py", "import nowhere\n")
    ran = run(both, "check")
    assert (ran.status, ran.err) == (2, "")
    assert ran.out.startswith(
        "error: services/shop/openapi.json is not checked: main cannot be imported: "
        "ModuleNotFoundError: No module named 'nowhere'\n"
    )
    assert "services/bank/openapi.json is what main:app serves.\n" in ran.out


def test_a_changelog_has_a_part_for_each_api(both: Project) -> None:
    both.git("tag", "v1")
    both.edit("services/bank/main.py", '@app.get("/accounts")\n', "")
    run(both, "update")
    both.commit()
    ran = run(both, "changelog", "v1", "HEAD")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "# Shop, from v1 to HEAD\n\nNothing changed.\n\n"
        "# Bank, from v1 to HEAD\n\n## Breaking\n\n- GET /accounts is gone.\n"
    )


def test_a_service_may_have_settings_of_its_own(both: Project) -> None:
    both.write("services/shop/pyproject.toml", '[tool.contracts]\napp = "main:app"\nenvironment = { NAME = "Shop" }\n')
    both.directory = both.directory / "services/shop"
    ran = run(both, "check")
    assert ran.status == 0
    assert f"Against origin/main:openapi.json ({both.git('rev-parse', '--short=7', 'HEAD')}): nothing" in ran.out
