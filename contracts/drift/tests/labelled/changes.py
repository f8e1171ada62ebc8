"""A change of a type or schema, and the values that show what it does: the rows from which labelled pairs are made."""

from enum import Enum
from typing import Any, NamedTuple


class Mark(Enum):
    """What stands for no value, since null is one."""

    NOTHING = "nothing"
    SAME = "the text of the value"


NOTHING, SAME = Mark.NOTHING, Mark.SAME


class Edit(NamedTuple):
    """Two types or two schemas, and what is accepted before and not after, or after and not before.

    Attributes:
        kind: The class of the benchmark.
        name: What changed.
        old: A type, or a schema.
        new: Likewise.
        lost: A JSON value that the old accepts and the new refuses; NOTHING if there is none.
        gained: A JSON value that the new accepts and the old refuses; NOTHING if there is none.
        lost_text: Likewise as text of a parameter; SAME if it is the text of `lost`.
        gained_text: Likewise.
        named: The schemas that references in a schema lead to.
        doubtful: What is lost or gained is still accepted, but as something else: no tool may call it safe.
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
        """Return the change the other way round."""
        return self._replace(
            name=f"{self.name}, reversed",
            old=self.new,
            new=self.old,
            lost=self.gained,
            gained=self.lost,
            lost_text=self.gained_text,
            gained_text=self.lost_text,
        )
