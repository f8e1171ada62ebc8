"""Whether a document keeps what another one promised, with the version and the approvals of its changes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from .approvals import approvals_of, reason_for
from .demands import Versioning
from .drift import Change, Verdict
from .findings import Finding, Level, shown
from .invocation import COMMAND
from .settings import Settings
from .sources import Source
from .versions import Step, version_of


@dataclass(frozen=True)
class _Versions:
    """The old and the new `info.version`."""

    old: str
    new: str

    def needed(self, step: Step) -> str:
        """Return the lowest version that makes such a step, or "" if the versions are not semantic versions."""
        old = version_of(self.old)
        return str(old.after(step)) if old and version_of(self.new) else ""

    def make(self, step: Step) -> bool:
        """Return whether the new version makes at least such a step."""
        needed, new = version_of(self.needed(step)), version_of(self.new)
        return step is Step.NONE or bool(needed and new and new >= needed)


class Promise:
    """A promised document, and a new one that must keep the promise."""

    def __init__(self, old: Source, new: Source, settings: Settings, locked: Mapping[str, str] | None = None) -> None:
        """Compare the documents; `locked` are the package versions that made the old one. Raises CannotCheckError."""
        self._old, self._new, self._settings = old, new, settings
        self._judgement = settings.judging.compare(old, new, locked)
        self._approvals = approvals_of(settings.directory, settings.approvals)
        self._versions = _Versions(_version_in(old), _version_in(new))

    @property
    def failing(self) -> list[Change]:
        """The changes that fail: they have neither an approval nor the version that they need."""
        return [one for one in self._judgement.changes if self._level(one) is Level.ERROR]

    def findings(self, reported: Collection[Change] = ()) -> Iterator[Finding]:
        """Give whether the promise is kept, and which approvals are not needed.

        Changes that are `reported` already are counted, but not shown again.
        """
        others = [one for one in self._judgement.judged if one.change not in reported]
        changes = shown(others, self._new, self._level, self._reason)
        title = f"Against {self._old.name}: {self._judgement.summary}"
        step = max(map(self._step, self._judgement.changes), default=Step.NONE)
        if failing := self.failing:
            asked = f" {self._asked(step)}" if self._asks_for_a_version else ""
            yield Finding(Level.ERROR, f"{title}{asked}", changes=changes, cures=tuple(self._cures(failing, step)))
        else:
            allows = f" Version {self._versions.new} allows this." if step else ""
            yield Finding(Level.NOTICE, f"{title}{allows}", changes=changes)
        yield from self._useless()

    @property
    def _asks_for_a_version(self) -> bool:
        return self._settings.versioning is not Versioning.OFF

    def _reason(self, change: Change) -> str:
        """Return why a change is approved, "" if it is not."""
        return reason_for(change, self._approvals)

    def _step(self, change: Change) -> Step:
        """Return the step of the version that a change needs."""
        if not self._asks_for_a_version or self._reason(change):
            return Step.NONE
        return self._settings.fail_on.step(change.verdict, self._settings.versioning)

    def _level(self, change: Change) -> Level:
        """Return the level at which a change is reported."""
        is_approved = bool(self._reason(change))
        fails = not self._asks_for_a_version and self._settings.fail_on.fails(change.verdict) and not is_approved
        if fails or not self._versions.make(self._step(change)):
            return Level.ERROR
        return Level.WARNING if change.verdict is Verdict.UNDECIDED and not is_approved else Level.NOTICE

    def _asked(self, step: Step) -> str:
        if needed := self._versions.needed(step):
            return f"This needs version {needed}, but info.version is {self._versions.new}."
        return (
            "This needs a new version, but info.version is not a version like 1.2.3: "
            f"it was {self._versions.old!r} and is {self._versions.new!r}."
        )

    def _cures(self, failing: list[Change], step: Step) -> Iterator[str]:
        them = "the change" if len(failing) == 1 else f"the {len(failing)} changes"
        yield f"Undo {them}."
        if needed := self._versions.needed(step) if step else "":
            yield f'Announce {them}: set version="{needed}" in the app, then run: {self._settings.update}'
        yield f'Approve {them} in {self._settings.approvals}: {COMMAND} approve --reason "..."'

    def _useless(self) -> Iterator[Finding]:
        for one in self._approvals:
            what = f"{one.rule} at {one.operation or 'the document'}"
            if not any(map(one.names, self._judgement.changes)):
                yield Finding(
                    Level.WARNING,
                    f"The approval of {what} no longer matches a change.",
                    one.place,
                    cures=(f"Delete it from {one.place.file}, line {one.place.line}.",),
                )
            elif one.is_expired:
                yield Finding(
                    Level.WARNING,
                    f"The approval of {what} expired on {one.expires}, and has no effect any more.",
                    one.place,
                    cures=(f"Delete it from {one.place.file}, line {one.place.line}, or give it a later date.",),
                )


def _version_in(source: Source) -> str:
    info = source.document.get("info")
    return str(info.get("version")) if isinstance(info, dict) else ""
