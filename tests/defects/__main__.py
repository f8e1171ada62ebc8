"""`python -m tests.defects [NAME ...]`: plant the defects, one at a time, and print which test notices each.

Exits with 1 if one is not noticed or does not apply.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.defects import DIRECTORY
from tests.defects.runner import ROUNDS, BrokenRunError, Round, fails_anyway, first_to_notice, running_postgres
from tests.patches import DoesNotApplyError, Patch, all_patches


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the defects that the arguments name, or all of them; return the exit status."""
    defects = {defect.name: defect for defect in all_patches(DIRECTORY)}
    parser = argparse.ArgumentParser(
        prog="python -m tests.defects", description="Check that the suite notices each defect."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a defect, by its file's name without .patch")
    parser.add_argument("--workers", type=int, default=3, help="how many at once (default: %(default)s)")
    parser.add_argument(
        "--shard", type=shard, default=slice(None), metavar="I/N", help="only every Nth, from the Ith on"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(defects):
        parser.error(f"there is no {', '.join(sorted(unknown))} in tests/defects")
    with running_postgres() as environment:
        if not options.names and (red := fails_anyway(environment, options.workers)):
            print(f"{red} fails without a defect. Mend it first: else it would count as noticing every defect.")
            return 1
        chosen = [defects[name] for name in options.names or defects][options.shard]
        return check(chosen, ROUNDS, environment, options.workers)


def shard(text: str) -> slice:
    """Return the slice of the defects that a shard such as "2/4" has; raise ValueError."""
    first, count = map(int, text.split("/"))
    if not 1 <= first <= count:
        raise ValueError(text)
    return slice(first - 1, None, count)


def check(defects: Sequence[Patch], rounds: Sequence[Round], environment: Mapping[str, str], workers: int) -> int:
    """Print a line for each defect, and return 0 if the suite notices all of them, else 1."""
    failures = 0
    with ThreadPoolExecutor(workers) as pool:
        for noticed, line in pool.map(partial(_verdict, rounds=rounds, environment=environment), defects):
            failures += not noticed
            print(line, flush=True)
    print(f"{len(defects) - failures} of {len(defects)} defects are noticed.")
    return 1 if failures else 0


def _verdict(defect: Patch, rounds: Sequence[Round], environment: Mapping[str, str]) -> tuple[bool, str]:
    """Return whether a defect is noticed, and the line to print about it."""
    try:
        verdict = first_to_notice(defect.apply, rounds, environment)
    except (DoesNotApplyError, BrokenRunError) as error:
        return False, f"FAILED {defect.name}: {error}"
    if not verdict.noticed_by:
        return False, f"FAILED {defect.name}: no test notices it. {defect.description}"
    return True, f"{defect.name:<44} {verdict.database:<10} {verdict.seconds:4.0f} s  {verdict.noticed_by}"


if __name__ == "__main__":
    sys.exit(main())
