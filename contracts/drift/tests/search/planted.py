"""Plant mistakes in copies of the comparison, one at a time: the search must find each."""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from contracts.drift.tests.search.mistakes import MISTAKES, Mistake

DRIFT = Path(__file__).parents[2]
PAIRS = 20_000  # the number of pairs in which a mistake must be found
NOTHING = "None"
SECONDS = 1200  # the time after which a mistake counts as not found


class DoesNotApplyError(Exception):
    """The text of a mistake is not in its module; the message explains where, and how to fix the entry."""


class Verdict(NamedTuple):
    """Whether the search found a mistake, its message, and its time."""

    found: bool
    said: str
    seconds: float


def check(workers: int, mistakes: Sequence[Mistake] = MISTAKES) -> int:
    """Print a line for each mistake, and return how many the search does not find.

    The search must find nothing without a mistake: if it does, this counts as one more.
    """
    start = time.monotonic()
    if (unplanted := search_with(None)).said != NOTHING:
        print(f"FAILED  {'without a mistake':<60} {unplanted.seconds:4.0f} s  {unplanted.said}", flush=True)
        return 1
    missed = many = 0
    with ThreadPoolExecutor(workers) as pool:
        for mistake, verdict in zip(mistakes, pool.map(search_with, mistakes), strict=True):
            many += 1
            missed += not verdict.found
            found = "        " if verdict.found else "FAILED  "
            print(f"{found}{mistake.name:<60} {verdict.seconds:4.0f} s  {verdict.said}", flush=True)
    print(f"{many - missed} of {many} planted mistakes are found, in {time.monotonic() - start:.0f} s.")
    return missed


def search_with(mistake: Mistake | None) -> Verdict:
    """Plant a mistake in a copy of the comparison, if one is given, and search there until it is found."""
    start = time.monotonic()
    with TemporaryDirectory() as directory:
        copy = Path(directory).resolve()
        try:
            plant(mistake, copy)
            said = _searched(copy)
        except (DoesNotApplyError, subprocess.SubprocessError) as error:
            return Verdict(False, str(error), time.monotonic() - start)
    return Verdict(said.isdecimal(), f"pair {said}" if said.isdecimal() else said, time.monotonic() - start)


def plant(mistake: Mistake | None, copy: Path) -> None:
    """Copy the comparison, and plant a mistake in it if one is given; raises DoesNotApplyError."""
    package = copy / "contracts"
    shutil.copytree(DRIFT, package / "drift", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").touch()
    if mistake is None:
        return
    file = package / "drift" / mistake.file
    source = file.read_text(encoding="utf-8")
    if source.count(mistake.right) != 1:
        times = source.count(mistake.right)
        raise DoesNotApplyError(
            f"contracts/drift/{mistake.file} holds the text of {mistake.name!r} {times} times, not once. "
            f"Mend the entry in {Path(__file__).with_name('mistakes.py')}."
        )
    file.write_text(source.replace(mistake.right, mistake.wrong), encoding="utf-8")


def _searched(copy: Path) -> str:
    """Return the number of the first pair with a wrong verdict, or another message of the search."""
    program = (
        "from contracts.drift.tests.search import hunt\n"
        f"assert hunt.__file__.startswith({str(copy)!r}), hunt.__file__\n"
        f"print(hunt.first_mistake({PAIRS}))"
    )
    # With -c, Python searches the working directory first, which is that of the copy.
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=copy, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return done.stdout.strip() or done.stderr.strip()[-300:] or f"ended with status {done.returncode}"
