"""`python -m tests.isolation`: search each isolation level of both databases for anomalies, and print them."""

import argparse
import os
import sys
from collections.abc import Sequence

from tests.backends import Backend, PostgreSQL, SQLite
from tests.isolation.anomalies import Anomaly, anomalies, smallest
from tests.isolation.history import Outcome
from tests.isolation.workload import INTERLEAVINGS, LEVELS, Level, play, under_load
from tests.postgres import SourceError, server

ROW = "{:<14} {:<18} {:>12} {:>8}  {}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Search with the options of the arguments; return the exit status, which is 1 if there is no PostgreSQL."""
    parser = argparse.ArgumentParser(prog="python -m tests.isolation", description="Search for isolation anomalies.")
    parser.add_argument("--seconds", type=float, default=3, help="of load on each level (default: %(default)s)")
    parser.add_argument("--transactions", type=int, default=2000, help="at most, on a level (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        with server(os.environ.get("BLOG_TEST_POSTGRES_FROM")) as (url, source):
            for backend, levels in ((SQLite(), LEVELS["sqlite"]), (PostgreSQL(url, source), LEVELS["postgresql"])):
                search(backend, levels, options.seconds, options.transactions)
    except SourceError as error:
        print(error)
        return 1
    return 0


def search(backend: Backend, levels: Sequence[Level], seconds: float, transactions: int) -> None:
    """Print a row for each level, then one anomaly of each level that has any."""
    print(backend.version, ROW.format("set up as", "level", "transactions", "refused", "anomalies"), sep="\n")
    examples = []
    with backend.new_database() as url:
        for level in levels:
            histories = [play(level, url, interleaving) for interleaving in INTERLEAVINGS.values()]
            histories.append(under_load(level, url, seconds, transactions))
            outcomes = [transaction.outcome for history in histories for transaction in history]
            found = smallest(anomaly for history in histories for anomaly in anomalies(history))
            refused = outcomes.count(Outcome.REFUSED)
            print(ROW.format(level.setup, level.name, len(outcomes), refused, in_short(found)), flush=True)
            examples += [f"\n{level.setup}, {level.name}, for example {anomaly}" for anomaly in found[:1]]
    print(*examples, end="\n\n", sep="\n")


def in_short(found: Sequence[Anomaly]) -> str:
    """Return the names of the anomalies, each with its everyday names; "none" if there is no anomaly."""
    everyday: dict[str, list[str]] = {}
    for anomaly in found:
        everyday.setdefault(anomaly.name, []).extend([anomaly.everyday] if anomaly.everyday else [])
    return ", ".join(f"{name} ({', '.join(names)})" if names else name for name, names in everyday.items()) or "none"


if __name__ == "__main__":
    sys.exit(main())
