"""The anomalies of a history, each named and explained.

Names and definitions: Adya, Liskov and O'Neil (ICDE 2000), with G-single from Adya's thesis (MIT, 1999); "internal"
and "incompatible order" are Elle's (Kingsbury and Alvaro, VLDB 2020). The keys of a history are items, so a G2 that
is found here is a G2-item. The everyday names are those of Berenson et al., "A Critique of ANSI SQL Isolation
Levels", SIGMOD 1995.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.isolation.cycles import Cycle, cycles
from tests.isolation.dependencies import Kind, committed_reads, dependencies, version_orders
from tests.isolation.history import History, Read, Transaction, writers

# The worst first: the one that the fewest isolation levels allow.
ORDER = ["incompatible order", "internal", "G0", "G1a", "G1b", "G1c", "G-single", "G2-item"]
EVERYDAY = {"G0": "dirty write", "G1a": "aborted read", "G1b": "intermediate read", "G1c": "circular information flow"}


@dataclass(frozen=True)
class Anomaly:
    """A result that no serial order of the transactions has: the transactions that show it, and the reasons."""

    name: str
    everyday: str
    transactions: tuple[Transaction, ...]
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name, with the everyday name if there is one."""
        return f"{self.name} ({self.everyday})" if self.everyday else self.name

    def __str__(self) -> str:
        """Return it in words, one sentence a line."""
        return "\n".join([self.title, *(f"  {line}" for line in (*self.transactions, *self.reasons))])


def anomalies(history: History) -> list[Anomaly]:
    """Return the anomalies of a history: one of each name, with the fewest transactions.

    Raises HistoryError if it is no history of appends to lists.
    """
    return smallest((*_of_reads(history), *_of_cycles(history)))


def smallest(found: Iterable[Anomaly]) -> list[Anomaly]:
    """Return one anomaly of each title, the first with the fewest transactions; the worst title comes first."""
    by_title: dict[str, Anomaly] = {}
    for anomaly in sorted(found, key=lambda anomaly: (ORDER.index(anomaly.name), len(anomaly.transactions))):
        by_title.setdefault(anomaly.title, anomaly)
    return list(by_title.values())


def _of_cycles(history: History) -> Iterator[Anomaly]:
    for name, cycle in cycles(dependencies(history)):
        names = {edge.before for edge in cycle}
        transactions = tuple(transaction for transaction in history if transaction.name in names)
        conclusion = f"No serial order does that: {cycle[0].before} would come before itself."
        yield Anomaly(name, EVERYDAY.get(name) or _everyday(cycle), transactions, (*map(str, cycle), conclusion))


def _everyday(cycle: Cycle) -> str:
    """Return the everyday name of a cycle that begins with an rw edge; "" if it has none."""
    if len(cycle) > 2:
        return ""
    first, second = cycle
    match second.kind, first.key == second.key:
        case Kind.WW, True:
            return "lost update"
        case Kind.WR, True:
            return "non-repeatable read"
        case Kind.WR, False:
            return "read skew"
        case Kind.RW, _:
            return "write skew"
    return ""


def _of_reads(history: History) -> Iterator[Anomaly]:
    """Yield the anomalies that a single read shows, or two reads of one key."""
    by = writers(history)
    for reader in (transaction for transaction in history if transaction.committed):
        for read in reader.reads:
            for value in read.values:
                if not (writer := by[read.key, value]).committed:
                    why = f"{reader.name} read the {value} of {writer.name}, which was never committed."
                    yield Anomaly("G1a", EVERYDAY["G1a"], (writer, reader), (why,))
            if read.values and (writer := by[read.key, read.values[-1]]) is not reader:
                later = [one.value for one in writer.appends if one.key == read.key]
                if read.values[-1] != later[-1]:
                    why = f"{reader.name} read {read.key} before {writer.name} had appended {later[-1]} to it."
                    yield Anomaly("G1b", EVERYDAY["G1b"], (writer, reader), (why,))
        yield from _internal(reader)
    orders = version_orders(history)
    for reader, read in committed_reads(history):
        order = orders[read.key]
        if order[: len(read.values)] != read.values:
            why = f"{reader.name} read {read.key} = {list(read.values)}, which is not how {list(order)} begins."
            yield Anomaly("incompatible order", "", (reader,), (why,))


def _internal(transaction: Transaction) -> Iterator[Anomaly]:
    """Yield the reads that lack a value which the transaction itself had appended before."""
    own: list[tuple[str, int]] = []
    for operation in transaction.operations:
        if isinstance(operation, Read):
            for key, value in own:
                if key == operation.key and value not in operation.values:
                    why = f"{transaction.name} read {key} without the {value} that it had appended itself."
                    yield Anomaly("internal", "", (transaction,), (why,))
        else:
            own.append((operation.key, operation.value))
