"""A change of a type or schema, with the values that show its effect: labelled pairs are made from these."""

from enum import Enum
from typing import Any, NamedTuple


class Mark(Enum):
    """Markers for no value, because null is a value."""

    NOTHING = "nothing"
    SAME = "the text of the value"


NOTHING, SAME = Mark.NOTHING, Mark.SAME


class Edit(NamedTuple):
    """Two types or two schemas, and the values that only the old one or only the new one accepts.

    Attributes:
        kind: The class of the benchmark.
        name: What changed.
        old: A type, or a schema.
        new: Likewise.
        lost: A JSON value that the old accepts and the new refuses; NOTHING if there is none.
        gained: A JSON value that the new accepts and the old refuses; NOTHING if there is none.
        lost_text: The same as the text of a parameter; SAME if it is the text of `lost`.
        gained_text: Likewise.
        named: The targets of the references in a schema, by name.
        doubtful: The lost or gained value is still accepted, but as another value: no tool may call it safe.
    """

    kind: str
    name: str
    old: Any
    new: Any
    lost: Any = NOTHING
    gained: Any = NOTHING
    lost_text: Any = SAME
    gained_text: Any = SAME
    named: Any = None
    doubtful: bool = False

    def turned(self) -> "Edit":
        """Return the reverse change."""
        return self._replace(
            name=f"{self.name}, reversed",
            old=self.new,
            new=self.old,
            lost=self.gained,
            gained=self.lost,
            lost_text=self.gained_text,
            gained_text=self.lost_text,
        )
