"""What the sessions of a test did, drawn as one lane for each, from the top to the bottom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from markupsafe import Markup

from tests.teaching.book.rendering import rendered
from tests.teaching.shown import Shown, decisive
from tests.teaching.steps import GOES_ON, WAITS
from tests.teaching.telling import short

# All in units of the drawing, which is scaled to the width that there is.
WIDTH, NARROWEST_LANE = 400, 190
NUMBERS = 20  # the column of the steps' numbers
RAIL = 8  # from the left of a lane to its line
TEXT = 20  # from the left of a lane to its text
CHARACTER, LINE = 7.25, 16
HEAD, PADDING, GAP = 26, 5, 6

LOCKS = re.compile(r"INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|BEGIN IMMEDIATE|BEGIN EXCLUSIVE|LOCK|SELECT .* FOR ")
SCHEMA = ("CREATE", "ALTER", "DROP")
IDLE, OPEN, LOCKED, WAITING = "idle", "open", "locked", "waiting"
HOLDS = {"sqlite": "the write lock", "postgresql": "locks"}


@dataclass
class Lane:
    """A session: where its lane begins, and the pieces of its line, each with its state, beginning and end."""

    session: str
    x: float
    rails: list[tuple[str, float, float]] = field(default_factory=list)
    state: str = IDLE
    since: float = HEAD

    def become(self, state: str, y: float) -> None:
        """Go on in another state from here."""
        if state != self.state:
            self.end(y)
            self.state = state

    def end(self, y: float) -> None:
        """Draw the line down to here."""
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

    boxes, told, y, number = [], [], float(HEAD + GAP), 0
    deciding = decisive(steps)
    for index, step in enumerate(steps):
        lane = lanes[step.session]
        before, after = lane.state, _state(step, lane.state, database)
        takes = after == LOCKED != before and step.sql != GOES_ON
        number += bool(step.sql)
        lines = list(_lines(step, characters, takes=HOLDS[database] if takes else "", decides=index == deciding))
        height = LINE * len(lines) + 2 * PADDING
        positioned = [(kind, text, y + PADDING + LINE * place + 12) for place, (kind, text) in enumerate(lines)]
        kind = " ".join([_kind(step), *(["decisive"] if index == deciding else [])])
        box = Box(f"{number}" if step.sql else "", kind, lane.x + TEXT - 4, y, lane_width - TEXT, height, positioned)
        boxes.append(box)
        lane.become(after, y + height / 2)
        told.append(_told(number, step, takes=HOLDS[database] if takes else "", decides=index == deciding))
        y += height + GAP
    for lane in lanes.values():
        lane.end(y)
    return rendered(
        "timeline.svg",
        name=name,
        title=title,
        told=told,
        lanes=lanes.values(),
        boxes=boxes,
        width=width,
        height=y + 4,
        rail=RAIL,
    )


def _state(step: Shown, before: str, database: str) -> str:
    """Return in which state a session is after a step."""
    if step.answer == WAITS:
        return WAITING
    if step.sql.startswith(("COMMIT", "ROLLBACK")) and " TO " not in step.sql:
        return IDLE
    if before == WAITING:
        return OPEN if step.error else LOCKED
    if step.error or step.note or step.answer == "0 rows" or not LOCKS.match(step.sql):
        return OPEN if before == IDLE and not step.note and not step.sql.startswith("PRAGMA") else before
    # Python's driver for SQLite begins no transaction before a change of the schema: it is committed at once.
    return before if database == "sqlite" and before == IDLE and step.sql.startswith(SCHEMA) else LOCKED


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


def _told(number: int, step: Shown, *, takes: str, decides: bool) -> str:
    """Return the step in words, for who does not see the drawing."""
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
