"""Whether a document keeps what another one promised: what changed, the version that tells it, what is admitted."""

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
    """What `info.version` was, and what it is."""

    old: str
    new: str

    def needed(self, step: Step) -> str:
        """Return the lowest version that tells of such a step, or "" where the versions are not semantic ones."""
        old = version_of(self.old)
        return str(old.after(step)) if old and version_of(self.new) else ""

    def tell(self, step: Step) -> bool:
        """Return whether the new version tells of such a step."""
        needed, new = version_of(self.needed(step)), version_of(self.new)
        return step is Step.NONE or bool(needed and new and new >= needed)


class Promise:
    """A document that was promised, and one that is to keep it."""

    def __init__(self, old: Source, new: Source, settings: Settings, locked: Mapping[str, str] | None = None) -> None:
        """Compare the documents, the old one made by the versions that are `locked`; raises CannotCheckError."""
        self._old, self._new, self._settings = old, new, settings
        self._judgement = settings.judging.compare(old, new, locked)
        self._approvals = approvals_of(settings.directory, settings.approvals)
        self._versions = _Versions(_version_in(old), _version_in(new))

    @property
    def failing(self) -> list[Change]:
        """The changes that fail: neither an approval admits them, nor a version that tells them."""
        return [one for one in self._judgement.changes if self._level(one) is Level.ERROR]

    def findings(self, told: Collection[Change] = ()) -> Iterator[Finding]:
        """Give whether the promise is kept, and which approvals are of no use.

        Changes that are `told` already are counted, and not shown again.
        """
        untold = [one for one in self._judgement.judged if one.change not in told]
        changes = shown(untold, self._new, self._level, self._reason)
        title = f"Against {self._old.name}: {self._judgement.summary}"
        step = max(map(self._step, self._judgement.changes), default=Step.NONE)
        if failing := self.failing:
            asked = f" {self._asked(step)}" if self._asks_for_a_version else ""
            yield Finding(Level.ERROR, f"{title}{asked}", changes=changes, cures=tuple(self._cures(failing, step)))
        else:
            says = f" Version {self._versions.new} says so." if step else ""
            yield Finding(Level.NOTICE, f"{title}{says}", changes=changes)
        yield from self._useless()

    @property
    def _asks_for_a_version(self) -> bool:
        return self._settings.versioning is not Versioning.OFF

    def _reason(self, change: Change) -> str:
        """Return why a change is admitted, "" where it is not."""
        return reason_for(change, self._approvals)

    def _step(self, change: Change) -> Step:
        """Return the step of the version that a change asks for."""
        if not self._asks_for_a_version or self._reason(change):
            return Step.NONE
        return self._settings.fail_on.step(change.verdict, self._settings.versioning)

    def _level(self, change: Change) -> Level:
        """Return how grave a change is."""
        is_admitted = bool(self._reason(change))
        fails = not self._asks_for_a_version and self._settings.fail_on.fails(change.verdict) and not is_admitted
        if fails or not self._versions.tell(self._step(change)):
            return Level.ERROR
        return Level.WARNING if change.verdict is Verdict.UNDECIDED and not is_admitted else Level.NOTICE

    def _asked(self, step: Step) -> str:
        if needed := self._versions.needed(step):
            return f"This asks for version {needed}, and info.version is {self._versions.new}."
        return (
            "This asks for a version that says so, and info.version, "
            f"which went from {self._versions.old!r} to {self._versions.new!r}, is not one like 1.2.3."
        )

    def _cures(self, failing: list[Change], step: Step) -> Iterator[str]:
        them = "the change" if len(failing) == 1 else f"the {len(failing)} changes"
        yield f"Take {them} back."
        if needed := self._versions.needed(step) if step else "":
            yield f'Tell clients: give the app version="{needed}", then: {self._settings.update}'
        yield f'Admit {them}, in {self._settings.approvals}: {COMMAND} approve --reason "..."'

    def _useless(self) -> Iterator[Finding]:
        for one in self._approvals:
            what = f"{one.rule} at {one.operation or 'the document'}"
            if not any(map(one.names, self._judgement.changes)):
                yield Finding(
                    Level.WARNING,
                    f"The approval of {what} matches no change any more.",
                    one.place,
                    cures=(f"Delete it from {one.place.file}, line {one.place.line}.",),
                )
            elif one.is_expired:
                yield Finding(
                    Level.WARNING,
                    f"The approval of {what} expired on {one.expires}, and admits nothing any more.",
                    one.place,
                    cures=(f"Delete it from {one.place.file}, line {one.place.line}, or give it another day.",),
                )


def _version_in(source: Source) -> str:
    info = source.document.get("info")
    return str(info.get("version")) if isinstance(info, dict) else ""
