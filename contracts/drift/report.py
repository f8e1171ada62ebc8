"""What a comparison says: a verdict, and the changes that led to it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a change does to a client, from mild to grave."""

    IDENTICAL = "identical"
    DOCUMENTATION = "documentation"
    COMPATIBLE = "compatible"
    UNDECIDED = "undecided"
    BREAKING = "breaking"

    @property
    def gravity(self) -> int:
        """Return the place in the order from mild to grave, from 0."""
        return list(Verdict).index(self)


@dataclass(frozen=True)
class Witness:
    """What one side accepts and the other refuses.

    Attributes:
        value: A JSON value; for what travels as text, the text itself: `q=a&q=a` of a query or a form, `/things/a` with
            the path around it, and the line `X-Count: a` of a header or `Cookie: q=a`.
        sentence: Which side accepts it.
    """

    value: Any
    sentence: str


@dataclass(frozen=True)
class Change:
    """One difference between two documents.

    Attributes:
        rule: The name of the rule that found it, a key of RULES.
        verdict: What it does to a client.
        operation: The operation, like `GET /api/posts`, as the new document names it where it still has it;
            empty for what concerns the whole document.
        pointer: A JSON pointer into the new document, or into the old one where the place is gone.
        text: What changed, as a sentence.
        witness: A value that shows it, for a breaking change of a schema.
        likewise: The other operations that the same change touches, as where many use one model.
        place: What the values are that it is about, like `the request body`; empty where it is about none.
        path: Where in these values it is, like ("author", "email"), with "[]" for every item, and "*" for any name.
        elsewhere: The same change at the other places where it is, as it is there.
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
    """What a comparison says.

    Attributes:
        changes: The changes between two documents, in a fixed order.
        remark: What else a reader should know, as a sentence; empty where there is nothing.
    """

    changes: tuple[Change, ...]
    remark: str = ""

    @property
    def verdict(self) -> Verdict:
        """Return the gravest verdict of the changes, identical where there are none."""
        return max((change.verdict for change in self.changes), key=lambda one: one.gravity, default=Verdict.IDENTICAL)
