"""What a change requires, by the settings: the check fails, or the version must be raised."""

from enum import StrEnum

from .drift import Change, Verdict
from .findings import Level
from .versions import Step


class Versioning(StrEnum):
    """Which changes need a new `info.version`."""

    OFF = "off"
    """None: a failing change must be undone or approved, whatever the version is."""
    BREAKING = "breaking"
    """Those that fail: they pass with a new major version. All others pass with any version."""
    STRICT = "strict"
    """Those that fail, and every compatible change, which needs a minor version."""


class FailOn(StrEnum):
    """The least severe verdict that fails."""

    BREAKING = "breaking"
    UNDECIDED = "undecided"
    ANY = "any"
    NONE = "none"

    def fails(self, verdict: Verdict) -> bool:
        """Return whether a change with the verdict fails."""
        mildest = {
            FailOn.BREAKING: Verdict.BREAKING,
            FailOn.UNDECIDED: Verdict.UNDECIDED,
            FailOn.ANY: Verdict.DOCUMENTATION,
        }
        return self in mildest and verdict.gravity >= mildest[self].gravity

    def level(self, change: Change) -> Level:
        """Return the level at which a change is reported."""
        if self.fails(change.verdict):
            return Level.ERROR
        return Level.WARNING if change.verdict.gravity >= Verdict.UNDECIDED.gravity else Level.NOTICE

    def step(self, verdict: Verdict, versioning: Versioning) -> Step:
        """Return the step of the version that a change with the verdict needs."""
        if verdict is Verdict.COMPATIBLE:
            is_told = self.fails(verdict) or (versioning is Versioning.STRICT and self is not FailOn.NONE)
            return Step.MINOR if is_told else Step.NONE
        if not self.fails(verdict):
            return Step.NONE
        return Step.PATCH if verdict is Verdict.DOCUMENTATION else Step.MAJOR
