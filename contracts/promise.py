"""Whether a document keeps what another one promised: what changed, the version that says it, what is admitted."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from . import framework
from .approvals import Approval, approvals_of
from .demands import FailOn
from .drift import Change, Verdict
from .findings import Finding, Level, counted, shown
from .settings import Settings
from .sources import Source, compared
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


@dataclass(frozen=True)
class _Judge:
    """What a change asks for, and whether it has it."""

    versions: _Versions
    approvals: list[Approval]
    fail_on: FailOn

    def reason(self, change: Change) -> str:
        """Return why a change is admitted, "" where it is not."""
        return next((one.reason for one in self.approvals if not one.is_expired and one.names(change)), "")

    def step(self, change: Change) -> Step:
        """Return the step that a change asks for."""
        return Step.NONE if self.reason(change) else self.fail_on.step(change.verdict)

    def level(self, change: Change) -> Level:
        """Return how grave a change is."""
        if not self.versions.tell(self.step(change)):
            return Level.ERROR
        is_open = change.verdict is Verdict.UNDECIDED and not self.reason(change)
        return Level.WARNING if is_open else Level.NOTICE


def kept(
    old: Source, new: Source, settings: Settings, fail_on: FailOn, told: Collection[Change] = ()
) -> Iterator[Finding]:
    """Give whether the new document keeps what the old one promised, and which approvals are of no use.

    Changes that are `told` already are counted, and not shown again. Raises CannotCheckError.
    """
    changes = compared(old, new).changes
    approvals = approvals_of(settings.directory, settings.approvals)
    judge = _Judge(_Versions(_version_in(old), _version_in(new)), approvals, fail_on)

    title = f"Against {old.name}: {counted(changes)}."
    if framework.only_the_framework_moved(old.document, new.document):
        title = f"{title} {framework.moved()}"
    untold = shown([one for one in changes if one not in told], new, judge.level, judge.reason)
    step = max(map(judge.step, changes), default=Step.NONE)
    if judge.versions.tell(step):
        says = f" Version {judge.versions.new} says so." if step else ""
        yield Finding(Level.NOTICE, title + says, changes=untold)
    else:
        failing = [one for one in changes if judge.level(one) is Level.ERROR]
        cures = tuple(_cures(judge.versions, step, failing, settings))
        yield Finding(Level.ERROR, f"{title} {_asked(judge.versions, step)}", changes=untold, cures=cures)
    yield from _useless(approvals, changes)


def _version_in(source: Source) -> str:
    info = source.document.get("info")
    return str(info.get("version")) if isinstance(info, dict) else ""


def _asked(versions: _Versions, step: Step) -> str:
    if needed := versions.needed(step):
        return f"This asks for version {needed}, and info.version is {versions.new}."
    return (
        "This asks for a version that says so, and info.version, "
        f"which went from {versions.old!r} to {versions.new!r}, is not one like 1.2.3."
    )


def _cures(versions: _Versions, step: Step, failing: list[Change], settings: Settings) -> Iterator[str]:
    gravest = max(failing, key=lambda one: one.verdict.gravity)
    alike = {one.operation for one in failing if (one.rule, one.pointer) == (gravest.rule, gravest.pointer)}
    yield "Take the change back."
    if needed := versions.needed(step):
        yield f'Tell clients: give the app version="{needed}", then: python -m contracts update'
    yield (
        f"Admit it, with an approval for each change in {settings.approvals}:\n"
        "[[approval]]\n"
        f"rule = {_quoted(gravest.rule)}\n"
        f"operation = {_quoted(gravest.operation if len(alike) == 1 else '*')}\n"
        f"pointer = {_quoted(gravest.pointer)}\n"
        'reason = "..."\n'
        "expires = YYYY-MM-DD"
    )


def _quoted(text: str) -> str:
    """Return a text as a string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _useless(approvals: list[Approval], changes: Collection[Change]) -> Iterator[Finding]:
    for one in approvals:
        what = f"{one.rule} at {one.operation or 'the document'}"
        if not any(map(one.names, changes)):
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
