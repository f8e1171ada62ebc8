"""The lessons as text: a table of all, or the story of one, with the SQL that each session sent, in two columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any

from tests.teaching.diff import changes
from tests.teaching.lesson import Lesson
from tests.teaching.runs import Result
from tests.teaching.shown import Shown, decisive, shown

HEAD = ("pattern", "the failure on SQLite", "the failure on PostgreSQL", "the cure", "module")
WIDTHS = (22, 34, 34, 44, 32)  # characters of the columns of the table
TABLE = re.compile(rf"(?<=\| {re.escape(' | '.join(HEAD))} \|\n)(\|[-|]+\|\n)(?:\|.*\n)*")
ENTRY = re.compile(r"(?P<file>\S.*):\d+: in (?P<function>.+)")

Row = tuple[str, ...]
Runs = Mapping[str, Sequence[Result]]
"""The results of the tests on each database."""


def row(lesson: Lesson, runs: Runs) -> Row:
    """Return the row of a lesson in the table, in the order of HEAD."""
    failures = [seen(lesson, tests, naive=True) for tests in runs.values()]
    outcomes = dict.fromkeys(seen(lesson, tests, naive=False) for tests in runs.values())
    return (lesson.pattern, *failures, f"{'; '.join(lesson.cures)} → {' / '.join(outcomes)}", f"test_{lesson.name}.py")


def seen(lesson: Lesson, tests: Sequence[Result], *, naive: bool) -> str:
    """Return what the first test of one half of the lesson saw, "nothing" if none was run."""
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
    """Yield the story of one lesson: its docstring, its cure, then for each test the statements and their answers.

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


def story_of(test: Result, database: str, width: int) -> Iterator[str]:
    """Yield the story of one test: how it failed, if it did, and the statements of A and B with their answers."""
    yield from wrap(f"{database}: {test.name.removeprefix('test_').replace('_', ' ')}", width)
    if test.failure:
        yield from _own_code(test, width)
        yield from _wrapped(f"FAILED: {_message(test.failure)}", width, max_lines=2, placeholder=" …")
    yield from _columns(shown(test.steps), width)
    if not test.failure:
        yield from _wrapped(f"seen: {test.seen}" if test.seen else "passed", width)


def _wrapped(text: str, width: int, **options: Any) -> list[str]:
    return wrap(text, width, initial_indent="  ", subsequent_indent="    ", **options)


def _own_code(test: Result, width: int) -> Iterator[str]:
    """Yield the lines of the test's module that led to the failure, without numbers, since it may be a copy."""
    own = False
    for line in test.traceback.splitlines():
        if entry := ENTRY.fullmatch(line):
            own = Path(entry["file"]).name == Path(test.module).name
            if own:
                yield f"    in {entry['function']}"
        elif own and line.startswith("    ") and line.strip(" ^"):
            yield from wrap(line.strip(), width, initial_indent=" " * 8, subsequent_indent=" " * 12)


def _message(failure: str) -> str:
    """Return the error's class and message, without the SQL and without pytest's difference."""
    return re.sub(r"^[\w.]+\.(?=\w+:)", "", re.split(r"\n(?:\[SQL: |  \n)", failure)[0])


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
    """Return the statement, with only the first selected column if there are many."""
    return re.sub(r"^SELECT ([^,]+), .{20,}? FROM ", r"SELECT \1, … FROM ", sql)
