"""Each planted defect describes a mistake and makes it in the blog; a defect that no test notices fails the check."""

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
PATCH = """A failure has another status.
--- a/blog/errors.py
+++ b/blog/errors.py
@@ -90,3 +90,3 @@

 def _server_error(request: Request, error: Exception) -> Response:
-    return _answer(request, {status})
+    return _answer(request, {wrong})
"""


@pytest.mark.parametrize("defect", all_patches(DIRECTORY), ids=lambda defect: defect.name)
def test_a_defect_describes_a_mistake_and_makes_it_only_in_the_blog(defect: Patch, tmp_path: Path) -> None:
    for path in {hunk.path for hunk in defect.hunks}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        copy(PROJECT / path, tmp_path / path)

    defect.apply(tmp_path)

    assert defect.description.endswith(".")
    assert defect.hunks
    assert all(hunk.path.startswith("blog/") and hunk.before != hunk.after for hunk in defect.hunks)


@pytest.mark.parametrize("defect", all_patches(DIRECTORY), ids=lambda defect: defect.name)
def test_a_defect_looks_for_no_more_lines_than_it_needs(defect: Patch) -> None:
    """Then an edit of a line near the mistake does not break the patch."""
    for hunk in defect.hunks:
        source = (PROJECT / hunk.path).read_text(encoding="utf-8")
        before, after = hunk.context
        lines = hunk.before.splitlines(keepends=True)
        for needed, rest in ((before, lines[1:]), (after, lines[:-1])):
            assert not needed or source.count("".join(rest)) != 1 or not rest, (
                f"{defect.name}.patch looks for one line too many in {hunk.path}: remove the first or the last of\n"
                f"{hunk.before}"
            )


def test_there_are_many_defects() -> None:
    assert len(all_patches(DIRECTORY)) >= 100


def test_shards_have_every_defect_once() -> None:
    names = [*range(10)]
    shards = [names[shard(f"{first}/3")] for first in (1, 2, 3)]
    assert sorted(name for one in shards for name in one) == names


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "x/2"])
def test_an_invalid_shard_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--shard", text])
    assert f"invalid shard value: {text!r}" in capsys.readouterr().err


def defect_from(directory: Path, status: str, wrong: str) -> Patch:
    """Return a defect that changes the status of a failure."""
    file = directory / "a_failure_has_another_status.patch"
    file.write_text(PATCH.format(status=status, wrong=wrong), encoding="utf-8")
    return Patch.read(file)


def test_the_test_that_notices_a_defect_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([defect_from(tmp_path, "500", "503")], [ROUND], {}, workers=1) == 0
    assert "test_errors.py::test_a_failure_of_the_server_does_not_show_its_cause" in capsys.readouterr().out


def test_a_defect_that_no_test_notices_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([defect_from(tmp_path, "500", "500 or 503")], [ROUND], {}, workers=1) == 1
    assert "no test notices it. A failure has another status." in capsys.readouterr().out


def test_a_defect_that_makes_the_tests_hang_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "SILENCE", 0)
    assert check([defect_from(tmp_path, "500", "503")], [ROUND], {}, workers=1) == 0
    assert "timeout in the collection" in capsys.readouterr().out


def test_a_defect_that_does_not_apply_fails_and_the_message_names_the_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([defect_from(tmp_path, "501", "502")], [ROUND], {}, workers=1) == 1
    out = capsys.readouterr().out
    assert "a_failure_has_another_status.patch does not apply" in out
    assert "`git diff -U1`" in out
    assert re.search(r"The nearest line is \d+ of blog/errors.py:\n    return _answer\(request, 500\)", out)


def test_a_run_that_does_not_import_the_blog_of_the_copy_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONSAFEPATH", "1")  # Python does not look in its working directory
    assert check([defect_from(tmp_path, "500", "503")], [ROUND], {}, workers=1) == 1
    assert "not against the copy" in capsys.readouterr().out


def test_the_shards_of_ci_leave_no_defect_out() -> None:
    job = parsed(WEEKLY)["jobs"]["defects"]
    [count] = {int(one) for one in re.findall(r"--shard \$\{\{ matrix\.shard \}\}/(\d+)", job["steps"][-1]["run"])}
    assert job["strategy"]["matrix"]["shard"] == [*range(1, count + 1)]
