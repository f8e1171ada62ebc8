"""`python -m contracts.drift.tests.search`: search for verdicts that are too mild, then for mistakes that are planted.

Exits with 1 if a verdict is too mild, or a mistake is not found.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from random import Random
from typing import NamedTuple

from contracts.drift.tests.search import planted
from contracts.drift.tests.search.hunt import Judgment, judged, random_case
from contracts.drift.tests.search.shrinking import shrunk

BATCH = 100  # pairs that one worker judges before it tells
MANY = 20  # mistakes after which there is no need for more


class Batch(NamedTuple):
    """What is found in some pairs."""

    verdicts: Counter[str]
    contained: Counter[str]
    mistakes: list[Judgment]


def batch(first: int, pairs: int = BATCH) -> Batch:
    """Judge some pairs, each known by its number: it is the same in every run."""
    verdicts: Counter[str] = Counter()
    contained: Counter[str] = Counter()
    mistakes = []
    for number in range(first, first + pairs):
        random = Random(number)
        found = judged(random_case(random), random)
        verdicts[found.verdict.value if found.verdict else "refused"] += 1
        contained[found.contained] += bool(found.contained)
        if found.mistake:
            mistakes.append(found)
    return Batch(verdicts, contained, mistakes)


def batches(first: int, pairs: int, seconds: float, workers: int) -> Iterator[Batch]:
    """Judge so many pairs, or for so long, on several cores."""
    end = time.monotonic() + seconds
    numbers = iter(range(first, first + pairs, BATCH))
    with ProcessPoolExecutor(workers) as pool:
        running = {pool.submit(batch, number) for number, _ in zip(numbers, range(2 * workers), strict=False)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                yield one.result()
                number = next(numbers, None)
                if number is not None and time.monotonic() < end:
                    running.add(pool.submit(batch, number))


def search(first: int, pairs: int, seconds: float, workers: int) -> int:
    """Print what a search finds; returns how many verdicts are too mild."""
    start = time.monotonic()
    verdicts: Counter[str] = Counter()
    contained: Counter[str] = Counter()
    mistakes: list[Judgment] = []
    for one in batches(first, pairs, seconds, workers):
        verdicts += one.verdicts
        contained += one.contained
        mistakes += one.mistakes
        if len(mistakes) >= MANY:
            break
    said = ", ".join(f"{many} {verdict}" for verdict, many in verdicts.most_common())
    print(f"{verdicts.total():,} pairs in {time.monotonic() - start:.0f} s: {said}.")
    print(f"Of the safe ones, jsonschema-rs proves {contained['yes']}, and cannot say of {contained['unknown']}.")
    print(f"{len(mistakes)} false safes.", flush=True)
    if mistakes:
        smallest = min(map(shrunk, sorted(mistakes, key=_size)[:3]), key=_size)
        print(
            f"The smallest is called {smallest.verdict} as a {smallest.case.way}, but for {json.dumps(smallest.value)}:"
        )
        print(f"  old {json.dumps(smallest.case.old)}\n  new {json.dumps(smallest.case.new)}", flush=True)
    return len(mistakes)


def _size(found: Judgment) -> int:
    return len(json.dumps(found.case))


def main(arguments: Sequence[str] | None = None) -> int:
    """Search as the arguments say; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m contracts.drift.tests.search", description="Search for mistakes.")
    parser.add_argument("--pairs", type=int, default=1_000_000, help="how many to judge (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=120, help="for how long at most (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first pair (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="how many at once (default: all cores)")
    parser.add_argument("--no-planted", action="store_true", help="plant no mistakes afterwards")
    options = parser.parse_args(arguments)
    failures = search(options.first, options.pairs, options.minutes * 60, options.workers)
    if not options.no_planted:
        failures += planted.check(options.workers)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
