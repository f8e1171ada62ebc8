"""`python -m tests.teaching [NAME]`: run the lessons on both databases; print a table of all, or the story of one."""

import argparse
import shutil
import sys
from collections.abc import Sequence

from tests.teaching.course import Course
from tests.teaching.lesson import READING_ORDER, Lesson, NoSuchLessonError, all_lessons
from tests.teaching.report import Runs, aligned, markdown, row, story
from tests.teaching.runs import BrokenRunError, run_on_both


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the table or a story; return the exit status, which is 1 if a test failed or none ran."""
    parser = argparse.ArgumentParser(prog="python -m tests.teaching", description="Run and print the lessons.")
    parser.add_argument("name", nargs="?", metavar="NAME", help="a lesson, by its module's name without test_")
    parser.add_argument(
        "--write", action="store_true", help="write the table and the length of the course into tests/README.md"
    )
    options = parser.parse_args(arguments)
    try:
        lessons = [Lesson.named(options.name)] if options.name else all_lessons()
        runs = run_on_both([lesson.module for lesson in lessons])
    except (NoSuchLessonError, BrokenRunError) as error:
        print(error)
        return 1
    failed = failures(runs)
    if options.name:
        print(*story(lessons[0], runs, shutil.get_terminal_size().columns), sep="\n")
    elif not options.write:
        print(*aligned([row(lesson, runs) for lesson in lessons]), sep="\n")
    elif not failed:
        document = READING_ORDER.read_text(encoding="utf-8")
        document = markdown([row(lesson, runs) for lesson in lessons], document)
        READING_ORDER.write_text(Course.of(document).written(document), encoding="utf-8")
    print(*(f"FAILED {test}: what is shown of it is wrong." for test in failed), sep="\n", end="")
    return 1 if failed else 0


def failures(runs: Runs) -> list[str]:
    """Return the tests that failed, as pytest names them."""
    return [f"{test.module}::{test.name}" for tests in runs.values() for test in tests if test.failure]


if __name__ == "__main__":
    sys.exit(main())
