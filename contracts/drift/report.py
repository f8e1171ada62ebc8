"""The result of a comparison: a verdict and its changes."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The effect of a change on clients, from mild to severe."""

    IDENTICAL = "identical"
    DOCUMENTATION = "documentation"
    COMPATIBLE = "compatible"
    UNDECIDED = "undecided"
    BREAKING = "breaking"

    @property
    def gravity(self) -> int:
        """The position in the order from mild to severe, counted from 0."""
        return list(Verdict).index(self)


@dataclass(frozen=True)
class Witness:
    """A value that one side accepts and the other refuses.

    Attributes:
        value: A JSON value, or the text that is sent: `q=a&q=a` for a query or a form, the whole path `/things/a`, and
            the line `X-Count: a` or `Cookie: q=a` for a header or cookie.
        sentence: Which side accepts it.
    """

    value: Any
    sentence: str


@dataclass(frozen=True)
class Change:
    """One difference between two documents.

    Attributes:
        rule: The name of the rule that found it, a key of RULES.
        verdict: Its effect on clients.
        operation: The operation, like `GET /api/posts`, with the names of the new document if it still exists;
            empty for a change of the whole document.
        pointer: A JSON pointer into the new document, or into the old one if the place is gone.
        text: What changed, as a sentence.
        witness: A value that shows it, for a breaking change of a schema.
        likewise: The other operations with the same change, for instance because they use the same model.
        place: The name of the changed values, like `the request body`; empty if no values changed.
        path: The path in these values, like ("author", "email"), with "[]" for every item and "*" for any name.
        elsewhere: The same change at its other places.
    """

    rule: str
    verdict: Verdict
    operation: str
    pointer: str
    text: str
    witness: Witness | None = None
    likewise: tuple[str, ...] = ()
    place: str = ""
    path: tuple[str, ...] = ()
    elsewhere: tuple["Change", ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Report:
    """The result of a comparison.

    Attributes:
        changes: The changes between two documents, in a fixed order.
        remark: A sentence about the documents as a whole; may be empty.
    """

    changes: tuple[Change, ...]
    remark: str = ""

    @property
    def verdict(self) -> Verdict:
        """The most severe verdict of the changes, IDENTICAL if there are none."""
        return max((change.verdict for change in self.changes), key=lambda one: one.gravity, default=Verdict.IDENTICAL)
