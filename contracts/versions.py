"""What a change asks of `info.version`, by semantic versioning."""

import re
from enum import IntEnum
from typing import NamedTuple

_VERSION = re.compile(r"v?(\d+)(?:\.(\d+)(?:\.(\d+)(?:[-+].*)?)?)?")


class Step(IntEnum):
    """How far a version must be raised, from not at all."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Version(NamedTuple):
    """A version as three numbers; what follows them is left out."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Write it with dots."""
        return ".".join(map(str, self))

    def after(self, step: Step) -> "Version":
        """Return the lowest version that is this one, raised by the step.

        Before 1.0.0 nothing is stable by the letter; by custom the second number stands for the first: what breaks
        raises it, and an addition raises the third.
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
    """Return the version that a text says, or None where it is not a semantic one; `1` is 1.0.0."""
    found = _VERSION.fullmatch(str(text))
    return Version(*(int(part or 0) for part in found.groups())) if found else None
