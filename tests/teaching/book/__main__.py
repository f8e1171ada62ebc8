"""`python -m tests.teaching.book [DIRECTORY]`: run the lessons on both databases, and write the book."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.teaching.__main__ import failures
from tests.teaching.book.pages import site
from tests.teaching.course import Course
from tests.teaching.lesson import all_lessons
from tests.teaching.runs import PROJECT, BrokenRunError, run_on_both

DIRECTORY = PROJECT / "book"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the book into the given directory; return the exit status, which is 1 if the book is not written."""
    parser = argparse.ArgumentParser(prog="python -m tests.teaching.book", description="Write the book.")
    parser.add_argument("directory", nargs="?", type=Path, default=DIRECTORY, help="where to write it (default: book/)")
    directory: Path = parser.parse_args(arguments).directory
    try:
        runs = run_on_both([lesson.module for lesson in all_lessons()])
    except BrokenRunError as error:
        print(error)
        return 1
    if failed := failures(runs):
        print("The book is not written, since these tests fail, and it would be wrong. Mend them, or their lessons:")
        print(*failed, sep="\n")
        return 1
    if others := [path.name for path in directory.glob("*") if path.suffix not in (".html", ".css")]:
        print(f"{directory} has files that are not the book's: {', '.join(others)}. Name another directory.")
        return 1
    write(directory, site(Course.read(), runs))
    print(f"Open {directory / 'index.html'}")
    return 0


def write(directory: Path, files: Mapping[str, str]) -> None:
    """Write the files into the directory, which replaces an earlier book."""
    directory.mkdir(parents=True, exist_ok=True)
    for path in directory.iterdir():
        path.unlink()
    for name, content in files.items():
        (directory / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
