"""A history: what each transaction read from lists and appended to them, and how it ended.

Every append has a unique value. So a list that was read shows which transactions had appended to it, and in which
order. This is why Elle works with lists (Kingsbury and Alvaro, VLDB 2020).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class HistoryError(ValueError):
    """The record is not a history of appends to lists; the message says why."""


class Outcome(StrEnum):
    """How a transaction ended."""

    COMMITTED = "committed"
    ROLLED_BACK = "rolled back"
    REFUSED = "refused by the database"


@dataclass(frozen=True)
class Read:
    """A read of the whole list under a key."""

    key: str
    values: tuple[int, ...]

    def __str__(self) -> str:
        """Return it in words."""
        return f"read {self.key} = {list(self.values)}"


@dataclass(frozen=True)
class Append:
    """An append of a value to the list under a key."""

    key: str
    value: int

    def __str__(self) -> str:
        """Return it in words."""
        return f"appended {self.value} to {self.key}"


@dataclass(frozen=True)
class Transaction:
    """The operations of one transaction, in order, and its outcome."""

    name: str
    operations: tuple[Read | Append, ...]
    outcome: Outcome = Outcome.COMMITTED

    @property
    def committed(self) -> bool:
        """Whether the transaction was committed."""
        return self.outcome is Outcome.COMMITTED

    @property
    def appends(self) -> Iterator[Append]:
        """Its appends."""
        return (operation for operation in self.operations if isinstance(operation, Append))

    @property
    def reads(self) -> Iterator[Read]:
        """Its reads."""
        return (operation for operation in self.operations if isinstance(operation, Read))

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.name} {', '.join(map(str, self.operations))}; it was {self.outcome}."


History = Sequence[Transaction]


def writers(history: History) -> dict[tuple[str, int], Transaction]:
    """Return the transaction that appended each value to each key; raise HistoryError if that is not clear."""
    if len({transaction.name for transaction in history}) < len(history):
        raise HistoryError("Two transactions have the same name. Give each a name of its own.")
    found: dict[tuple[str, int], Transaction] = {}
    for transaction in history:
        for append in transaction.appends:
            if (append.key, append.value) in found:
                raise HistoryError(f"{append.value} was appended to {append.key} twice. Append each value once.")
            found[append.key, append.value] = transaction
    for transaction in history:
        for read in transaction.reads:
            if len(set(read.values)) < len(read.values):
                raise HistoryError(f"{transaction.name} {read}: the list has a value twice.")
            if unknown := [value for value in read.values if (read.key, value) not in found]:
                raise HistoryError(
                    f"{transaction.name} {read}, but no transaction appended {unknown[0]}. Record the one that did."
                )
    return found
