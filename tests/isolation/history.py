"""A history: what each transaction read from lists and appended to them, and how it ended.

Every append has a value of its own. So a list that was read tells who appended to it before, and in which order:
that is why Elle works with lists (Kingsbury and Alvaro, VLDB 2020).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class HistoryError(ValueError):
    """What was recorded is no history of appends to lists; the message says why."""


class Outcome(StrEnum):
    """How a transaction ended."""

    COMMITTED = "committed"
    ROLLED_BACK = "rolled back"
    REFUSED = "refused by the database"


@dataclass(frozen=True)
class Read:
    """The whole list under a key was read."""

    key: str
    values: tuple[int, ...]

    def __str__(self) -> str:
        """Tell it in words."""
        return f"read {self.key} = {list(self.values)}"


@dataclass(frozen=True)
class Append:
    """A value was put at the end of the list under a key."""

    key: str
    value: int

    def __str__(self) -> str:
        """Tell it in words."""
        return f"appended {self.value} to {self.key}"


@dataclass(frozen=True)
class Transaction:
    """What one transaction did, in its order."""

    name: str
    operations: tuple[Read | Append, ...]
    outcome: Outcome = Outcome.COMMITTED

    @property
    def committed(self) -> bool:
        """Whether the transaction was committed."""
        return self.outcome is Outcome.COMMITTED

    @property
    def appends(self) -> Iterator[Append]:
        """What it appended."""
        return (operation for operation in self.operations if isinstance(operation, Append))

    @property
    def reads(self) -> Iterator[Read]:
        """What it read."""
        return (operation for operation in self.operations if isinstance(operation, Read))

    def __str__(self) -> str:
        """Tell it in words."""
        return f"{self.name} {', '.join(map(str, self.operations))}; it was {self.outcome}."


History = Sequence[Transaction]


def writers(history: History) -> dict[tuple[str, int], Transaction]:
    """Return which transaction appended which value to which key; raise HistoryError where that is not clear."""
    if len({transaction.name for transaction in history}) < len(history):
        raise HistoryError("Two transactions have one name. Give each a name of its own.")
    found: dict[tuple[str, int], Transaction] = {}
    for transaction in history:
        for append in transaction.appends:
            if (append.key, append.value) in found:
                raise HistoryError(f"{append.value} was appended to {append.key} twice. Append each value once.")
            found[append.key, append.value] = transaction
    for transaction in history:
        for read in transaction.reads:
            if len(set(read.values)) < len(read.values):
                raise HistoryError(f"{transaction.name} {read}: a value stands there twice.")
            if unknown := [value for value in read.values if (read.key, value) not in found]:
                raise HistoryError(f"{transaction.name} {read}, but nobody appended {unknown[0]}. Record who did.")
    return found
