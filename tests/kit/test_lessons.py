"""Every lesson has the same form, and is listed in tests/README.md."""

import ast
import re
from itertools import takewhile
from statistics import median
from urllib.parse import urlsplit

import pytest

from tests.teaching.lesson import READING_ORDER, Lesson, NoSuchLessonError, all_lessons
from tests.teaching.report import HEAD, story
from tests.teaching.runs import Result
from tests.teaching.steps import Step

LESSONS = all_lessons()
README = READING_ORDER.read_text(encoding="utf-8")
# The hosts of official manuals and of papers.
SOURCES = {
    "alembic.sqlalchemy.org",
    "arxiv.org",
    "docs.pydantic.dev",
    "docs.python.org",
    "docs.sqlalchemy.org",
    "doi.org",
    "fastapi.tiangolo.com",
    "sqlite.org",
    "www.postgresql.org",
    "www.starlette.io",
    "www.usenix.org",
}
SEEN = re.compile(r"\bseen(?:\.raises|\.refusal)?\(")

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])


def readme_row(lesson: Lesson) -> dict[str, str]:
    """Return the row of a lesson in the table of tests/README.md; empty if there is none."""
    rows = [line.strip("| ").split(" | ") for line in README.splitlines() if line.startswith("| ")]
    told = next((cells for cells in rows if cells[-1] == f"test_{lesson.name}.py"), [])
    return {head: re.sub(r"\\([|<])", r"\1", cell) for head, cell in zip(HEAD, told, strict=bool(told))}


@every_lesson
def test_a_lesson_begins_with_four_lines(lesson: Lesson) -> None:
    """The pattern, the failure that it prevents, and how it shows on each database."""
    pattern, *rest = lesson.docstring[:4]
    assert re.sub(r"\W+", "_", lesson.pattern.lower()) == lesson.name
    assert [line.partition(":")[0] for line in rest] == ["Prevents", "On SQLite", "On PostgreSQL"]
    assert all(line.endswith(".") and ": " in line for line in (pattern, *rest))


@every_lesson
def test_a_lesson_says_when_not_to_use_it_and_names_alternatives_in_a_line_each(lesson: Lesson) -> None:
    """`When not: …` and `Alternatives: …`, before the sources."""
    lines = list(takewhile(lambda line: line != "Sources:", lesson.docstring[4:]))
    assert [line.partition(": ")[0] for line in lines] == ["When not", "Alternatives"], f"{lesson.module} has {lines}."
    assert all(line.endswith(".") for line in lines)


@every_lesson
def test_a_lesson_names_the_pages_that_back_it(lesson: Lesson) -> None:
    """After `Sources:`, one `- Title, https://…` a line: manuals of the databases and libraries, a paper or an RFC."""
    assert "Sources:" in lesson.docstring, f"{lesson.module} names no sources at the end of its docstring."
    lines = lesson.docstring[lesson.docstring.index("Sources:") + 1 :]
    assert lines == [f"- {title}, {address}" for title, address in lesson.sources] != []
    hosts = {urlsplit(address).hostname for _, address in lesson.sources}
    assert hosts <= SOURCES, f"Cite an official manual, a paper or an RFC: {', '.join(sorted(SOURCES))}."


@every_lesson
def test_a_lesson_has_a_naive_half_and_a_cure_and_says_what_each_shows(lesson: Lesson) -> None:
    assert [name for name in lesson.tests if not name.startswith(("test_naive_", "test_cure_"))] == []
    functions = [node for node in ast.parse(lesson.source).body if isinstance(node, ast.FunctionDef)]
    for half in ("test_naive_", "test_cure_"):
        bodies = [ast.unparse(node) for node in functions if node.name.startswith(half)]
        assert any(SEEN.search(body) for body in bodies), f"No {half}… calls seen(…), seen.raises(…) or seen.refusal()."


@every_lesson
def test_a_lesson_marks_its_cure(lesson: Lesson) -> None:
    """Between `# cure: what to do` and `# end of cure`, inside a function or a class."""
    marks = (lesson.source.count("# cure:"), lesson.source.count("# end of cure"))
    assert marks == (len(lesson.cures),) * 2 != (0, 0)
    assert all(len(what) <= 75 and what[0].islower() and what[-1] != "." for what in lesson.cures)


def test_an_async_function_without_its_cure_raises() -> None:
    assert "    raise NotImplementedError(" in Lesson.named("async_session").without_cure()


@every_lesson
def test_a_lesson_is_in_the_reading_order(lesson: Lesson) -> None:
    link = f"[{lesson.pattern}]({lesson.module.removeprefix('tests/')})"
    assert README.count(link) == 1, f"tests/README.md needs {link}"


def test_every_lesson_that_the_readme_names_exists() -> None:
    named = re.findall(r"\(patterns/test_(\w+)\.py\)", README)
    assert set(named) == {lesson.name for lesson in LESSONS}


@every_lesson
def test_a_lesson_is_in_the_readme_and_fails_without_its_cure_on_a_database(lesson: Lesson) -> None:
    row = readme_row(lesson)
    assert row, "It is missing in the table of tests/README.md: run `nox -s update`."
    assert not all(row[failure].startswith("no failure") for failure in HEAD[1:3])


def test_the_lessons_are_short() -> None:
    lengths = [lesson.source.count("\n") - len(lesson.docstring) for lesson in LESSONS]
    assert median(lengths) < 100
    assert max(lengths) <= 250


def test_the_error_about_an_unknown_lesson_names_the_lessons() -> None:
    with pytest.raises(NoSuchLessonError, match=r"no lesson 'x'. There are .*eager_loading"):
        Lesson.named("x")


def test_a_story_shows_the_steps_of_each_session_in_a_column_of_its_own() -> None:
    steps = [Step("A", "BEGIN"), Step("B", "SELECT 1", "1"), Step("A", "COMMIT")]
    test = Result("tests/patterns/test_x.py", "test_cure_both_go_on", "", "1 row", steps)

    told = [line.split() for line in story(Lesson.named("lost_update"), {"sqlite": [test]}, 80)]

    assert told[told.index(["sqlite:", "cure", "both", "go", "on"]) :] == [
        ["sqlite:", "cure", "both", "go", "on"],
        ["--", "A", "-" * 33, "--", "B", "-" * 33],
        ["BEGIN"],
        ["SELECT", "1"],
        ["→", "1"],
        ["←", "this", "step", "decides"],
        ["COMMIT"],
        ["seen:", "1", "row"],
    ]
