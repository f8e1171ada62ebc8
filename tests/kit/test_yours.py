"""Each checklist of "Make it yours" names the files that its change edits, and no change edits too many."""

from pathlib import Path
from subprocess import CalledProcessError

import pytest

from tests.patches import Patch
from tests.processes import inherited
from tests.yours.__main__ import copy_project, promise
from tests.yours.checklists import DIRECTORY, README, Checklist, Step, checklists

CHECKLISTS = checklists(README.read_text(encoding="utf-8"))
STEPS = [step for checklist in CHECKLISTS for step in checklist.steps]
MOST = {
    "add_a_field": 8,
    "add_an_operation": 8,
    "add_a_resource": 16,
    "drop_the_lessons": 8,
    "drop_the_planted_defects": 4,
    "drop_the_pages": 10,
    "rename_the_kit": 0,
}

DOCUMENT = """
## Make it yours

### Cut it down

#### Drop the pages

```sh
git rm pages
```

1. `a.py`: what.
2. `b.py`: what.

#### Rename it

### Add a field

1. `c.py`: what.

## Another chapter

1. `d.py`: nothing of this.
"""
NEW_FILE = """A file is new.
diff --git a/new/file.txt b/new/file.txt
new file mode 100644
index 0000000..ce01362
--- /dev/null
+++ b/new/file.txt
@@ -0,0 +1 @@
+hello
"""


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_names_the_files_that_it_edits(step: Step) -> None:
    edited = {hunk.path for hunk in step.patch.hunks} if step.files else set[str]()
    assert sorted(step.files) == sorted(edited)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_does_not_edit_too_many_files(step: Step) -> None:
    assert len(step.files) <= MOST[step.name]


@pytest.mark.parametrize("checklist", CHECKLISTS, ids=lambda checklist: checklist.name)
def test_the_edits_of_a_checklist_apply_to_the_project(checklist: Checklist, tmp_path: Path) -> None:
    copy_project(tmp_path)
    promise(tmp_path)
    for step in checklist.steps:
        if step.files:
            step.take(tmp_path, inherited("GIT_"))


def test_every_change_has_a_checklist() -> None:
    edits = {step.name for step in STEPS if step.files}
    assert edits == {file.stem for file in DIRECTORY.glob("*.patch")}
    assert {step.name for step in STEPS} == {*MOST}


def test_a_checklist_has_steps_with_commands_and_files() -> None:
    [cut, add] = checklists(DOCUMENT)
    assert (cut.name, [step.title for step in cut.steps]) == ("cut_it_down", ["Drop the pages", "Rename it"])
    assert [step.commands for step in cut.steps] == ["git rm pages\n", ""]
    assert [step.files for step in [*cut.steps, *add.steps]] == [["a.py", "b.py"], [], ["c.py"]]


def test_the_commands_of_a_step_run_in_the_copy(tmp_path: Path) -> None:
    Step("Rename", "echo hello > greeting\n", []).take(tmp_path, {})
    assert (tmp_path / "greeting").read_text(encoding="utf-8") == "hello\n"
    with pytest.raises(CalledProcessError):
        Step("Rename", "false\ntrue\n", []).take(tmp_path, {})


def test_a_patch_creates_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "new.patch").write_text(NEW_FILE, encoding="utf-8")
    Patch.read(tmp_path / "new.patch").apply(tmp_path)
    assert (tmp_path / "new/file.txt").read_text(encoding="utf-8") == "hello\n"
