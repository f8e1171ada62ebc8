"""Which transaction must have come before which: the edges of the dependency graph.

The three kinds are those of Adya, Liskov and O'Neil (ICDE 2000); how they follow from lists that were read is from
Kingsbury and Alvaro (VLDB 2020).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tests.isolation.history import History, HistoryError, Read, Transaction, writers


class Kind(StrEnum):
    """Why one transaction comes before another one."""

    WW = "ww"  # write dependency: the later one overwrote what the earlier one wrote
    WR = "wr"  # read dependency: the later one read what the earlier one wrote
    RW = "rw"  # anti-dependency: the later one overwrote what the earlier one read


@dataclass(frozen=True)
class Dependency:
    """An edge: in every serial order that gives the same results, `before` comes before `after`."""

    before: str
    after: str
    kind: Kind
    key: str
    why: str

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.before} comes before {self.after} ({self.kind}): {self.why}."


def committed_reads(history: History) -> Iterator[tuple[Transaction, Read]]:
    """Yield the reads of the committed transactions, without values that were not committed."""
    by = writers(history)
    for transaction in history:
        for read in transaction.reads if transaction.committed else ():
            values = tuple(value for value in read.values if by[read.key, value].committed)
            yield transaction, Read(read.key, values)


def version_orders(history: History) -> dict[str, tuple[int, ...]]:
    """Return the committed values of each key, in the order in which they were appended.

    The longest list that was read shows the order. Values in no list were appended later. Raises HistoryError if
    several transactions appended such values, since their order is unknown.
    """
    orders: dict[str, tuple[int, ...]] = {}
    for _, read in committed_reads(history):
        orders[read.key] = max(orders.get(read.key, ()), read.values, key=len)
    seen = {(key, value) for key, order in orders.items() for value in order}
    last: dict[str, str] = {}
    for transaction in (transaction for transaction in history if transaction.committed):
        for key, value in ((append.key, append.value) for append in transaction.appends):
            if (key, value) in seen:
                continue
            if last.setdefault(key, transaction.name) != transaction.name:
                raise HistoryError(
                    f"No transaction read the values that {last[key]} and {transaction.name} appended to {key}, so "
                    f"their order is unknown. Let a last transaction read {key}."
                )
            orders[key] = (*orders.get(key, ()), value)
    return orders


def dependencies(history: History) -> Iterator[Dependency]:
    """Yield the edges between the committed transactions of a history; raise HistoryError if it is not a history."""
    by = {place: transaction for place, transaction in writers(history).items() if transaction.committed}
    orders = version_orders(history)
    for key, order in orders.items():
        for earlier, later in pairwise(order):
            before, after = by[key, earlier].name, by[key, later].name
            if before != after:
                why = f"{after} appended {later} to {key} behind the {earlier} of {before}"
                yield Dependency(before, after, Kind.WW, key, why)
    for transaction, read in committed_reads(history):
        yield from _of_read(transaction.name, read, orders[read.key], by)


def _of_read(
    reader: str, read: Read, order: tuple[int, ...], by: dict[tuple[str, int], Transaction]
) -> Iterator[Dependency]:
    """Yield the edges from the transaction that wrote the list as it was read, and to the one that overwrote it."""
    key, length = read.key, len(read.values)
    if order[:length] != read.values:
        return  # the list never had this version, which `anomalies` reports
    if length:
        last = by[key, read.values[-1]]
        # If the reader itself appended the last value, a ww edge gives this order. If the writer appended more to the
        # key later, this version was never installed.
        if last.name == reader or read.values[-1] != [one.value for one in last.appends if one.key == key][-1]:
            return
        why = f"{reader} read the {read.values[-1]} that {last.name} had appended to {key}"
        yield Dependency(last.name, reader, Kind.WR, key, why)
    if length < len(order):
        overwriter = by[key, order[length]].name
        if overwriter != reader:
            why = f"{reader} read {key} without the {order[length]} that {overwriter} appended"
            yield Dependency(reader, overwriter, Kind.RW, key, why)
