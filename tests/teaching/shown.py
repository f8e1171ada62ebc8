"""The steps of a test as they are shown: without SQLAlchemy's queries to the catalog, and repetitions only once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.teaching.steps import WAITS, Step

# The statements by which SQLAlchemy finds out which tables and columns there are.
REFLECTION = re.compile(r"PRAGMA (?:\w+\.)?(?:table_x?info|foreign_key_list|index_x?info|index_list|table_list)\b")
CATALOGS = ("sqlite_master", "sqlite_temp_master", "pg_catalog.")
VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
CHANGES = ("INSERT", "UPDATE", "DELETE", "DROP TABLE")  # of rows: a dropped table loses its rows
LONGEST_ROUND = 8  # steps
FEWEST_TIMES = 3
PICTURES = {**{code: 0x2400 + code for code in range(32)}, 127: 0x2421}
"""Control characters, which neither a page nor a terminal can show, and Unicode's pictures of them."""


@dataclass(frozen=True)
class Shown:
    """A step, or, with an empty statement, a note about the steps before it."""

    session: str
    sql: str
    answer: str | None = None
    note: str = ""
    error: bool = False


def shown(steps: Sequence[Step]) -> list[Shown]:
    """Return the steps to show, in order."""
    rest = [step for step in steps if not _is_reflection(step.sql)]
    found = []
    while rest:
        length, times = _round(rest)
        found += [
            Shown(step.session, _printable(step.sql), step.answer and _printable(step.answer), error=step.failed)
            for step in rest[:length]
        ]
        if times > 1:
            which = "the same" if length == 1 else f"the last {length} steps"
            found.append(Shown(rest[0].session, "", note=f"{which} {times - 1} more times, with other values"))
        rest = rest[length * times :]
    return found


def decisive(steps: Sequence[Shown]) -> int | None:
    """Return the index of the decisive step: an error, else a wait, else a change, else a query.

    It is the first error or wait, or the last change or query.
    """
    numbered = list(enumerate(steps))
    errors = [index for index, step in numbered if step.error]
    waits = [index for index, step in numbered if step.answer == WAITS]
    changes = [index for index, step in numbered if step.sql.startswith(CHANGES)]
    queries = [index for index, step in numbered if step.sql.startswith(("SELECT", "WITH"))]
    candidates = [*errors[:1], *waits[:1], *changes[-1:], *queries[-1:]]
    return candidates[0] if candidates else None


def _is_reflection(sql: str) -> bool:
    return bool(REFLECTION.match(sql)) or any(catalog in sql for catalog in CATALOGS)


def _round(steps: Sequence[Step]) -> tuple[int, int]:
    """Return the length of the round that the steps begin with, and how often it is repeated; 1, 1 if it is not."""
    shapes = [_shape(step) for step in steps]
    for length in range(1, LONGEST_ROUND + 1):
        times = 1
        while shapes[length * times : length * (times + 1)] == shapes[:length]:
            times += 1
        if times >= FEWEST_TIMES:
            return length, times
    return 1, 1


def _shape(step: Step) -> tuple[str, str, str | None]:
    """Return the part of a step that is the same in a repetition with other values."""
    return step.session, VALUE.sub("?", step.sql), step.answer if step.failed else None


def _printable(text: str) -> str:
    return text.translate(PICTURES).encode("utf-8", "replace").decode("utf-8")
