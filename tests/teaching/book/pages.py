"""The pages of the book, and its style sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from tests.teaching.book.code import highlighted
from tests.teaching.book.rendering import rendered
from tests.teaching.book.timeline import timeline
from tests.teaching.course import Course
from tests.teaching.diff import Change, changes
from tests.teaching.lesson import READING_ORDER, Lesson
from tests.teaching.report import HEAD, Runs, row
from tests.teaching.runs import Result
from tests.teaching.shown import shown

STYLE = Path(__file__).with_name("book.css")
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Scene:
    """What a test saw on one database, and its drawing, which is empty if no session sent anything."""

    database: str
    seen: str
    drawing: Markup


@dataclass(frozen=True)
class Scenes:
    """A test on both databases: its name in words, and whether it is of the naive half."""

    id: str
    title: str
    naive: bool
    scenes: list[Scene]


def site(course: Course, runs: Runs) -> dict[str, str]:
    """Return the files of the book, each by its name."""
    lessons = [lesson for chapter in course.chapters for lesson, _ in chapter.lessons]
    document = READING_ORDER.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (.+)\n\n((?:(?!##? ).*\n)*)", document, re.MULTILINE))
    introduction = re.findall(r"^# .+\n\n((?:(?!## ).*\n)*)", document)[0]
    rows = [(lesson, row(lesson, runs)[1:-1]) for lesson in lessons]
    files = {
        "book.css": STYLE.read_text(encoding="utf-8"),
        "index.html": rendered(
            "index.html",
            introduction=introduction,
            sections=sections,
            course=course,
        ),
        "failures.html": rendered("failures.html", head=HEAD[:-1], rows=rows),
    }
    for before, lesson, after in zip([None, *lessons], lessons, [*lessons[1:], None], strict=False):
        files[f"{lesson.name}.html"] = rendered(
            "lesson.html",
            lesson=lesson,
            before=before,
            after=after,
            changes=[(change, _rows(change)) for change in changes(lesson)],
            tests=list(_tests(lesson, runs)),
            source=highlighted(lesson.source.splitlines()),
        )
    return files


def in_words(name: str) -> str:
    """Return the title of a test: its name in words, and its parameters."""
    test, _, parameters = name.removesuffix("]").partition("[")
    words = test.split("_", 2)[2].replace("_", " ")
    for database, proper_name in NAMES.items():
        words = re.sub(rf"\b{database}\b", proper_name, words)
    title = words[0].upper() + words[1:]
    return f"{title}: {parameters.replace('_', ' ')}" if parameters else title


def _rows(change: Change) -> list[tuple[str, Markup]]:
    """Return the lines of a change with their signs; each side is highlighted as a whole."""
    sides = {
        side: iter(highlighted([line for sign, line in change.lines if sign in (side, " ")])) for side in ("-", "+")
    }
    rows = []
    for sign, _ in change.lines:
        lines = {side: next(sides[side]) for side in ("-", "+") if sign in (side, " ")}
        rows.append((sign, next(iter(lines.values()))))
    return rows


def _tests(lesson: Lesson, runs: Runs) -> Iterator[Scenes]:
    """Yield the tests of a lesson, each with its results on both databases."""
    by_database = {
        database: {test.name: test for test in tests if test.lesson == lesson.name} for database, tests in runs.items()
    }
    names = dict.fromkeys(name for tests in by_database.values() for name in tests)
    for number, name in enumerate(names, 1):
        title = in_words(name)
        scenes = [
            _scene(f"{database}-{number}", database, title, tests[name]) for database, tests in by_database.items()
        ]
        yield Scenes(f"test-{number}", title, name.startswith("test_naive_"), scenes)


def _scene(id_: str, database: str, title: str, test: Result) -> Scene:
    steps = shown(test.steps)
    drawing = timeline(id_, database, f"{title}, on {NAMES[database]}", steps) if steps else Markup("")
    return Scene(NAMES[database], test.seen, drawing)
