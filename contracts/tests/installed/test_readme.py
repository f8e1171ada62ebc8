"""The commands of the README install and run the tool in a project."""

import re
from pathlib import Path

import contracts
from contracts.tests.conftest import Project
from contracts.tests.installed.conftest import REPOSITORY, Environment
from contracts.tests.readme import README, block

TAKE, CHECK = block("sh", "pip install"), block("sh", "driftproof check")


def test_the_tool_is_taken_as_its_readme_says(environment: Environment, stranger: Project) -> None:
    Path("../touchstone").symlink_to(REPOSITORY)
    stranger.write("pyproject.toml", '[project]\nname = "shop"\n')
    ran = environment.shell(TAKE)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "openapi.json is written.")
    stranger.promise()
    assert environment.shell(CHECK).returncode == 0
    stranger.edit("shop.py", '@app.get("/items")\n', "")

    ran = environment.shell(CHECK)

    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking: GET /items is gone. [operation-removed]\n" in ran.stdout


def test_the_inputs_of_the_action_are_in_the_readme() -> None:
    text = (REPOSITORY / "action.yml").read_text(encoding="utf-8")
    inputs = re.findall(r"^  ([\w-]+):$", text.partition("inputs:")[2].partition("outputs:")[0], re.MULTILINE)
    table = README.partition("| input |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE) == inputs


def test_the_readme_names_the_current_version() -> None:
    assert {*re.findall(r"\bv(\d+\.\d+\.\d+)", README)} == {contracts.__version__}
