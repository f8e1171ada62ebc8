"""How the lessons are told: all in a table, or one with the SQL that each session sent, in two columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap

from tests.teaching.diff import changes
from tests.teaching.lesson import Lesson
from tests.teaching.runs import Told
from tests.teaching.shown import Shown, decisive, shown

HEAD = ("pattern", "the failure on SQLite", "the failure on PostgreSQL", "the cure", "module")
WIDTHS = (22, 34, 34, 44, 32)  # characters of the columns of the table
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


def story(lesson: Lesson, runs: Runs, width: int) -> Iterator[str]:
    """Yield the lines that tell one lesson: its docstring, its cure, then what A and B sent and were answered by test.

    No line is longer than the width.
    """
    for line in lesson.docstring:
        yield from wrap(line, width, subsequent_indent="  ")
    for change in changes(lesson):
        yield ""
        yield from wrap(f"The cure: {'; '.join(change.cures)}", width)
        for sign, line in change.lines:
            indentation = " " * (len(line) - len(line.lstrip()))
            pieces = wrap(line.strip(), width - 2, initial_indent=indentation, subsequent_indent=f"{indentation}    ")
            yield from (f"{sign} {piece}".rstrip() for piece in pieces or [""])
    for database, tests in runs.items():
        for test in tests:
            yield ""
            yield from story_of(test, database, width)


def story_of(test: Told, database: str, width: int) -> Iterator[str]:
    """Yield the lines that tell one test: what A and B sent and were answered on the database, and how it ended."""
    yield from wrap(f"{database}: {test.name.removeprefix('test_').replace('_', ' ')}", width)
    yield from _columns(shown(test.steps), width)
    end = f"FAILED: {test.failure}" if test.failure else f"seen: {test.seen}" if test.seen else "passed"
    yield from wrap(end, width, initial_indent="  ", subsequent_indent="    ")


def _columns(steps: Sequence[Shown], width: int) -> Iterator[str]:
    sessions = sorted({step.session for step in steps})
    column = (width - 2 * len(sessions)) // max(1, len(sessions))
    if len(sessions) > 1:
        yield "  " + "  ".join(f"-- {session} ".ljust(column, "-") for session in sessions)
    for index, step in enumerate(steps):
        lines = [*wrap(short(step.sql), column, subsequent_indent="  ")]
        if step.note:
            lines += wrap(f"… {step.note}", column, subsequent_indent="  ")
        if step.answer:
            lines += wrap(f"→ {step.answer}", column, initial_indent="    ", subsequent_indent="      ")
        if index == decisive(steps):
            lines += ["    ← this step decides"]
        indentation = "  " + " " * (column + 2) * sessions.index(step.session)
        yield from (indentation + line for line in lines)


def short(sql: str) -> str:
    """Return the statement with the first of the columns that it selects, where they are many."""
    return re.sub(r"^SELECT ([^,]+), .{20,}? FROM ", r"SELECT \1, … FROM ", sql)
