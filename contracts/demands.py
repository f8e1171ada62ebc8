"""What a change asks for: that a check fails, or that the version tells it."""

from enum import StrEnum

from .drift import Change, Verdict
from .findings import Level
from .versions import Step


class Versioning(StrEnum):
    """Which changes `info.version` must tell."""

    OFF = "off"
    """None: what fails must be taken back or admitted, whatever the version is."""
    BREAKING = "breaking"
    """Those that fail: a version that tells them admits them. All others pass with any version."""
    STRICT = "strict"
    """These, and every compatible one, by a minor version."""


class FailOn(StrEnum):
    """From which verdict on a change is too grave."""

    BREAKING = "breaking"
    UNDECIDED = "undecided"
    ANY = "any"
    NONE = "none"

    def fails(self, verdict: Verdict) -> bool:
        """Return whether a change with the verdict is too grave."""
        mildest = {
            FailOn.BREAKING: Verdict.BREAKING,
            FailOn.UNDECIDED: Verdict.UNDECIDED,
            FailOn.ANY: Verdict.DOCUMENTATION,
        }
        return self in mildest and verdict.gravity >= mildest[self].gravity

    def level(self, change: Change) -> Level:
        """Return how grave a change is."""
        if self.fails(change.verdict):
            return Level.ERROR
        return Level.WARNING if change.verdict.gravity >= Verdict.UNDECIDED.gravity else Level.NOTICE

    def step(self, verdict: Verdict, versioning: Versioning) -> Step:
        """Return how far a change with the verdict raises the version."""
        if verdict is Verdict.COMPATIBLE:
            is_told = self.fails(verdict) or (versioning is Versioning.STRICT and self is not FailOn.NONE)
            return Step.MINOR if is_told else Step.NONE
        if not self.fails(verdict):
            return Step.NONE
        return Step.PATCH if verdict is Verdict.DOCUMENTATION else Step.MAJOR
