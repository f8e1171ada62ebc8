"""`python -m tests.teaching.exercise NAME`: lay out a lesson without its cure; once it is there, run it."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.teaching.lesson import Lesson, NoSuchLessonError
from tests.teaching.runs import PLUGINS, PROJECT

DIRECTORY = PROJECT / "exercises"


def main(arguments: Sequence[str] | None = None, directory: Path = DIRECTORY) -> int:
    """Lay the exercise out in the directory, or run it on both databases; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.teaching.exercise", description="Practise a lesson.")
    parser.add_argument("name", metavar="NAME", help="a lesson, by its module's name without test_")
    try:
        lesson = Lesson.named(parser.parse_args(arguments).name)
    except NoSuchLessonError as error:
        print(error)
        return 1
    file = directory / f"test_{lesson.name}.py"
    if not file.exists():
        lay_out(lesson, file)
        return 0
    for database in ("sqlite", "postgresql"):
        pytest = [sys.executable, "-m", "pytest", *PLUGINS, "--tb=short", "--database", database, str(file)]
        status = subprocess.run(pytest, cwd=PROJECT, check=False).returncode
        if status:
            print(f"Red on {database}. {lesson.module} shows the cure, and `nox -s patterns -- {lesson.name}` its SQL.")
            return status
    print(f"Green on both databases. Compare your cure with that of {lesson.module}.")
    return 0


def lay_out(lesson: Lesson, file: Path) -> None:
    """Write the exercise into the file, and say what to do."""
    file.parent.mkdir(exist_ok=True)
    source = lesson.without_cure()
    file.write_text(source, encoding="utf-8")
    lines = [
        f"{number}" for number, line in enumerate(source.splitlines(), 1) if line.strip().startswith("# Your cure: ")
    ]
    print(
        f"{file.parent.name}/{file.name} is the lesson without its cure, which belongs in line {' and '.join(lines)}."
    )
    print(f"Run `nox -s exercise -- {lesson.name}` again to see it red, and with your cure green.")
    print("To begin anew, delete the file.")


if __name__ == "__main__":
    sys.exit(main())
