"""Each checklist of "Make it yours" names the files that its change edits, and no change edits too many."""

from pathlib import Path

import pytest

from tests.patches import Patch
from tests.yours.checklists import DIRECTORY, README, Checklist, checklists

CHECKLISTS = checklists(README.read_text(encoding="utf-8"))
MOST = {"add_a_field": 8, "add_an_operation": 8, "add_a_resource": 16}

NEW_FILE = """A file is new.
diff --git a/new/file.txt b/new/file.txt
new file mode 100644
index 0000000..ce01362
--- /dev/null
+++ b/new/file.txt
@@ -0,0 +1 @@
+hello
"""


@pytest.mark.parametrize("checklist", CHECKLISTS, ids=lambda checklist: checklist.name)
def test_a_checklist_names_the_files_that_the_change_edits(checklist: Checklist) -> None:
    assert sorted(checklist.files) == sorted({hunk.path for hunk in checklist.patch.hunks})


@pytest.mark.parametrize("checklist", CHECKLISTS, ids=lambda checklist: checklist.name)
def test_a_change_does_not_edit_too_many_files(checklist: Checklist) -> None:
    assert len(checklist.files) <= MOST[checklist.name]


def test_every_change_has_a_checklist() -> None:
    assert {checklist.name for checklist in CHECKLISTS} == {file.stem for file in DIRECTORY.glob("*.patch")} == {*MOST}


def test_a_patch_creates_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "new.patch").write_text(NEW_FILE, encoding="utf-8")
    Patch.read(tmp_path / "new.patch").apply(tmp_path)
    assert (tmp_path / "new/file.txt").read_text(encoding="utf-8") == "hello\n"
