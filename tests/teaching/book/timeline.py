"""The steps of a test, drawn from top to bottom, with a lane for each session."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from markupsafe import Markup

from tests.teaching.book.rendering import rendered
from tests.teaching.report import short
from tests.teaching.shown import Shown, decisive
from tests.teaching.steps import GOES_ON, WAITS

# All in units of the drawing, which is scaled to the width of the page.
WIDTH, NARROWEST_LANE = 400, 190
NUMBERS = 20  # the column of the steps' numbers
RAIL = 8  # from the left of a lane to its line
TEXT = 20  # from the left of a lane to its text
CHARACTER, LINE = 7.25, 16
HEAD, PADDING, GAP = 26, 5, 6

LOCKS = re.compile(
    r"INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|LOCK|BEGIN (?:IMMEDIATE|EXCLUSIVE)"
    r"|SELECT .* FOR (?:NO KEY |KEY )?(?:UPDATE|SHARE)"
)
BEGINS, ENDS, RELEASES = ("BEGIN", "SAVEPOINT"), ("COMMIT", "ROLLBACK"), ("COMMIT", "ROLLBACK", "RELEASE")
CHANGES, SCHEMA = ("INSERT", "UPDATE", "DELETE"), ("CREATE", "ALTER", "DROP")
IDLE, OPEN, LOCKED, WAITING = "idle", "open", "locked", "waiting"
HOLDS = {"sqlite": "the write lock", "postgresql": "locks"}


@dataclass
class Lane:
    """A session: the left edge of its lane, and the pieces of its line, each with its state, beginning and end.

    Its locks are derived from its statements and their answers, not queried from the database.
    """

    session: str
    x: float
    rails: list[tuple[str, float, float]] = field(default_factory=list)
    state: str = IDLE
    in_savepoint: bool = False
    since: float = HEAD

    def take(self, step: Shown, state: str, y: float) -> None:
        """Take a step; the state is this one from here on."""
        if step.sql.startswith(("SAVEPOINT", *RELEASES)):
            self.in_savepoint = step.sql.startswith("SAVEPOINT")
        if state != self.state:
            self.end(y)
            self.state = state

    def end(self, y: float) -> None:
        """Draw the line down to this place."""
        self.rails.append((self.state, self.since, y))
        self.since = y


@dataclass(frozen=True)
class Box:
    """A step as it is drawn: its number, its kind, and its lines of text, each with its kind."""

    number: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: list[tuple[str, str, float]]


def timeline(name: str, database: str, title: str, steps: Sequence[Shown]) -> Markup:
    """Return the drawing of the steps of a test on "sqlite" or "postgresql"; its ids begin with the name."""
    sessions = sorted({step.session for step in steps})
    width = max(WIDTH, NUMBERS + NARROWEST_LANE * len(sessions))
    lane_width = (width - NUMBERS) / len(sessions)
    lanes = {session: Lane(session, NUMBERS + lane_width * index) for index, session in enumerate(sessions)}
    characters = int((lane_width - TEXT - PADDING) / CHARACTER)

    boxes, descriptions, y, number = [], [], float(HEAD + GAP), 0
    deciding = decisive(steps)
    for index, step in enumerate(steps):
        lane, decides = lanes[step.session], index == deciding
        number += bool(step.sql)
        state = _state(step, lane, database)
        takes = HOLDS[database] if state == LOCKED and LOCKED not in lane.state and step.sql != GOES_ON else ""
        lines = list(_lines(step, characters, takes=takes, decides=decides))
        box = Box(
            number=f"{number}" if step.sql else "",
            kind=f"{_kind(step)} decisive" if decides else _kind(step),
            x=lane.x + TEXT - 4,
            y=y,
            width=lane_width - TEXT,
            height=LINE * len(lines) + 2 * PADDING,
            lines=[(kind, text, y + PADDING + LINE * place + 12) for place, (kind, text) in enumerate(lines)],
        )
        boxes.append(box)
        descriptions.append(_in_words(number, step, takes=takes, decides=decides))
        lane.take(step, state, y + box.height / 2)
        y += box.height + GAP
    for lane in lanes.values():
        lane.end(y)
    return rendered(
        "timeline.svg",
        name=name,
        title=title,
        descriptions=descriptions,
        lanes=lanes.values(),
        boxes=boxes,
        width=width,
        height=y + 4,
        rail=RAIL,
    )


def _state(step: Shown, lane: Lane, database: str) -> str:
    """Return the state of a lane's session after a step."""
    holds = LOCKED if LOCKED in lane.state else OPEN if lane.state == WAITING else lane.state
    if step.answer == WAITS:
        return f"{LOCKED} {WAITING}" if holds == LOCKED else WAITING
    if step.sql.startswith(ENDS) and " TO " not in step.sql:
        return IDLE
    if step.error:
        return _after_an_error(step, lane, holds, database)
    if step.sql == GOES_ON or _locks(step, holds, database):
        return LOCKED
    return OPEN if holds == IDLE and step.sql.startswith((*BEGINS, *CHANGES)) else holds


def _after_an_error(step: Shown, lane: Lane, holds: str, database: str) -> str:
    if holds == IDLE:
        # Python's driver for SQLite begins a transaction before it sends a change.
        return OPEN if step.sql.startswith(CHANGES) else IDLE
    # PostgreSQL ends the transaction, or its part since a savepoint, and releases the locks of that.
    return holds if database == "sqlite" or lane.in_savepoint else OPEN


def _locks(step: Shown, holds: str, database: str) -> bool:
    """Return whether the session has a lock after a step without an error."""
    if not LOCKS.match(step.sql):
        return False
    if database == "sqlite":
        # The driver begins no transaction before a change of the schema, which is committed at once.
        return holds != IDLE or not step.sql.startswith(SCHEMA)
    return step.answer != "0 rows"


def _kind(step: Shown) -> str:
    if step.error:
        return "error"
    if step.answer == WAITS:
        return "waits"
    return "note" if step.note else "step"


def _lines(step: Shown, characters: int, *, takes: str, decides: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines of a step, each with its kind."""
    yield from (("sql", line) for line in wrap(short(step.sql), characters, subsequent_indent=" "))
    if step.note:
        yield from (("note", line) for line in wrap(f"… {step.note}", characters))
    if step.answer:
        mark = "✗" if step.error else "…" if step.answer == WAITS else "→"
        kind = "failed" if step.error else "answer"
        yield from ((kind, line) for line in wrap(f"{mark} {step.answer}", characters, subsequent_indent="  "))
    if takes:
        yield "lock", f"takes {takes}"
    if decides:
        yield "deciding", "★ this step decides"


def _in_words(number: int, step: Shown, *, takes: str, decides: bool) -> str:
    """Return the step in words, for readers who cannot see the drawing."""
    if step.note:
        return f"{step.session}: {step.note}."
    words = f"{number}. {step.session}: {short(step.sql)}."
    if step.answer == WAITS:
        words += f" {step.session} waits."
    elif step.answer:
        words += f" {'Error' if step.error else 'Answer'}: {step.answer}."
    if takes:
        words += f" {step.session} holds {takes} from here on."
    return words + (" This step decides." if decides else "")
