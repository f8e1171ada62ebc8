"""What an inclusion finds: where one schema refuses what the other accepts, or where it cannot be said."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..json_values import MISSING


class Finding(NamedTuple):
    """A reason why the values of one schema are not all values of another.

    Attributes:
        aspect: What it is about, a word of a rule's name.
        pointer: The keyword of the other schema that refuses, as a JSON pointer into its document.
        path: Where in the value, like `author.email` or `[].name`; empty for the whole.
        here: What the one schema says by that keyword, MISSING where it says nothing.
        there: What the other says.
        value: A value of the one that the other refuses, MISSING where none is known, and so nothing is decided.
    """

    aspect: str
    pointer: str
    path: tuple[str, ...] = ()
    here: Any = MISSING
    there: Any = MISSING
    value: Any = MISSING

    @property
    def decided(self) -> bool:
        """Return whether a value shows it."""
        return self.value is not MISSING

    def within(self, step: str, lift: Callable[[Any], Any]) -> "Finding":
        """Return the finding as one of the value around; `lift` puts a value into one, or returns MISSING."""
        lifted = lift(self.value) if self.decided else MISSING
        return self._replace(path=(step, *self.path), value=lifted)


Findings = tuple[Finding, ...]
