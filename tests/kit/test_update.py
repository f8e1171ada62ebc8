"""One command writes every generated file, and prints which ones it wrote and which ones it could not."""

from pathlib import Path

import pytest

from tests.quotes import PROJECT
from tests.update import FILES, update


def test_every_generated_file_exists() -> None:
    assert [name for name in FILES if not (PROJECT / name).is_file()] == []


def test_the_files_that_changed_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "same.txt").write_text("same", encoding="utf-8")
    (tmp_path / "other.txt").write_text("before", encoding="utf-8")
    write = "from pathlib import Path; Path('{}').write_text('{}')"
    commands = {
        "one": ("-c", write.format("same.txt", "same")),
        "two": ("-c", write.format("other.txt", "after")),
        "three": ("-c", write.format("new.txt", "new")),
    }

    assert update(tmp_path, ["same.txt", "other.txt", "new.txt"], commands) == 0

    assert capsys.readouterr().out == "same.txt is unchanged.\nother.txt is written.\nnew.txt is written.\n"


def test_a_file_that_could_not_be_written_is_printed_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(tmp_path, [], {"the table": ("-c", "import sys; sys.exit('No table.')")}) == 1
    assert capsys.readouterr().out == "\nNo table.\n\nNot written: the table. The reason is above.\n"
