"""`python -m tests.teaching.refusals [NAME ...]`: put wrong cures into the lessons, and report those that pass.

Exits with 1 if the tests of a lesson accept a wrong cure, or refuse the right one.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.teaching.lesson import Lesson, NoSuchLessonError, all_lessons
from tests.teaching.practice import BrokenPracticeError, Practice, with_code, with_definitions
from tests.teaching.runs import NO_TRACEBACKS, BrokenRunError, Result, run_on_both

RIGHT = "right"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the exercises that the arguments name, or all of them; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.teaching.refusals", description="Try wrong cures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a lesson, by its module's name without test_")
    names = parser.parse_args(arguments).names
    try:
        lessons = [Lesson.named(name) for name in names] or all_lessons()
        return check([Practice.of(lesson) for lesson in lessons])
    except (NoSuchLessonError, BrokenPracticeError, BrokenRunError) as error:
        print(error)
        return 1


def check(exercises: Sequence[Practice]) -> int:
    """Print a line for each exercise; return 0 if every wrong cure is refused and every right one accepted, else 1.

    Raises BrokenRunError if a cure cannot be run at all.
    """
    with TemporaryDirectory() as directory:
        tests = [test for exercise in exercises for test in lay_out(exercise, Path(directory))]
        # A wrong cure may leave a connection open, and the warning about it would make the test of another cure fail.
        runs = run_on_both([*tests, NO_TRACEBACKS, "-p", "no:unraisableexception"])
    mistakes = 0
    for exercise in exercises:
        lines = list(complaints(exercise, runs))
        print(f"{exercise.lesson.name}: {len(exercise.wrong_cures)} wrong cures", *lines, sep="\n  ", flush=True)
        mistakes += len(lines)
    wrong = sum(len(exercise.wrong_cures) for exercise in exercises)
    if mistakes:
        print(f"{mistakes} of {wrong} wrong and {len(exercises)} right cures have an unexpected result, see above.")
        return 1
    print(f"{wrong} wrong cures are refused, {len(exercises)} right ones accepted, on both databases.")
    return 0


def lay_out(exercise: Practice, directory: Path) -> Iterator[str]:
    """Write the lesson once with each cure, and yield the tests to run: for the right cure, all tests."""
    lesson = exercise.lesson
    right = with_definitions(lesson, lesson.source)
    yield _written(directory / RIGHT, lesson, right)
    for number, cure in enumerate(exercise.wrong_cures):
        yield f"{_written(directory / f'{number}', lesson, with_code(lesson, cure))}::{cure.refused_by}"


def complaints(exercise: Practice, runs: Mapping[str, Sequence[Result]]) -> Iterator[str]:
    """Yield a line for each result that differs from the exercise's file."""
    for database, tests in runs.items():
        for test in _failed(exercise, RIGHT, tests):
            yield f"{database}: {test.name} refuses the right cure: {_first_line(test)}"
        for number, cure in enumerate(exercise.wrong_cures):
            failed = _failed(exercise, f"{number}", tests)
            if failed and failed[0].failure.startswith("NameError"):
                yield f"{database}: {cure.name!r} cannot be run: {_first_line(failed[0])}"
            elif failed and database not in cure.on:
                yield f"{database}: {cure.refused_by} refuses {cure.name!r}: {_first_line(failed[0])}"
            elif not failed and database in cure.on:
                yield f"{database}: {cure.refused_by} accepts {cure.name!r}. Sharpen it."


def _written(directory: Path, lesson: Lesson, source: str) -> str:
    """Write the module of a lesson into the directory; return its path."""
    directory.mkdir(exist_ok=True)
    file = directory / f"test_{lesson.name}.py"
    file.write_text(source, encoding="utf-8")
    return str(file)


def _failed(exercise: Practice, directory: str, tests: Sequence[Result]) -> list[Result]:
    of_cure = [
        test for test in tests if test.lesson == exercise.lesson.name and Path(test.module).parent.name == directory
    ]
    return [test for test in of_cure if test.failure]


def _first_line(test: Result) -> str:
    return test.failure.splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
