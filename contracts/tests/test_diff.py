"""`diff` compares two documents from any source; its exit status shows whether the new one breaks clients."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import contracts
from contracts.drift import RULES
from contracts.formats import FORMATS
from contracts.tests.conftest import Project

GONE = RULES["operation-removed"].page.splitlines()[-1]


def document(*paths: str) -> str:
    """Return a document with an operation at each path."""
    content = {"openapi": "3.1.0", "info": {"title": "A", "version": "1.0.0"}}
    operation = {"get": {"responses": {"200": {"description": "OK"}}}}
    return json.dumps(content | {"paths": dict.fromkeys(paths, operation)}, indent=1)


@pytest.fixture
def two(project: Project) -> Project:
    """Give a project with a document that has one operation, and one that has two."""
    project.write("one.json", document("/a"))
    project.write("two.json", document("/a", "/b"))
    return project


def test_a_change_that_breaks_fails(two: Project) -> None:
    assert two.contracts("diff", "two.json", "one.json") == (
        1,
        "error: From two.json to one.json: 1 breaking.\n"
        "\n"
        "  breaking: GET /b is gone. [operation-removed]\n"
        "    one.json:7 /paths/~1b/get\n"
        f"    {GONE}\n",
        "",
    )


def test_a_change_that_breaks_no_client_holds(two: Project) -> None:
    assert two.contracts("diff", "one.json", "two.json") == (
        0,
        "From one.json to two.json: 1 compatible.\n"
        "\n"
        "  compatible: GET /b is new. [operation-added]\n"
        "    two.json:18 /paths/~1b/get\n",
        "",
    )


@pytest.mark.parametrize(
    ("fail_on", "pair", "status"),
    [
        ("none", ("two.json", "one.json"), 0),
        ("breaking", ("two.json", "one.json"), 1),
        ("undecided", ("two.json", "one.json"), 1),
        ("any", ("two.json", "one.json"), 1),
        ("undecided", ("one.json", "two.json"), 0),
        ("any", ("one.json", "two.json"), 1),
        ("any", ("one.json", "one.json"), 0),
    ],
)
def test_the_least_severe_verdict_that_fails_can_be_chosen(
    two: Project, fail_on: str, pair: tuple[str, str], status: int
) -> None:
    assert two.contracts("diff", "--fail-on", fail_on, *pair).status == status


def test_a_line_is_that_of_the_new_document_wherever_it_comes_from(two: Project) -> None:
    two.git("init", "--quiet")
    two.commit()
    text = document("/a", "/b")
    assert "two.json:18 /paths" in two.contracts("diff", "one.json", "HEAD:two.json").out
    assert "    at /paths/~1b/get\n" in two.contracts("diff", "one.json", "-", stdin=text).out
    assert "    at /paths/~1items/get\n" in two.contracts("diff", "one.json", "shop:app").out


def test_a_fault_that_does_not_change_takes_one_line(two: Project) -> None:
    faulty = json.loads(document("/a"))
    faulty["paths"]["/a"]["get"]["responses"]["200"] = {"$ref": "#/lost"}
    for name in ("one.json", "two.json"):
        two.write(name, json.dumps(faulty))
    remark = (
        "1 place is malformed and not compared: at /paths/~1a/get/responses/200, the reference #/lost has no target"
    )
    title = f"From one.json to two.json: nothing changed. {remark}: there is no 'lost'."
    assert two.contracts("diff", "one.json", "two.json") == (0, f"{title}\n", "")


def test_documents_alone_are_compared_without_fastapi(two: Project) -> None:
    program = (
        "import sys\nfrom contracts.command import main\nmain(['diff', 'two.json', 'one.json'])\n"
        "print({'fastapi', 'pydantic', 'yaml', 'schemathesis', 'hypothesis'} & {*sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("\nset()\n")


def test_a_test_of_ones_own_compares_as_the_command_does() -> None:
    report = contracts.compare(json.loads(document("/a")), json.loads(document("/b")))
    assert report.verdict == "breaking"
    assert [change.rule for change in report.changes] == ["operation-removed", "operation-added"]


def test_a_rule_is_explained(project: Project) -> None:
    for name, rule in RULES.items():
        assert project.contracts("explain", name) == (0, f"{name}\n{rule.page}\n", "")


def test_all_rules_are_listed_with_their_meaning(project: Project) -> None:
    listed = [f"{name}: {rule.page.splitlines()[0]}" for name, rule in sorted(RULES.items())]
    assert project.contracts("rules") == (0, "\n".join(listed) + "\n", "")


def test_the_version_is_that_of_the_tool(project: Project) -> None:
    assert project.contracts("--version") == (0, f"contracts {contracts.__version__}\n", "")


def test_every_command_and_format_is_in_the_readme(project: Project) -> None:
    readme = (Path(contracts.__file__).parent / "README.md").read_text(encoding="utf-8")
    offered = re.findall(r"^    (\w+)", project.contracts("--help").out, re.MULTILINE)
    assert {"check", "approve", "changelog", "schema"} < {*offered}
    assert [name for name in offered if not re.search(rf"`{name}[` ]", readme)] == []
    assert [name for name in FORMATS if f"\n| `{name}` |" not in readme] == []


def test_an_unknown_rule_is_reported_with_similar_names(project: Project) -> None:
    ran = project.contracts("explain", "operation-remove")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("contracts: There is no rule 'operation-remove'. There is: operation-removed")
    assert ", ".join(sorted(RULES)) in project.contracts("explain", "x").err


@pytest.mark.parametrize("arguments", [[], ["other"], ["diff", "one.json"], ["check", "--format", "xml"], ["explain"]])
def test_a_command_that_is_not_understood_could_not_be_checked(project: Project, arguments: list[str]) -> None:
    ran = project.contracts(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("usage: contracts")


def test_a_crash_has_the_exit_status_of_not_checked(two: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(FORMATS, "text")
    ran = two.contracts("diff", "two.json", "one.json")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith("\nKeyError: 'text'\n")


def test_python_finds_the_command(two: Project) -> None:
    command = [sys.executable, "-m", "contracts", "diff", "two.json", "one.json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == two.contracts(*command[3:])
