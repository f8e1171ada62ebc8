"""Transactions on a real database, at each of its isolation levels, written down as a history."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, create_engine, event, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from blog.database import Database
from tests.isolation.history import Append, Outcome, Read, Transaction

LISTS = Table("lists", MetaData(), Column("key", String, primary_key=True), Column("elements", String, nullable=False))
PATIENCE = {"sqlite": "PRAGMA busy_timeout = {}", "postgresql": "SET lock_timeout = {}"}
THREADS = 4
ROUND = 20  # transactions that share their keys, so that the lists stay short and every cycle is within one round

# Each shows an anomaly if nothing prevents it. An append of T2 to a row that T1 has locked is refused at once.
INTERLEAVINGS = {
    "dirty write": "T1 append x, T2 append x, T2 append y, T1 append y, T1 commit, T2 commit",
    "aborted read": "T1 append x, T2 read x, T1 rollback, T2 commit",
    "intermediate read": "T1 append x, T2 read x, T1 append x, T1 commit, T2 commit",
    "circular information flow": "T1 append x, T2 append y, T1 read y, T2 read x, T1 commit, T2 commit",
    "lost update": "T1 read x, T2 read x, T1 append x, T1 commit, T2 append x, T2 commit",
    "non-repeatable read": "T1 read x, T2 append x, T2 commit, T1 read x, T1 commit",
    "read skew": "T1 read x, T2 append x, T2 append y, T2 commit, T1 read y, T1 commit",
    "write skew": "T1 read y, T2 read x, T1 append x, T1 commit, T2 append y, T2 commit",
}


@dataclass(frozen=True)
class Level:
    """An isolation level, and how to set it."""

    setup: str
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    open: Callable[[str], Engine] = create_engine


def _share_cache(url: str) -> Engine:
    return create_engine(url.replace("sqlite:///", "sqlite:///file:") + "?cache=shared&uri=true")


def _as_the_blog(url: str) -> Engine:
    return Database(url).engine


LEVELS = {
    "sqlite": [
        Level("shared cache", "READ UNCOMMITTED", {"isolation_level": "READ UNCOMMITTED"}, _share_cache),
        Level("plain engine", "as the driver does"),
        Level("as the blog", "BEGIN", {"sqlite_begin": "BEGIN DEFERRED"}, _as_the_blog),
        Level("as the blog", "BEGIN IMMEDIATE", {"sqlite_begin": "BEGIN IMMEDIATE"}, _as_the_blog),
    ],
    "postgresql": [
        Level("plain engine", name, {"isolation_level": name})
        for name in ("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
    ],
}

# The anomalies if each statement of a transaction sees all that is committed by then.
WITHOUT_SNAPSHOT = {"lost update", "non-repeatable read", "read skew", "write skew"}
# By level, the everyday names of the anomalies that the interleavings above show.
LETS_THROUGH = {
    "sqlite": {
        "READ UNCOMMITTED": {"aborted read", "intermediate read", *WITHOUT_SNAPSHOT},
        "as the driver does": WITHOUT_SNAPSHOT,
        "BEGIN": set[str](),
        "BEGIN IMMEDIATE": set[str](),
    },
    "postgresql": {
        "READ UNCOMMITTED": WITHOUT_SNAPSHOT,
        "READ COMMITTED": WITHOUT_SNAPSHOT,
        "REPEATABLE READ": {"write skew"},
        "SERIALIZABLE": set[str](),
    },
}


class Recorder:
    """One transaction on a connection or in a session, which records its reads and appends."""

    def __init__(self, name: str, connection: Connection | Session) -> None:
        """Record the transaction that the connection begins with its next statement."""
        self.outcome: Outcome | None = None
        self._name, self._connection = name, connection
        self._operations: list[Read | Append] = []

    @property
    def transaction(self) -> Transaction:
        """The recorded transaction; it counts as rolled back if it was not committed."""
        return Transaction(self._name, tuple(self._operations), self.outcome or Outcome.ROLLED_BACK)

    def read(self, key: str) -> tuple[int, ...]:
        """Read a list, and return it."""
        elements = self._connection.execute(select(LISTS.c.elements).where(LISTS.c.key == key)).scalar_one()
        self._operations.append(Read(key, tuple(map(int, elements.split()))))
        return tuple(map(int, elements.split()))

    def append(self, key: str, value: int) -> None:
        """Append the value to a list."""
        self._operations.append(Append(key, value))
        self._connection.execute(
            update(LISTS).where(LISTS.c.key == key).values(elements=LISTS.c.elements + f" {value}")
        )

    def commit(self) -> None:
        """Commit."""
        self._connection.commit()
        self.outcome = Outcome.COMMITTED

    def rollback(self, outcome: Outcome = Outcome.ROLLED_BACK) -> None:
        """Roll back, for the reason that `outcome` gives."""
        self._connection.rollback()
        self.outcome = outcome

    def take(self, step: str, values: Iterator[int]) -> None:
        """Take a step, unless the transaction has ended: "read KEY", "append KEY", "commit" or "rollback".

        Raises ValueError if it is none of these.
        """
        if self.outcome is not None:
            return
        try:
            match step.split():
                case ["read", key]:
                    self.read(key)
                case ["append", key]:
                    self.append(key, next(values))
                case ["commit"]:
                    self.commit()
                case ["rollback"]:
                    self.rollback()
                case _:
                    raise ValueError(f"{step!r} is not a step. Write read KEY, append KEY, commit or rollback.")
        except OperationalError as error:
            if error.connection_invalidated:
                raise
            self.rollback(Outcome.REFUSED)


def make_lists(engine: Engine, keys: Sequence[str]) -> None:
    """Create the table of lists, or replace it, with an empty list under each key."""
    LISTS.metadata.drop_all(engine)
    LISTS.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(LISTS), [{"key": key, "elements": ""} for key in keys])


def play(level: Level, url: str, interleaving: str) -> list[Transaction]:
    """Take the steps of several transactions in the given order, in one thread; return the history.

    A step that would have to wait for a lock is refused. In the end, a transaction reads x and y.
    """
    values = count(1)
    with _opened(level, url, ["x", "y"], milliseconds=1) as connect:
        connections: dict[str, Connection] = {}
        recorders: dict[str, Recorder] = {}
        for name, step in (step.split(maxsplit=1) for step in interleaving.split(", ")):
            if name not in recorders:
                recorders[name] = Recorder(name, connections.setdefault(name, connect()))
            recorders[name].take(step, values)
        for connection in connections.values():
            connection.close()
        return [recorder.transaction for recorder in recorders.values()] + _last_reads(connect, ["x y"])


def under_load(level: Level, url: str, seconds: float, transactions: int) -> list[Transaction]:
    """Run random transactions in several threads until the time or the number is reached; return the history."""
    numbers, values, deadline = count(), count(1), monotonic() + seconds
    rounds = [f"x{number} y{number} z{number}" for number in range(transactions // ROUND + 1)]

    def work(connect: Callable[[], Connection]) -> list[Transaction]:
        done = []
        while monotonic() < deadline and (number := next(numbers)) < transactions:
            # After a BEGIN that was refused, the same Connection would never send another one.
            with connect() as connection:
                recorder = Recorder(f"T{number + 1}", connection)
                for step in _random_steps(random.Random(number), rounds[number // ROUND].split()):  # noqa: S311
                    recorder.take(step, values)
            done.append(recorder.transaction)
        return done

    with _opened(level, url, " ".join(rounds).split(), milliseconds=100) as connect:
        with ThreadPoolExecutor(THREADS) as pool:
            histories = list(pool.map(work, [connect] * THREADS))
        return [transaction for history in histories for transaction in history] + _last_reads(connect, rounds)


def _random_steps(chance: random.Random, keys: list[str]) -> list[str]:
    steps = [f"{chance.choice(['read', 'append'])} {chance.choice(keys)}" for _ in range(chance.randint(2, 4))]
    return [*steps, chance.choice(["commit"] * 7 + ["rollback"])]


def _last_reads(connect: Callable[[], Connection], rounds: list[str]) -> list[Transaction]:
    """Read every list, so that the order of all appends is known: one transaction reads the lists of one round."""
    with connect() as connection:
        readers = [Recorder(f"the last reader of {keys.replace(' ', ', ')}", connection) for keys in rounds]
        for reader, keys in zip(readers, rounds, strict=True):
            for key in keys.split():
                reader.read(key)
            reader.commit()
    return [reader.transaction for reader in readers]


@contextmanager
def _opened(level: Level, url: str, keys: list[str], milliseconds: int) -> Iterator[Callable[[], Connection]]:
    """Create the lists; yield a function that opens connections, which wait for a lock so long and then fail."""
    engine = level.open(url)
    make_lists(engine, keys)
    engine.dispose()  # its connections waited for any lock, such as a vacuum's; the next ones fail

    def set_patience(connection: Any, _: object) -> None:
        connection.execute(PATIENCE[engine.dialect.name].format(milliseconds))
        connection.commit()

    event.listen(engine, "connect", set_patience)
    try:
        yield lambda: engine.connect().execution_options(**level.options)
    finally:
        engine.dispose()
