"""What a change asks for: that a check fails, or that the version says it."""

from enum import StrEnum

from .drift import Change, Verdict
from .findings import Level
from .versions import Step


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

    def step(self, verdict: Verdict) -> Step:
        """Return how far a change with the verdict raises the version."""
        if verdict is Verdict.COMPATIBLE:
            return Step.NONE if self is FailOn.NONE else Step.MINOR
        if not self.fails(verdict):
            return Step.NONE
        return Step.PATCH if verdict is Verdict.DOCUMENTATION else Step.MAJOR
