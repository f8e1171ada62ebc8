"""`python -m tests.bench`: measure the ladder on both databases, and print what each layer of the blog costs.

With `--write`, it also draws the ladder and writes the table into blog/README.md.
"""

import argparse
import sys
from pathlib import Path

from tests.bench.drawing import draw
from tests.bench.filled import databases
from tests.bench.ladder import BLOG, TUTORIAL, Ladder, climb, microseconds, shares
from tests.bench.requests import LoadError, wrk

README = Path(__file__).parents[2] / "blog/README.md"
DRAWING = Path(__file__).with_name("ladder.svg")
BEGIN, END = "<!-- the ladder -->\n", "<!-- end of the ladder -->\n"


def main() -> int:
    """Measure, and print the tables; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each rung is measured (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="of load at a time (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="write the drawing, and the table into blog/README.md")
    options = parser.parse_args()
    try:
        wrk()
        with databases() as backends:
            ladders = {name: climb(backend, options.rounds, options.seconds) for name, backend in backends.items()}
    except LoadError as error:
        print(error)
        return 1
    for name, ladder in ladders.items():
        print(*section(name, ladder), "Microseconds for one request:", "", *microseconds(ladder), "", sep="\n")
    if options.write:
        write(ladders)
    return 0


def section(name: str, ladder: Ladder) -> list[str]:
    """Return the lines of Markdown that show the ladder of one database."""
    times = [
        f"{request} {float(f'{rungs[BLOG] / rungs[TUTORIAL]:.2g}'):n}"
        for request, rungs in ladder.items()
        if TUTORIAL in rungs
    ]
    return [
        f"On {name}:",
        "",
        *shares(ladder),
        "",
        f"Times the requests per second of a tutorial's blog: {', '.join(times)}.",
        "",
    ]


def write(ladders: dict[str, Ladder]) -> None:
    """Write the drawing, and the tables of the shares into the README."""
    DRAWING.write_text(draw(ladders), encoding="utf-8")
    before, begin, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    lines = [line for name, ladder in ladders.items() for line in section(name, ladder)]
    README.write_text(before + begin + "\n" + "\n".join(lines) + "\n" + end + after, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
