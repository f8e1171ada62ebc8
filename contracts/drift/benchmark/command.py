"""The command that scores a tool."""

import argparse
import os
import shlex
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .pairs import PAIRS, Pair, PairError, pairs
from .printing import as_json, as_text
from .scores import Judged, judged
from .tool import Statuses, Tool

SCORED, NOT_SCORED = 0, 2
"""The exit statuses."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a tool; returns the exit status: 0 it is scored, 2 it cannot be."""
    options = parser().parse_args(arguments)
    words = options.command[1:] if options.command[:1] == ["--"] else options.command
    command = shlex.split(words[0]) if len(words) == 1 else words
    if not command or shutil.which(command[0]) is None:
        print(f"benchmark: There is no program {command[0] if command else ''!r} to run.", file=sys.stderr)
        return NOT_SCORED
    tool = Tool(command, Statuses(options.safe, options.breaking, options.undecided), options.verdict, options.seconds)
    try:
        results = _scored(tool, pairs(options.data))
    except PairError as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return NOT_SCORED
    if not results:
        print(f"benchmark: There is no pair in {options.data}.", file=sys.stderr)
        return NOT_SCORED
    sys.stdout.write(as_json(results) if options.json else as_text(results))
    return SCORED


def _scored(tool: Tool, some: Iterator[Pair]) -> list[Judged]:
    """Run a tool for all pairs, several at a time, and return the results in the order of the pairs."""
    numbered, lock, results = enumerate(some), threading.Lock(), dict[int, Judged]()

    def work() -> None:
        # Each worker reads the next pair when it is free, so that a large file is never in memory as a whole.
        while True:
            with lock:
                number, pair = next(numbered, (0, None))
            if pair is None:
                return
            results[number] = judged(pair, tool.answer(pair))

    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        for running in [pool.submit(work) for _ in range(workers)]:
            running.result()
    return [results[number] for number in sorted(results)]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the options."""
    made = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        description="Score a tool that compares OpenAPI documents, by pairs whose effect on clients is known.",
    )
    made.add_argument("--data", type=Path, default=PAIRS, metavar="FILE", help="the pairs (default: the benchmark's)")
    made.add_argument("--safe", type=int, default=0, metavar="N", help="the exit status for safe (default: 0)")
    made.add_argument("--breaking", type=int, default=1, metavar="N", help="the exit status for breaking (default: 1)")
    made.add_argument("--undecided", type=int, metavar="N", help="the exit status for undecided (default: none)")
    made.add_argument("--verdict", metavar="KEY", help="the key of the verdict in the JSON output of the tool")
    made.add_argument("--seconds", type=float, default=60, help="how long to wait for an answer (default: 60)")
    made.add_argument("--json", action="store_true", help="print the score as JSON")
    made.add_argument(
        "command",
        nargs=argparse.REMAINDER,
        metavar="TOOL-COMMAND",
        help="the command; {old} and {new} stand for the two files, which are appended if it contains neither",
    )
    return made
