"""The benchmark scores a tool: here, small test tools and the comparison itself."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.drift import Verdict, compare
from contracts.drift.benchmark import PAIRS, Answer, Outcome, Pair, Said, judged, pairs
from contracts.drift.benchmark.command import main, parser
from contracts.drift.benchmark.pairs import LABELS
from contracts.drift.benchmark.printing import as_text

README = PAIRS.with_name("README.md").read_text(encoding="utf-8")
# A tool that runs the Python code in the old document.
TOOL = [sys.executable, "-c", "import json, sys; exec(json.load(open(sys.argv[1]))['do'])"]

# Pairs on which the comparison is wrong today, and why. If a pair is fixed, the test asks to delete it here.
OPEN: dict[str, str] = {
    # FastAPI takes `on` and `1` for true as well. The document does not say so, but clients may send them.
    "query/a-boolean-made-two-texts": "undecided",
    "query/a-boolean-and-its-two-texts": "undecided",
}


class Data:
    """A file of pairs."""

    def __init__(self, file: Path) -> None:
        """Start without pairs."""
        self.file = file

    def add(self, id_: str, do: str, **more: Any) -> None:
        """Add a pair for which the tool runs Python code."""
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"id": id_, "old": {"do": do}, "new": {"do": ""}, **more}) + "\n")


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Give a file of pairs."""
    return Data(tmp_path / "some.jsonl")


def scored(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Run the command that scores the tool, and return its JSON output."""
    assert main(["--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def outcomes(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """Return the outcome of each pair."""
    return {one["id"]: one["outcome"] for one in scored(capsys, *arguments)["pairs"]}


def test_a_tool_is_scored_by_its_exit_status_the_worst_errors_first(
    data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    data.add("alarm", "sys.exit(1)", label="safe", **{"class": "words"})
    data.add("right", "sys.exit(1)", label="breaking", **{"class": "numbers"})
    data.add("wrong", "sys.exit(0)", label="breaking", **{"class": "numbers"})
    data.add("quiet", "sys.exit(0)", label="documentation", **{"class": "words"})
    data.add("torn", "sys.exit('Traceback\\nI am lost.\\n')", **{"class": "words"})
    data.add("lost", "print('no', file=sys.stderr); sys.exit(7)", label="safe", **{"class": "words"})
    data.add("guess", "sys.exit(0)", label="doubtful", **{"class": "numbers"})
    data.add("found", "sys.exit(0)")
    assert main(["--data", str(data.file), *TOOL]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[:11] == [
        "False safe: the pair breaks clients, but the tool answers that it does not.",
        "  wrong",
        "  guess",
        "",
        "Crash: the tool has no answer.",
        "  lost: exit status 7: no",
        "",
        "False alarm: the pair breaks no client, but the tool answers that it does.",
        "  alarm",
        "",
        printed[10],
    ]
    rows = {line.split("  ")[0]: line.split() for line in printed[10:]}
    assert [*rows] == ["class", "words", "numbers", "unlabelled", "total"]
    assert rows["numbers"][1:4] == ["3", "1", "2"]
    assert rows["words"][1:6] == ["4", "1", "1", "1", "1"]


def test_an_exit_status_can_mean_something_else(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    for status in range(4):
        data.add(f"{status}", f"sys.exit({status})", label="breaking")
    options = ["--safe", "3", "--breaking", "2", "--undecided", "0"]
    assert outcomes(capsys, "--data", str(data.file), *options, *TOOL) == {
        "0": "undecided",
        "1": "crash",
        "2": "agreed",
        "3": "false safe",
    }


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ('{"a": {"said": "breaking"}}', "agreed"),
        ('{"a": {"said": true}}', "agreed"),
        ('{"a": {"said": ["x"]}}', "agreed"),
        ('{"a": {"said": "undecided"}}', "undecided"),
        ('{"a": {"said": "compatible"}}', "false safe"),
        ('{"a": {"said": false}}', "false safe"),
        ('{"a": {"said": []}}', "false safe"),
        ('{"a": []}', "crash"),
        ("breaking", "crash"),
    ],
)
def test_a_verdict_can_be_read_from_json(
    data: Data, capsys: pytest.CaptureFixture[str], printed: str, outcome: str
) -> None:
    data.add("one", f"print({printed!r}); sys.exit(9)", label="breaking")
    result = scored(capsys, "--data", str(data.file), "--verdict", "a.said", *TOOL)
    assert result["pairs"][0]["outcome"] == outcome
    assert result["pairs"][0]["problem"] == ("no `a.said` in its output, exit status 9" if outcome == "crash" else "")


def test_the_files_stand_where_the_command_wants_them(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    data.add("one", "", label="breaking")
    script = "import sys; sys.exit(sys.argv[1].endswith('new.json') and sys.argv[2].endswith('-o=old.json') * 2)"
    command = [sys.executable, "-c", script.replace("-o=", ""), "{new}", "{old}"]
    assert outcomes(capsys, "--data", str(data.file), "--breaking", "2", *command) == {"one": "agreed"}


def test_a_command_may_be_one_word(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    data.add("one", "", label="breaking")
    assert outcomes(capsys, "--data", str(data.file), f"{sys.executable} -c 'import sys; sys.exit(1)'") == {
        "one": "agreed"
    }


def test_time_and_memory_are_those_of_the_tool(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    data.add("slow", "import time\nwhile time.process_time() < 0.5: pass", label="safe")
    data.add("large", "x = b'a' * 600_000_000", label="safe")
    data.add("small", "", label="safe")
    slow, large, small = scored(capsys, "--data", str(data.file), *TOOL)["pairs"]
    assert 0.5 <= slow["seconds"] < 5
    assert small["seconds"] < 0.5
    assert large["megabytes"] > 600 > small["megabytes"] > 1


def test_a_tool_that_does_not_answer_in_time_is_ended(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    data.add("one", "import time; time.sleep(60)", label="safe")
    (one,) = scored(capsys, "--data", str(data.file), "--seconds", "1", *TOOL)["pairs"]
    assert (one["outcome"], one["problem"]) == ("crash", "no answer in 1 s")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no JSON"),
        ("[]", "is no pair"),
        ('{"id": "a", "old": {}}', "is no pair: it is an object with `id`, `old` and `new` ('new')."),
        (
            '{"id": "a", "old": {}, "new": {}, "label": "bad"}',
            "has the label 'bad'. There is: breaking, doubtful, safe",
        ),
        ("", "There is no pair in"),
    ],
)
def test_a_file_without_pairs_is_reported(data: Data, capsys: pytest.CaptureFixture[str], line: str, told: str) -> None:
    data.file.write_text(line, encoding="utf-8")
    assert main(["--data", str(data.file), *TOOL]) == 2
    assert told in capsys.readouterr().err


def test_a_command_that_cannot_run_or_be_read_is_reported(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data.file), *TOOL]) == 2
    assert "The pairs cannot be read: " in capsys.readouterr().err
    assert main(["no-such-tool", "diff"]) == 2
    assert capsys.readouterr().err == "benchmark: There is no program 'no-such-tool' to run.\n"
    assert main([]) == 2


def test_the_command_line_of_the_comparison_is_scored_like_any_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(contracts.__file__).parents[1]))
    monkeypatch.chdir(tmp_path)
    lines = PAIRS.read_text(encoding="utf-8").splitlines(keepends=True)[:3]
    (tmp_path / "three.jsonl").write_text("".join(lines), encoding="utf-8")
    ours = [sys.executable, "-m", "contracts", "diff", "--format", "json"]
    result = scored(capsys, "--data", "three.jsonl", "--verdict", "verdict", "--", *ours)
    assert result["total"] | {"pairs": 3, "agreed": 3} == result["total"]
    assert [file.name for file in tmp_path.iterdir()] == ["three.jsonl"]


def test_the_readme_names_each_option_each_label_and_each_part_of_a_pair() -> None:
    options = [option for action in parser()._actions for option in action.option_strings]  # noqa: SLF001
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    parts = {*(part for row in rows for part in row), *(part for row in rows for part in row["truth"])}
    witnesses = {f"witness.{part}" for row in rows for part in row["truth"].get("witness", {})}
    assert set(LABELS) <= {row["label"] for row in rows}
    for name in {*options, *LABELS, *parts, *witnesses} - {"-h", "--help", "witness"}:
        assert re.search(rf"`{name}(?: [A-Z]+)?`", README), name


def test_pairs_are_made_of_a_history_as_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    for number in range(3):
        Path("openapi.json").write_text(json.dumps({"number": number}), encoding="utf-8")
        subprocess.run([*git, "add", "openapi.json"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", f"{number}"], check=True)
    (script,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    subprocess.run([sys.executable, "-c", script], check=True)
    made = [(pair.old["number"], pair.new["number"], pair.label) for pair in pairs(Path("history.jsonl"))]
    assert made == [(0, 1, None), (1, 2, None)]


def answer(pair: Pair) -> Answer:
    """Return the answer of the comparison for a pair, without a process."""
    try:
        verdict = compare(pair.old, pair.new).verdict
    except Exception as error:
        return Answer(Said.NOTHING, str(error))
    known = {Verdict.BREAKING: Said.BREAKING, Verdict.UNDECIDED: Said.UNDECIDED}
    return Answer(known.get(verdict, Said.SAFE))


def test_the_comparison_calls_no_break_safe_and_gives_no_false_alarm() -> None:
    results = [judged(pair, answer(pair)) for pair in pairs(PAIRS)]
    wrong = [one for one in results if one.outcome not in (Outcome.AGREED, Outcome.UNLABELLED)]
    assert {one.id: str(one.outcome) for one in wrong} == OPEN, as_text(results)
