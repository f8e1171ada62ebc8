"""`python -m contracts.drift.tests.search`: search for verdicts that are too mild, then for planted mistakes.

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
from itertools import islice
from random import Random
from typing import NamedTuple

from contracts.drift.tests.search import planted
from contracts.drift.tests.search.hunt import Judgment, judged, random_case
from contracts.drift.tests.search.shrinking import shrunk
from contracts.drift.tests.search.texts import TextJudgment, judged_texts

BATCH = 100  # the number of pairs that a worker judges before it reports, each by texts and by values
MANY = 20  # the number of wrong verdicts after which the search stops


class Batch(NamedTuple):
    """The results for some pairs: the count of each verdict, the answers of jsonschema-rs, and the wrong verdicts."""

    verdicts: Counter[str]
    contained: Counter[str]
    mistakes: list[Judgment]
    by_texts: list[TextJudgment]

    def together(self, other: "Batch") -> "Batch":
        """Return the results of both batches."""
        return Batch(
            self.verdicts + other.verdicts,
            self.contained + other.contained,
            self.mistakes + other.mistakes,
            self.by_texts + other.by_texts,
        )


NOTHING = Batch(Counter(), Counter(), [], [])


def batch(first: int) -> Batch:
    """Judge some pairs; the number of a pair gives the same pair in every run."""
    found = NOTHING
    for number in range(first, first + BATCH // 2):
        random = Random(number)
        one = judged(random_case(random), random)
        verdict, contained = one.verdict or "refused", [one.contained] if one.contained else []
        found = found.together(Batch(Counter([str(verdict)]), Counter(contained), [one] if one.mistake else [], []))
    for text in judged_texts(first, BATCH // 4):
        found = found.together(Batch(Counter([str(text.verdict)]), Counter(), [], [text] if text.mistake else []))
    return found


def batches(first: int, pairs: int, seconds: float, workers: int) -> Iterator[Batch]:
    """Judge a number of pairs, or for a time, on several cores."""
    end = time.monotonic() + seconds
    numbers = iter(range(first, first + pairs, BATCH))
    with ProcessPoolExecutor(workers) as pool:
        running = {pool.submit(batch, number) for number in islice(numbers, 2 * workers)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                yield one.result()
                number = next(numbers, None)
                if number is not None and time.monotonic() < end:
                    running.add(pool.submit(batch, number))


def search(first: int, pairs: int, seconds: float, workers: int) -> int:
    """Print the results of a search; returns the number of verdicts that are too mild."""
    start = time.monotonic()
    found = NOTHING
    for one in batches(first, pairs, seconds, workers):
        found = found.together(one)
        if len(found.mistakes) + len(found.by_texts) >= MANY:
            break
    said = ", ".join(f"{many:,} {verdict}" for verdict, many in found.verdicts.most_common())
    print(f"{found.verdicts.total():,} pairs in {time.monotonic() - start:.0f} s: {said}.")
    proven, unknown = found.contained["yes"], found.contained["unknown"]
    print(f"Of those that are safe by values, jsonschema-rs proves {proven:,}, and cannot say of {unknown:,}.")
    print(f"{len(found.mistakes) + len(found.by_texts)} false safes.", flush=True)
    if found.mistakes:
        smallest = min(map(shrunk, sorted(found.mistakes, key=_size)[:3]), key=_size)
        print(
            f"The smallest is called {smallest.verdict} as a {smallest.case.way}, but for {json.dumps(smallest.value)}:"
        )
        print(f"  old {json.dumps(smallest.case.old)}\n  new {json.dumps(smallest.case.new)}", flush=True)
    if found.by_texts:
        text = min(found.by_texts, key=lambda one: len(json.dumps(one.pair)))
        print(f"The smallest by texts is called {text.verdict}, but for {text.mistake}:")
        print(f"  old {json.dumps(text.pair[0])}\n  new {json.dumps(text.pair[1])}", flush=True)
    return len(found.mistakes) + len(found.by_texts)


def _size(found: Judgment) -> int:
    return len(json.dumps(found.case))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the search with the arguments; returns the exit status."""
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
