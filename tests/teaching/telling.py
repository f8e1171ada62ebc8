"""How the lessons are told: all in a table, or one with the SQL that each session sent, in two columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap

from tests.teaching.lesson import Lesson
from tests.teaching.runs import Told
from tests.teaching.steps import Step

HEAD = ("pattern", "the failure on SQLite", "the failure on PostgreSQL", "the cure", "module")
WIDTHS = (22, 34, 34, 44, 32)  # characters of the columns of the table
SQL_WIDTH = 56  # characters of a column of SQL
TABLE = re.compile(rf"(?<=\| {re.escape(' | '.join(HEAD))} \|\n)(\|[-|]+\|\n)(?:\|.*\n)*")

Row = tuple[str, ...]
Runs = Mapping[str, Sequence[Told]]
"""What the tests told on each database."""


def row(lesson: Lesson, runs: Runs) -> Row:
    """Return what the table says of a lesson, in the order of HEAD."""
    failures = [seen(lesson, tests, naive=True) for tests in runs.values()]
    outcomes = dict.fromkeys(seen(lesson, tests, naive=False) for tests in runs.values())
    return (lesson.pattern, *failures, f"{'; '.join(lesson.cures)} → {' / '.join(outcomes)}", f"test_{lesson.name}.py")


def seen(lesson: Lesson, tests: Sequence[Told], *, naive: bool) -> str:
    """Return what was seen first in one half of the lesson, "nothing" where it was not run."""
    of_half = (test.seen for test in tests if test.seen and (test.lesson, test.naive) == (lesson.name, naive))
    return next(of_half, "nothing")


def aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of the table, for a terminal."""
    for cells in (HEAD, *rows):
        columns = [wrap(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
        for line in zip_longest(*columns, fillvalue=""):
            yield "  ".join(map(str.ljust, line, WIDTHS)).rstrip()
        yield ""


def markdown(rows: Sequence[Row], document: str) -> str:
    """Return the document, with the rows in place of those of its table."""
    escaped = ([re.sub(r"([|<])", r"\\\1", cell) for cell in cells] for cells in rows)
    lines = "".join(f"| {' | '.join(cells)} |\n" for cells in escaped)
    return TABLE.sub(lambda match: match[1] + lines, document)


def story(lesson: Lesson, runs: Runs) -> Iterator[str]:
    """Yield the lines that tell one lesson: its docstring, then test by test what A and B sent and were answered."""
    yield from lesson.docstring
    for database, tests in runs.items():
        for test in tests:
            yield ""
            yield from story_of(test, database)


def story_of(test: Told, database: str) -> Iterator[str]:
    """Yield the lines that tell one test: what A and B sent and were answered on the database, and how it ended."""
    yield f"{database}: {test.name.removeprefix('test_').replace('_', ' ')}"
    yield from _columns(test.steps)
    yield f"  FAILED: {test.failure}" if test.failure else f"  seen: {test.seen}" if test.seen else "  passed"


def _columns(steps: Sequence[Step]) -> Iterator[str]:
    sessions = sorted({step.session for step in steps})
    if len(sessions) > 1:
        yield "  " + "  ".join(f"-- {session} ".ljust(SQL_WIDTH, "-") for session in sessions)
    for step in steps:
        indentation = "  " + " " * (SQL_WIDTH + 2) * sessions.index(step.session)
        lines = wrap(_short(step.sql), SQL_WIDTH, subsequent_indent="  ")
        if step.answer:
            lines += wrap(f"→ {step.answer}", SQL_WIDTH, initial_indent="    ", subsequent_indent="      ")
        yield from (indentation + line for line in lines)


def _short(sql: str) -> str:
    """Return the statement with the first of the columns that it selects, where they are many."""
    return re.sub(r"^SELECT ([^,]+), .{20,}? FROM ", r"SELECT \1, … FROM ", sql)
