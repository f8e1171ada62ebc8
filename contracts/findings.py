"""The findings that a command reports."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from .drift import Change, Verdict
from .sources import NOWHERE, Place, Source
from .sources.lines import lines_of


class Level(StrEnum):
    """How severe a finding is; only an error makes a check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Judged:
    """A change, as the project judges it.

    Attributes:
        change: The change, with the verdict that counts.
        compared: The verdict of the comparison, where the project's settings gave it another one; else None.
        is_frameworks: Whether FastAPI or Pydantic made it, and not the app's own code.
    """

    change: Change
    compared: Verdict | None = None
    is_frameworks: bool = False


@dataclass(frozen=True)
class Shown:
    """A change as it is printed.

    Attributes:
        change: The change, with the verdict that counts.
        level: How severe it is.
        place: Where it is.
        admitted: The reason of its approval, empty if it has none.
        compared: The verdict of the comparison, where the project's settings gave it another one; else None.
        is_frameworks: Whether FastAPI or Pydantic made it, and not the app's own code.
        outcome: The outcome of its replay, empty if it was not replayed.
    """

    change: Change
    level: Level
    place: Place
    admitted: str = ""
    compared: Verdict | None = None
    is_frameworks: bool = False
    outcome: str = ""


@dataclass(frozen=True)
class Finding:
    """A result of a command.

    Attributes:
        level: How severe it is.
        title: What happened, in a sentence or two.
        place: Where.
        changes: The changes that it is about.
        cures: How to fix it, each a sentence with a command or an edit; one of them is enough.
        diff: The lines that it is about: `-` marks a line that is only committed, `+` a new one. In a replay, `-`
            marks the exchange with the old app, and `+` that with the new one.
        is_checked: Whether the check was possible; if not, the title explains why.
        hidden: More changes that it is about, which are not printed.
    """

    level: Level
    title: str
    place: Place = NOWHERE
    changes: tuple[Shown, ...] = ()
    cures: tuple[str, ...] = ()
    diff: str = ""
    is_checked: bool = True
    hidden: tuple[Shown, ...] = ()

    def only(self, verdicts: Collection[Verdict]) -> "Finding":
        """Return the finding with only the changes of these verdicts; the others are hidden."""
        changes = tuple(one for one in self.changes if one.change.verdict in verdicts)
        hidden = tuple(one for one in self.changes if one.change.verdict not in verdicts)
        return replace(self, changes=changes, hidden=hidden)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Return the most severe verdict of the changes in the findings."""
    verdicts = (one.change.verdict for finding in findings for one in (*finding.changes, *finding.hidden))
    return max(verdicts, key=lambda verdict: verdict.gravity, default=Verdict.IDENTICAL)


def counted(changes: Collection[Change]) -> str:
    """Return the number of changes of each verdict, the most severe first."""
    counts = Counter(change.verdict for change in changes)
    verdicts = sorted(counts, key=lambda verdict: -verdict.gravity)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts) or "nothing changed"


def shown(
    changes: Collection[Judged],
    source: Source,
    level: Callable[[Change], Level],
    reason: Callable[[Change], str] = lambda _: "",
) -> tuple[Shown, ...]:
    """Return changes with their levels, their lines in the source and the reasons of approvals, most severe first."""
    pointers = {one.change.pointer for one in changes}
    lines = lines_of(source.text, source.name, pointers) if changes and source.text else {}
    return tuple(
        Shown(
            one.change,
            level(one.change),
            Place(source.file, lines.get(one.change.pointer, 1)),
            reason(one.change),
            one.compared,
            one.is_frameworks,
        )
        for one in sorted(changes, key=lambda one: -one.change.verdict.gravity)
    )
