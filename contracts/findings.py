"""What a command has to say."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
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
    """A change as it is shown.

    Attributes:
        change: The change, with the verdict that counts.
        level: How grave it is.
        place: Where it is.
        admitted: The reason of the approval that admits it, empty where none does.
        compared: The verdict of the comparison, where the project's settings gave it another one; else None.
        is_frameworks: Whether FastAPI or Pydantic made it, and not the app's own code.
        outcome: What a replay saw of it, empty where it was not replayed.
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
    """Something found.

    Attributes:
        level: How grave it is.
        title: What happened, in a sentence or two.
        place: Where.
        changes: The changes that it is about.
        cures: What mends it, each a sentence with a command or an edit; one of them is enough.
        diff: The lines that it is about: what is only committed behind a `-`, what is new behind a `+`; of a replay,
            what was sent and answered: by the old app behind a `-`, by the new one behind a `+`.
        is_checked: Whether it could be checked; where not, an error says why, and that nothing is known.
        hidden: Changes that it is about, too, and that nobody wants to see.
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
        """Return it with the changes of these verdicts alone; the others are hidden."""
        changes = tuple(one for one in self.changes if one.change.verdict in verdicts)
        hidden = tuple(one for one in self.changes if one.change.verdict not in verdicts)
        return replace(self, changes=changes, hidden=hidden)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Return the gravest verdict of the changes in the findings."""
    verdicts = (one.change.verdict for finding in findings for one in (*finding.changes, *finding.hidden))
    return max(verdicts, key=lambda verdict: verdict.gravity, default=Verdict.IDENTICAL)


def counted(changes: Collection[Change]) -> str:
    """Return how many changes of which verdict there are, the gravest first."""
    counts = Counter(change.verdict for change in changes)
    verdicts = sorted(counts, key=lambda verdict: -verdict.gravity)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts) or "nothing changed"


def shown(
    changes: Collection[Judged],
    source: Source,
    level: Callable[[Change], Level],
    reason: Callable[[Change], str] = lambda _: "",
) -> tuple[Shown, ...]:
    """Return changes with their levels, their lines in the source, and why they are admitted; the gravest first."""
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
