"""The planted defects are sound: each says a mistake and makes it in the blog, and one that nothing notices fails."""

import re
from pathlib import Path
from shutil import copy

import pytest

from tests.defects import DIRECTORY, runner
from tests.defects.__main__ import check, main, shard
from tests.defects.runner import PROJECT, Round
from tests.kit.test_workflows import WEEKLY, parsed
from tests.patches import Patch, all_patches

ROUND = Round("sqlite", ["tests/test_errors.py"])
PATCH = """A failure is told otherwise.
--- a/blog/errors.py
+++ b/blog/errors.py
@@ -90,3 +90,3 @@

 def _server_error(request: Request, error: Exception) -> Response:
-    return _answer(request, {status})
+    return _answer(request, {wrong})
"""


@pytest.mark.parametrize("defect", all_patches(DIRECTORY), ids=lambda defect: defect.name)
def test_a_defect_says_a_mistake_and_makes_it_in_the_blog_alone(defect: Patch, tmp_path: Path) -> None:
    for path in {hunk.path for hunk in defect.hunks}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        copy(PROJECT / path, tmp_path / path)

    defect.apply(tmp_path)

    assert defect.description.endswith(".")
    assert defect.hunks
    assert all(hunk.path.startswith("blog/") and hunk.before != hunk.after for hunk in defect.hunks)


@pytest.mark.parametrize("defect", all_patches(DIRECTORY), ids=lambda defect: defect.name)
def test_a_defect_looks_for_no_more_lines_than_it_needs(defect: Patch) -> None:
    """So that an edit beside the mistake does not keep it from being made."""
    for hunk in defect.hunks:
        source = (PROJECT / hunk.path).read_text(encoding="utf-8")
        before, after = hunk.context
        lines = hunk.before.splitlines(keepends=True)
        for needed, rest in ((before, lines[1:]), (after, lines[:-1])):
            assert not needed or source.count("".join(rest)) != 1 or not rest, (
                f"{defect.name}.patch looks for a line too many in {hunk.path}: take away the first or the last of\n"
                f"{hunk.before}"
            )


def test_there_are_many_defects() -> None:
    assert len(all_patches(DIRECTORY)) >= 100


def test_shards_have_every_defect_once() -> None:
    names = [*range(10)]
    shards = [names[shard(f"{first}/3")] for first in (1, 2, 3)]
    assert sorted(name for one in shards for name in one) == names


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "x/2"])
def test_a_shard_that_is_none_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--shard", text])
    assert f"invalid shard value: {text!r}" in capsys.readouterr().err


def defect_from(directory: Path, status: str, wrong: str) -> Patch:
    """Return a defect that writes the status of a failure otherwise."""
    file = directory / "a_failure_is_told_otherwise.patch"
    file.write_text(PATCH.format(status=status, wrong=wrong), encoding="utf-8")
    return Patch.read(file)


def test_a_defect_that_is_noticed_is_told_with_the_test(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([defect_from(tmp_path, "500", "503")], [ROUND], {}, workers=1) == 0
    assert "test_errors.py::test_a_failure_of_the_server_is_told_without_its_cause" in capsys.readouterr().out


def test_a_defect_that_nothing_notices_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([defect_from(tmp_path, "500", "500 or 503")], [ROUND], {}, workers=1) == 1
    assert "nothing notices it. A failure is told otherwise." in capsys.readouterr().out


def test_a_defect_that_keeps_the_tests_from_ending_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "SILENCE", 0)
    assert check([defect_from(tmp_path, "500", "503")], [ROUND], {}, workers=1) == 0
    assert "timeout in the collection" in capsys.readouterr().out


def test_a_defect_that_does_not_apply_fails_with_what_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([defect_from(tmp_path, "501", "502")], [ROUND], {}, workers=1) == 1
    out = capsys.readouterr().out
    assert "a_failure_is_told_otherwise.patch does not apply" in out
    assert "`git diff -U1`" in out
    assert re.search(r"The nearest line is \d+ of blog/errors.py:\n    return _answer\(request, 500\)", out)


def test_a_run_that_would_import_another_blog_than_the_copys_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONSAFEPATH", "1")  # Python does not look in its working directory
    assert check([defect_from(tmp_path, "500", "503")], [ROUND], {}, workers=1) == 1
    assert "not against the copy" in capsys.readouterr().out


def test_the_defects_are_planted_in_shards_that_leave_none_out() -> None:
    job = parsed(WEEKLY)["jobs"]["defects"]
    [count] = {int(one) for one in re.findall(r"--shard \$\{\{ matrix\.shard \}\}/(\d+)", job["steps"][-1]["run"])}
    assert job["strategy"]["matrix"]["shard"] == [*range(1, count + 1)]
