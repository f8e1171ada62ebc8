"""What was found is printed for a person, a program, a pull request, and the lines of its files."""

import json

import pytest

from contracts.drift import RULES, Change, Verdict, Witness
from contracts.findings import Finding, Level, Shown
from contracts.formats import FORMATS
from contracts.sources import Place

BREAKING = Change(
    "operation-removed",
    Verdict.BREAKING,
    "POST /a|b",
    "/paths/~1a|b/post",
    "`x` is *gone*,\nat 100%: <b>",
    Witness({"x": "é|`"}, "The old accepts it, the new refuses it."),
)
ADMITTED = Change("operation-added", Verdict.COMPATIBLE, "", "/components", "There is more.")
WORDS = Change("operation-added", Verdict.DOCUMENTATION, "GET /c", "/paths/~1c/get", "GET /c is told otherwise.")
FOUND = [
    Finding(Level.NOTICE, "It holds."),
    Finding(
        Level.ERROR,
        "It does not hold.",
        changes=(
            Shown(BREAKING, Level.ERROR, Place("a,b:c.json", 7)),
            Shown(ADMITTED, Level.NOTICE, Place(), "Nobody\nminds."),
            Shown(WORDS, Level.NOTICE, Place("a.json", 9)),
        ),
        cures=("Take it back.", "Admit it:\n[[approval]]\nrule = 1"),
    ),
    Finding(Level.WARNING, "An approval is old.", Place("approvals.toml", 3), cures=("Delete it.",)),
]
HURT = RULES["operation-removed"].page.splitlines()[-1]


def test_text_is_for_a_person() -> None:
    assert FORMATS["text"](FOUND) == (
        "It holds.\n"
        "\n"
        "error: It does not hold.\n"
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
        "  documentation: GET /c is told otherwise. [operation-added]\n"
        "    a.json:9 /paths/~1c/get\n"
        "\n"
        "  To mend it, one of these:\n"
        "  - Take it back.\n"
        "  - Admit it:\n"
        "      [[approval]]\n"
        "      rule = 1\n"
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
        ("error", "It does not hold."),
        ("warning", "An approval is old."),
    ]
    assert found["findings"][2] == {
        "level": "warning",
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
            "operation": "POST /a|b",
            "pointer": "/paths/~1a|b/post",
            "file": "a,b:c.json",
            "line": 7,
            "text": "`x` is *gone*,\nat 100%: <b>",
            "witness": {"value": {"x": "é|`"}, "sentence": "The old accepts it, the new refuses it."},
            "admitted": "",
        },
        {
            "level": "notice",
            "rule": "operation-added",
            "verdict": "compatible",
            "operation": "",
            "pointer": "/components",
            "file": "",
            "line": 1,
            "text": "There is more.",
            "witness": None,
            "admitted": "Nobody\nminds.",
        },
    ]


def test_markdown_is_for_a_pull_request() -> None:
    assert FORMATS["markdown"](FOUND) == (
        "It holds.\n"
        "\n"
        "**error:** It does not hold.\n"
        "\n"
        "| verdict | operation | change | where |\n"
        "|---|---|---|---|\n"
        r"| **breaking** | `POST /a\|b` | `x` is \*gone\*, at 100%: \<b> (operation-removed)"
        r'<br>`` {"x": "é\|`"} ``<br>The old accepts it, the new refuses it. | `a,b:c.json:7` |'
        "\n"
        "| compatible | `the document` | There is more. (operation-added)<br>admitted: Nobody minds. "
        "| `/components` |\n"
        "| documentation | `GET /c` | GET /c is told otherwise. (operation-added) | `a.json:9` |\n"
        "\n"
        "To mend it, one of these:\n"
        "\n"
        "- Take it back.\n"
        "- Admit it:\n"
        "  ```toml\n"
        "  [[approval]]\n"
        "  rule = 1\n"
        "  ```\n"
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
        "::error title=contracts::It does not hold.%0ATo mend it, one of these:%0A- Take it back."
        "%0A- Admit it:%0A    [[approval]]%0A    rule = 1\n"
        "::error file=a%2Cb%3Ac.json,line=7,title=breaking::POST /a|b: `x` is *gone*,%0Aat 100%25: <b> "
        "[operation-removed]%0Aa,b:c.json:7 /paths/~1a|b/post"
        f'%0A{{"x": "é|`"}}%0AThe old accepts it, the new refuses it.%0A{HURT}\n'
        "::notice title=compatible::There is more. [operation-added]%0Aat /components%0Aadmitted: Nobody%0Aminds.\n"
        "::warning file=approvals.toml,line=3,title=contracts::An approval is old.%0ATo mend it:%0A- Delete it.\n"
    )


def likewise(operation: str, value: object) -> Shown:
    """Return a change at the place that two operations share."""
    witness = Witness(value, "The old accepts it.")
    change = Change("operation-removed", Verdict.BREAKING, operation, "/components/schemas/A", "It is less.", witness)
    return Shown(change, Level.ERROR, Place("a.json", 3))


def test_a_place_that_many_operations_use_is_told_once_with_the_shortest_value() -> None:
    changes = tuple(likewise(*one) for one in (("GET /a", [1, 2]), ("PUT /b", 1), ("GET /c", [1]), ("PUT /b", 1)))
    found = [Finding(Level.ERROR, "No.", changes=changes)]
    assert FORMATS["text"](found) == (
        "error: No.\n"
        "\n"
        "  breaking: PUT /b: It is less. [operation-removed]\n"
        "    a.json:3 /components/schemas/A\n"
        "    1\n"
        "    The old accepts it.\n"
        f"    {HURT}\n"
        "    likewise: GET /a, GET /c\n"
    )
    row = "| **breaking** | `PUT /b` | It is less. (operation-removed)<br>`1`<br>The old accepts it."
    assert f"{row}<br>likewise: `GET /a`, `GET /c` | `a.json:3` |\n" in FORMATS["markdown"](found)
    assert FORMATS["github"](found).count("%0Alikewise: GET /a, GET /c\n") == 1
    assert len(json.loads(FORMATS["json"](found))["findings"][0]["changes"]) == 4


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_nothing_printed(name: str) -> None:
    assert FORMATS[name]([]) in ("", '{\n  "verdict": "identical",\n  "findings": []\n}\n')


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("text", "error: It moved.\n\n   a\n  -b\n  +c\n"),
        ("json", '"diff": " a\\n-b\\n+c"'),
        ("markdown", "**error:** It moved.\n\n```diff\n a\n-b\n+c\n```\n"),
        ("github", "::error title=contracts::It moved.%0A a%0A-b%0A+c\n"),
    ],
)
def test_a_difference_of_lines_is_shown_as_it_is(name: str, shown: str) -> None:
    assert shown in FORMATS[name]([Finding(Level.ERROR, "It moved.", diff=" a\n-b\n+c")])
