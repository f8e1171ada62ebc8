"""Semantic versions, and how far a change must raise one."""

import re
from enum import IntEnum
from typing import NamedTuple

_VERSION = re.compile(r"v?(\d+)(?:\.(\d+)(?:\.(\d+)(?:[-+].*)?)?)?")


class Step(IntEnum):
    """The part of a version that must be raised."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Version(NamedTuple):
    """A version as three numbers; any suffix is left out."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Write it with dots."""
        return ".".join(map(str, self))

    def after(self, step: Step) -> "Version":
        """Return the lowest version that is one step above this one.

        Semantic versioning promises nothing before 1.0.0. By custom, a breaking change then raises the second number,
        and an addition the third.
        """
        if self.major == 0 and step:
            step = Step(max(step - 1, Step.PATCH))
        raised = {
            Step.NONE: self,
            Step.PATCH: Version(self.major, self.minor, self.patch + 1),
            Step.MINOR: Version(self.major, self.minor + 1, 0),
            Step.MAJOR: Version(self.major + 1, 0, 0),
        }
        return raised[step]


def version_of(text: object) -> Version | None:
    """Return the version in a text, or None if it is not a semantic version; `1` is 1.0.0."""
    found = _VERSION.fullmatch(str(text))
    return Version(*(int(part or 0) for part in found.groups())) if found else None
