"""The cost contract: how many functions each request calls, by the layer that calls them.

A count is the same on every machine, however busy it is; a time is not. A function that is not written in Python, as
those of Pydantic's core and of the database's driver are, counts as one call.
"""

import sys
import threading
import tomllib
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

Costs = Mapping[str, Mapping[str, int]]
"""The number of calls by the name of the request and by the layer."""

# By package.
LAYERS = {
    "blog": "blog",
    "fastapi": "fastapi",
    "starlette": "starlette",
    "anyio": "threads",
    "pydantic": "pydantic",
    "email_validator": "pydantic",
    "sqlalchemy": "sqlalchemy",
    "psycopg": "driver",
    "jinja2": "templates",
    "markupsafe": "templates",
}
TEMPLATE = ".html"  # a template that Jinja has compiled belongs to no package
GROWTH = 1.2  # a layer may make so many times the calls that are committed: versions of Python and packages differ


class Calls:
    """Counts the calls of every thread that starts while it is installed, by layer."""

    def __init__(self) -> None:
        """Begin with no calls."""
        self._seen: deque[str] = deque()  # its append is atomic, so threads can share it
        self._counting = False

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Watch this thread, and each thread that starts meanwhile."""
        sys.setprofile(self._take)
        threading.setprofile(self._take)
        yield
        threading.setprofile(None)
        sys.setprofile(None)

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """Give a counter that has the calls of each layer when the context ends."""
        counter = Counter[str]()
        self._counting = True
        yield counter
        self._counting = False
        counter.update(self._seen)
        self._seen.clear()

    def _take(self, frame: FrameType, event: str, _argument: Any) -> None:
        if self._counting and event in ("call", "c_call"):
            package = frame.f_globals.get("__name__", "").partition(".")[0]
            if package in LAYERS:
                self._seen.append(LAYERS[package])
            elif frame.f_code.co_filename.endswith(TEMPLATE):
                self._seen.append("templates")


def parse(text: str) -> dict[str, dict[str, int]]:
    """Return the costs of a committed file."""
    return tomllib.loads(text)


def render(title: str, costs: Costs) -> str:
    """Return the file to commit."""
    lines = [f"# {title}", ""]
    for name, layers in costs.items():
        calls = ", ".join(f"{layer} = {layers[layer]}" for layer in dict.fromkeys(LAYERS.values()) if layers.get(layer))
        lines.append(f'"{name}" = {{ {calls} }}')
    return "\n".join([*lines, ""])


def growth(name: str, file: str, committed: Mapping[str, int], counted: Mapping[str, int]) -> str:
    """Return the message about a request that costs more than is committed, or "" if it does not.

    It names the layers that make more than GROWTH times the committed calls.
    """
    grown = {
        layer: f"{calls:,} instead of {committed.get(layer, 0):,}"
        for layer, calls in counted.items()
        if calls > committed.get(layer, 0) * GROWTH
    }
    if not grown:
        return ""
    layers = "\n".join(f"  {layer}: {calls}" for layer, calls in grown.items())
    return (
        f"{name} calls more functions than {file} allows, in these layers:\n\n{layers}\n\n"
        "Something is done once more, or once for each row: undo it. If the cost is meant, commit it:\n"
        "  nox -s update"
    )
