"""Run a replay: from the names of two sides to a finding for each change."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from ..drift import Verdict
from ..findings import Finding, Level, Shown, counted
from ..sources import NOWHERE, Source, compared
from .judge import Judge
from .outcomes import Outcome
from .sending import Sender
from .side import Side
from .sides import Given, begun
from .values import Values

LEVELS = {Outcome.CONFIRMED: Level.ERROR, Outcome.NOT_REACHED: Level.WARNING, Outcome.REFUTED: Level.NOTICE}


def replay(old: str, new: str, directory: Path, given: Given) -> list[Finding]:
    """Replay the changes between two applications.

    Args:
        old: What clients rely on: a URL, `package.module:app`, or a commit.
        new: What will replace it: a URL, or `package.module:app`.
        directory: The project's directory.
        given: The options of the user.

    Returns:
        A summary, and a finding for each breaking or undecided change, which is an error if the change is confirmed.

    Raises:
        CannotCheckError: A side does not exist, or its document cannot be compared.
    """
    with ExitStack() as stack:
        waiting = [
            begun("old", old, new, directory, given, stack),
            begun("new", new, old, directory, given, stack),
        ]
        before, after = (wait() for wait in waiting)
        return list(findings_of(before, after, given))


def findings_of(old: Side, new: Side, given: Given) -> Iterator[Finding]:
    """Give the findings of two sides that are ready; raises CannotCheckError."""
    changes = compared(Source(old.name, old.document), Source(new.name, new.document)).changes
    grave = [one for one in changes if one.verdict.gravity >= Verdict.UNDECIDED.gravity]
    values = Values()
    judge = Judge(Sender(old, values, given.examples), Sender(new, values, given.examples), values)
    seen = [judge.of(change) for change in grave]
    counts = Counter(one.outcome for one in seen)
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    title = f"From {old.name} to {new.name}: {counted(changes)}"
    yield Finding(Level.NOTICE, f"{title}: {told}." if told else f"{title}.")
    for change, one in zip(grave, seen, strict=True):
        level = LEVELS[one.outcome]
        shown = Shown(change, level, NOWHERE, outcome=one.outcome)
        yield Finding(level, f"{one.outcome.capitalize()}: {one.reason}", changes=(shown,), diff=one.lines)
