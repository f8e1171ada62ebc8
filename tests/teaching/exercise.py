"""`python -m tests.teaching.exercise NAME [--hint]`: write a lesson without its cure to a file, or check that file."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.teaching.lesson import Lesson, NoSuchLessonError
from tests.teaching.practice import BrokenPracticeError, MissingDefinitionError, Practice, objects, with_definitions
from tests.teaching.report import story_of
from tests.teaching.runs import PROJECT, BrokenRunError, run_on_both

DIRECTORY = PROJECT / "exercises"
HEAD = """\
# Exercise: define {objects}, so that the tests are green on both databases.
# Run `nox -s exercise -- {name}` to check them. Add --hint for the next of three hints.
# The check puts your definitions into a fresh copy of the lesson, and runs the tests of that copy.
"""


def main(arguments: Sequence[str] | None = None, directory: Path = DIRECTORY) -> int:
    """Write the exercise to the directory, give a hint, or check it; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.teaching.exercise", description="Practise a lesson.")
    parser.add_argument("name", metavar="NAME", help="a lesson, by its module's name without test_")
    parser.add_argument("--hint", action="store_true", help="give the next of three hints")
    options = parser.parse_args(arguments)
    try:
        lesson = Lesson.named(options.name)
        practice = Practice.of(lesson)
    except (NoSuchLessonError, BrokenPracticeError) as error:
        print(error)
        return 1
    file = directory / f"test_{lesson.name}.py"
    hints = directory / f"{lesson.name}.hints"
    if not file.exists():
        hints.unlink(missing_ok=True)
        lay_out(lesson, file)
        if not options.hint:
            return 0
    if options.hint:
        give_hint(practice, hints)
        return 0
    return check(lesson, file)


def lay_out(lesson: Lesson, file: Path) -> None:
    """Write the exercise into the file, and print what to do."""
    file.parent.mkdir(exist_ok=True)
    head = HEAD.format(objects=_objects(lesson), name=lesson.name)
    source = head + lesson.without_cure()
    file.write_text(source, encoding="utf-8")
    lines = [
        f"{number}" for number, line in enumerate(source.splitlines(), 1) if line.strip().startswith("# Your cure: ")
    ]
    print(f"{file.parent.name}/{file.name} is the lesson without its cure.")
    print(f"Define {_objects(lesson)}: the cure belongs in line {' and '.join(lines)}.")
    print(f"Run `nox -s exercise -- {lesson.name}` again: it is red now, and green with your cure.")
    print("Add --hint for the next of three hints. To start again, delete the file.")


def give_hint(practice: Practice, given: Path) -> None:
    """Print the hints so far and the next one; the file keeps their number."""
    count = len(given.read_text(encoding="utf-8").splitlines()) if given.exists() else 0
    hints = list(practice.hints[: count + 1])
    given.write_text("".join(f"Hint {number} was given.\n" for number in range(1, len(hints) + 1)), encoding="utf-8")
    for number, hint in enumerate(hints, 1):
        print(f"Hint {number} of {len(practice.hints)}: {hint}")
    if count >= len(practice.hints):
        print(f"There is no further hint. {practice.lesson.module} shows the cure.")


def check(lesson: Lesson, file: Path) -> int:
    """Run the lesson's tests with the definitions of the file, and print the result; return the exit status."""
    name = f"{file.parent.name}/{file.name}"
    try:
        source = with_definitions(lesson, file.read_text(encoding="utf-8"))
    except SyntaxError as error:
        print(f"{name}, line {error.lineno}: {error.msg}.")
        return 1
    except MissingDefinitionError as error:
        print(f"{name}: {error}. The tests need this name.")
        return 1
    with TemporaryDirectory() as directory:
        copy = Path(directory) / file.name
        copy.write_text(source, encoding="utf-8")
        try:
            runs = run_on_both([str(copy)])
        except BrokenRunError as error:
            print(f"{name} cannot be run.\n{error}")
            return 1
    failed = {database: [test for test in tests if test.failure] for database, tests in runs.items()}
    for database, tests in failed.items():
        if tests:
            print(*story_of(tests[0], database, shutil.get_terminal_size().columns), "", sep="\n")
    for database, tests in failed.items():
        print(f"{database}: {len(tests)} of {len(runs[database])} tests red." if tests else f"{database}: green.")
        print(*(f"  {test.name}" for test in tests), sep="\n", end="\n" if tests else "")
    if any(failed.values()):
        print(f"Stuck? `nox -s exercise -- {lesson.name} --hint` gives the next of three hints.")
        return 1
    print(f"Compare your cure with the one in {lesson.module}.")
    return 0


def _objects(lesson: Lesson) -> str:
    return " and ".join(f"`{name}`" for name in objects(lesson))


if __name__ == "__main__":
    sys.exit(main())
