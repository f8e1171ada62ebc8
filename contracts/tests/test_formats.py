"""Findings are printed for a person, a program, a pull request, a CI server, and the lines of the files."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from contracts.drift import RULES, Change, Verdict, Witness
from contracts.findings import Finding, Judged, Level, Shown, verdict_of
from contracts.formats import FORMATS, changelog
from contracts.formats.json import SCHEMA
from contracts.formats.limits import COMMENT
from contracts.sources import Place
from contracts.tests.conftest import Project

BREAKING = Change(
    "operation-removed",
    Verdict.BREAKING,
    "POST /a|b",
    "/paths/~1a|b/post",
    "`x` is *gone*,\nat 100%: <b>",
    Witness({"x": "é|`"}, "The old accepts it, the new refuses it."),
)
ADMITTED = Change("operation-added", Verdict.COMPATIBLE, "", "/components", "There is more.")
WORDS = Change("operation-added", Verdict.DOCUMENTATION, "GET /c", "/paths/~1c/get", "GET /c is described differently.")


FOUND = [
    Finding(Level.NOTICE, "It holds."),
    Finding(
        Level.ERROR,
        "It does not hold. At all.",
        changes=(
            Shown(BREAKING, Level.ERROR, Place("a,b:c.json", 7)),
            Shown(ADMITTED, Level.NOTICE, Place(), "Nobody\nminds."),
            Shown(WORDS, Level.NOTICE, Place("a.json", 9)),
        ),
        cures=("Take it back.", "Admit it."),
    ),
    Finding(Level.WARNING, "An approval is old.", Place("approvals.toml", 3), cures=("Delete it.",)),
]
MANY = Change(
    "request-length-narrowed",
    Verdict.COMPATIBLE,
    "PUT /b",
    "/components/schemas/A",
    "It is less.",
    likewise=tuple(f"GET /{letter}" for letter in "acdef"),
)
SET = [Finding(Level.NOTICE, "It is.", changes=(Shown(MANY, Level.NOTICE, Place(), "", Verdict.BREAKING, True),))]
HURT = RULES["operation-removed"].page.splitlines()[-1]


def test_text_is_for_a_person() -> None:
    assert FORMATS["text"](FOUND) == (
        "It holds.\n"
        "\n"
        "error: It does not hold. At all.\n"
        "\n"
        "  breaking: POST /a|b: `x` is *gone*,\nat 100%: <b> [operation-removed]\n"
        "    a,b:c.json:7 /paths/~1a|b/post\n"
        '    {"x": "é|`"}\n'
        "    The old accepts it, the new refuses it.\n"
        f"    {HURT}\n"
        "\n"
        "  compatible: There is more. [operation-added]\n"
        "    at /components\n"
        "    admitted: Nobody\nminds.\n"
        "\n"
        "  documentation: GET /c is described differently. [operation-added]\n"
        "    a.json:9 /paths/~1c/get\n"
        "\n"
        "  To mend it, one of these:\n"
        "  - Take it back.\n"
        "  - Admit it.\n"
        "\n"
        "warning: An approval is old.\n"
        "\n"
        "  To mend it:\n"
        "  - Delete it.\n"
    )


def test_json_is_for_a_program() -> None:
    found = json.loads(FORMATS["json"](FOUND))
    assert found["verdict"] == "breaking"
    assert [(one["level"], one["title"]) for one in found["findings"]] == [
        ("notice", "It holds."),
        ("error", "It does not hold. At all."),
        ("warning", "An approval is old."),
    ]
    assert found["findings"][2] == {
        "level": "warning",
        "checked": True,
        "title": "An approval is old.",
        "file": "approvals.toml",
        "line": 3,
        "diff": "",
        "cures": ["Delete it."],
        "changes": [],
    }
    assert found["findings"][1]["changes"][:2] == [
        {
            "level": "error",
            "rule": "operation-removed",
            "verdict": "breaking",
            "compared": "breaking",
            "origin": "app",
            "likewise": [],
            "operation": "POST /a|b",
            "pointer": "/paths/~1a|b/post",
            "file": "a,b:c.json",
            "line": 7,
            "text": "`x` is *gone*,\nat 100%: <b>",
            "witness": {"value": {"x": "é|`"}, "sentence": "The old accepts it, the new refuses it."},
            "admitted": "",
            "outcome": "",
        },
        {
            "level": "notice",
            "rule": "operation-added",
            "verdict": "compatible",
            "compared": "compatible",
            "origin": "app",
            "likewise": [],
            "operation": "",
            "pointer": "/components",
            "file": "",
            "line": 1,
            "text": "There is more.",
            "witness": None,
            "admitted": "Nobody\nminds.",
            "outcome": "",
        },
    ]


def test_markdown_is_for_a_pull_request() -> None:
    assert FORMATS["markdown"](FOUND) == (
        "It holds.\n"
        "\n"
        "**error:** It does not hold. At all.\n"
        "\n"
        "| verdict | operation | change | where |\n"
        "|---|---|---|---|\n"
        r"| **breaking** | `POST /a\|b` | `x` is \*gone\*, at 100%: \<b> (operation-removed)"
        r'<br>`` {"x": "é\|`"} ``<br>The old accepts it, the new refuses it. | `a,b:c.json:7` |'
        "\n"
        "| compatible | `the document` | There is more. (operation-added)<br>admitted: Nobody minds. "
        "| `/components` |\n"
        "| documentation | `GET /c` | GET /c is described differently. (operation-added) | `a.json:9` |\n"
        "\n"
        "To mend it, one of these:\n"
        "\n"
        "- Take it back.\n"
        "- Admit it.\n"
        "\n"
        "**warning:** An approval is old.\n"
        "\n"
        "To mend it:\n"
        "\n"
        "- Delete it.\n"
    )


def test_github_is_for_the_lines_of_the_files() -> None:
    assert FORMATS["github"](FOUND) == (
        "It holds.\n"
        "::error title=It does not hold::It does not hold. At all.%0ATo mend it, one of these:%0A- Take it back."
        "%0A- Admit it.\n"
        "::error file=a%2Cb%3Ac.json,line=7,title=breaking%3A operation-removed::POST /a|b: `x` is *gone*,%0A"
        "at 100%25: <b> [operation-removed]%0Aa,b:c.json:7 /paths/~1a|b/post"
        f'%0A{{"x": "é|`"}}%0AThe old accepts it, the new refuses it.%0A{HURT}\n'
        "::warning file=approvals.toml,line=3,title=An approval is old::An approval is old.%0ATo mend it:%0A"
        "- Delete it.\n"
        "::notice title=compatible%3A operation-added::There is more. [operation-added]%0Aat /components%0A"
        "admitted: Nobody%0Aminds.\n"
    )


def many(count: int, verdict: Verdict, level: Level) -> list[Shown]:
    """Return `count` changes with a verdict."""
    return [
        Shown(Change("operation-removed", verdict, f"GET /{index}", "/paths", "::error::"), level, Place())
        for index in range(count)
    ]


def test_github_gets_no_more_annotations_than_it_shows_and_the_gravest() -> None:
    changes = (*many(4, Verdict.UNDECIDED, Level.ERROR), *many(12, Verdict.BREAKING, Level.ERROR))
    lines = FORMATS["github"]([Finding(Level.NOTICE, "It holds.", changes=changes)]).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == 10
    assert all("title=breaking" in line for line in commands[:9])
    assert commands[9].startswith("::error title=7 more of this level::7 more: ")
    assert len(lines) == 1 + 10 + 7
    assert lines[-1].startswith("- error: GET /3: ::error:: [operation-removed] at /paths")


@pytest.mark.parametrize("name", ["text", "markdown", "github", "html"])
def test_a_change_of_many_operations_is_reported_once_with_its_remarks(name: str) -> None:
    output = FORMATS[name](SET)
    assert output.count("It is less.") == 1
    for remark in (
        "likewise: GET /a, GET /c, GET /d and 2 more",
        "breaking by the comparison, compatible by [tool.contracts.severity]",
        "from an upgrade of FastAPI or Pydantic, not from the app",
    ):
        assert remark.replace("[", r"\[") in output if name == "markdown" else remark in output


def test_json_has_all_operations_and_the_remarks_of_a_change() -> None:
    [change] = json.loads(FORMATS["json"](SET))["findings"][0]["changes"]
    assert change["likewise"] == ["GET /a", "GET /c", "GET /d", "GET /e", "GET /f"]
    assert (change["verdict"], change["compared"], change["origin"]) == ("compatible", "breaking", "framework")


def test_the_json_output_is_valid_by_its_schema(repository: Project) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    closed = json.loads(json.dumps(schema).replace('"properties":', '"additionalProperties": false, "properties":'))
    repository.edit("shop.py", '@app.get("/items")', '@app.get("/goods")')
    repository.edit("shop.py", "max_length=20", "max_length=10")
    ran = repository.contracts("check", "--format", "json").out
    assert len(json.loads(ran)["findings"][0]["changes"]) > 2
    for printed in (ran, FORMATS["json"](FOUND), FORMATS["json"](SET), FORMATS["json"]([])):
        assert list(Draft202012Validator(closed).iter_errors(json.loads(printed))) == []
    assert repository.contracts("schema") == (0, SCHEMA.read_text(encoding="utf-8"), "")


def test_the_changes_of_some_verdicts_may_be_shown_alone(repository: Project) -> None:
    repository.edit("shop.py", '@app.get("/items")', '@app.get("/goods")')
    found = json.loads(repository.contracts("check", "--format", "json", "--only", "compatible").out)
    assert found["verdict"] == "breaking"
    assert [one["rule"] for one in found["findings"][0]["changes"]] == ["operation-added"]
    both = repository.contracts("check", "--only", "breaking", "--only", "compatible")
    assert both == repository.contracts("check")
    assert verdict_of([FOUND[1].only([Verdict.DOCUMENTATION])]) is Verdict.BREAKING


def test_a_comment_has_room_for_no_more_and_the_least_severe_is_left_out() -> None:
    changes = (*many(1600, Verdict.COMPATIBLE, Level.NOTICE), *many(100, Verdict.BREAKING, Level.ERROR))
    finding = Finding(Level.ERROR, "It is long.", changes=changes, cures=("Take it back.",))
    output = FORMATS["markdown"]([FOUND[0], finding])
    assert 60_000 < len(output.encode()) <= COMMENT
    assert output.count("| **breaking** |") == 100
    compatible = output.count("| compatible |")
    assert 0 < compatible < 1600
    left_out = f"{1600 - compatible} of 1700 changes are left out, the least severe: a comment has no more room.\n"
    assert output.endswith(f"- Take it back.\n\n{left_out}")
    notes = changelog("A", [Judged(shown.change) for shown in changes] * 2)
    assert len(notes.encode()) <= COMMENT
    assert " of 3400 changes are left out, " in notes.splitlines()[-1]
    assert len(FORMATS["markdown"]([Finding(Level.ERROR, "é" * COMMENT)]).encode()) <= COMMENT


def test_junit_is_for_ci_servers() -> None:
    suites = ET.fromstring(FORMATS["junit"](FOUND))
    assert (suites.tag, suites.attrib) == ("testsuites", {"tests": "6", "failures": "2", "errors": "0"})
    [suite] = suites
    assert (suite.tag, suite.get("name"), suite.get("failures")) == ("testsuite", "contracts", "2")
    cases = [(case.get("classname"), case.get("name"), [one.tag for one in case]) for case in suite]
    text = "POST /a|b: `x` is *gone*, at 100%: <b> [operation-removed]"
    assert cases == [
        ("contracts", "It holds.", []),
        ("contracts", "It does not hold. At all.", ["failure"]),
        ("POST /a|b", f"breaking: {text}", ["failure"]),
        ("the document", "compatible: There is more. [operation-added]", ["system-out"]),
        ("GET /c", "documentation: GET /c is described differently. [operation-added]", ["system-out"]),
        ("contracts", "An approval is old.", ["system-out"]),
    ]
    failure = suite[2].find("failure")
    assert failure is not None
    assert HURT in (failure.text or "")
    unknown = Finding(Level.ERROR, "\0 \ud800 is no XML.", is_checked=False)
    [case] = ET.fromstring(FORMATS["junit"]([unknown]))[0]
    assert [one.tag for one in case] == ["error"]


def test_sarif_is_for_code_scanning() -> None:
    log = json.loads(FORMATS["sarif"](FOUND))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], [rule["id"] for rule in driver["rules"]]) == (
        "contracts",
        ["operation-added", "operation-removed"],
    )
    assert [(one["ruleId"], one["level"], one.get("kind", "fail")) for one in run["results"]] == [
        ("operation-removed", "error", "fail"),
        ("operation-added", "note", "fail"),
        ("operation-added", "none", "informational"),
    ]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert re.fullmatch("[0-9a-f]{64}", result["partialFingerprints"]["change/v1"])
    first, second, _ = run["results"]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "a%2Cb%3Ac.json", "uriBaseId": "%SRCROOT%"}
    assert physical["region"] == {"startLine": 7}
    assert second["suppressions"] == [{"kind": "external", "justification": "Nobody\nminds."}]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["note", "error", "warning"]


class Page(HTMLParser):
    """The contents of a page, as a browser parses it."""

    def __init__(self, page: str) -> None:
        """Read it."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the tag, which is open now."""
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note it."""
        self.text += data


def test_html_is_one_file_grouped_by_operation_without_external_resources() -> None:
    page = Page(FORMATS["html"](FOUND))
    assert page.open == []
    assert [attributes["data-operation"] for tag, attributes in page.tags if tag == "section"] == [
        "POST /a|b",
        "The document",
        "GET /c",
    ]
    assert "x is *gone*,\nat 100%: <b>" in page.text
    assert '{"x": "é|`"}' in page.text
    assert not {"src", "href", "action"} & {name for _, attributes in page.tags for name in attributes}
    assert "url(" not in page.text
    assert [attributes for tag, attributes in page.tags if tag == "article"] == [
        {"class": "breaking"},
        {"class": "compatible"},
        {"class": "documentation"},
    ]


@pytest.mark.parametrize("name", ["text", "json", "markdown", "github"])
def test_nothing_found_is_nothing_printed(name: str) -> None:
    assert FORMATS[name]([]) in ("", '{\n  "verdict": "identical",\n  "findings": []\n}\n')


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("text", "error: It moved.\n\n   a\n  -b\n  +c\n"),
        ("json", '"diff": " a\\n-b\\n+c"'),
        ("markdown", "**error:** It moved.\n\n```diff\n a\n-b\n+c\n```\n"),
        ("junit", '<failure message="It moved."> a\n-b\n+c</failure>'),
        ("html", "<pre> a\n-b\n+c</pre>"),
        ("github", "::error title=It moved::It moved.%0A a%0A-b%0A+c\n"),
    ],
)
def test_a_difference_of_lines_is_shown_as_it_is(name: str, shown: str) -> None:
    assert shown in FORMATS[name]([Finding(Level.ERROR, "It moved.", diff=" a\n-b\n+c")])
