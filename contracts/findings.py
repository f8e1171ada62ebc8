"""What a command has to say."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .drift import Change, Verdict
from .sources import NOWHERE, Place, Source
from .sources.lines import lines_of


class Level(StrEnum):
    """How grave a finding is; only an error makes a check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Shown:
    """A change as it is shown; `admitted` is the reason of the approval that admits it, empty where none does."""

    change: Change
    level: Level
    place: Place
    admitted: str = ""


@dataclass(frozen=True)
class Finding:
    """Something found.

    Attributes:
        level: How grave it is.
        title: What happened, in a sentence or two.
        place: Where.
        changes: The changes that it is about.
        cures: What mends it, each a sentence with a command or an edit; one of them is enough.
        diff: The lines that it is about: what is only committed behind a `-`, what is new behind a `+`.
    """

    level: Level
    title: str
    place: Place = NOWHERE
    changes: tuple[Shown, ...] = ()
    cures: tuple[str, ...] = ()
    diff: str = ""


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Return the gravest verdict of the changes in the findings."""
    verdicts = (shown.change.verdict for finding in findings for shown in finding.changes)
    return max(verdicts, key=lambda verdict: verdict.gravity, default=Verdict.IDENTICAL)


def counted(changes: Collection[Change]) -> str:
    """Return how many changes of which verdict there are, the gravest first."""
    counts = Counter(change.verdict for change in changes)
    verdicts = sorted(counts, key=lambda verdict: -verdict.gravity)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts) or "nothing changed"


def shown(
    changes: Collection[Change],
    source: Source,
    level: Callable[[Change], Level],
    reason: Callable[[Change], str] = lambda _: "",
) -> tuple[Shown, ...]:
    """Return changes with their levels, their lines in the source, and why they are admitted; the gravest first."""
    lines = lines_of(source.text, source.name, {one.pointer for one in changes}) if changes and source.text else {}
    return tuple(
        Shown(one, level(one), Place(source.file, lines.get(one.pointer, 1)), reason(one))
        for one in sorted(changes, key=lambda one: -one.verdict.gravity)
    )
