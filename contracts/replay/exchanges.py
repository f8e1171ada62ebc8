"""Requests and their answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..drift.json_values import MISSING

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
SHOWN = 160  # characters of a body that are shown


@dataclass(frozen=True)
class Request:
    """A request.

    Attributes:
        method: Its method, like `GET`.
        target: Its path and query, as they are written in a URL.
        headers: Its headers, by name.
        content: Its body.
        shown: The header that it tests, if there is one.
        guessed: Whether an id in the path is a guess, so that the resource may not exist.
    """

    method: str
    target: str
    headers: Sequence[tuple[str, str]] = ()
    content: bytes = b""
    shown: str = ""
    guessed: bool = False

    def __str__(self) -> str:
        """Return the request as a line, without its other headers, which may be secret."""
        about = f" [{self.shown}]" if self.shown else ""
        return _line(f"{self.method} {self.target}{about}", self.content)


@dataclass(frozen=True)
class Answer:
    """An answer; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def json(self) -> Any:
        """The body, parsed as JSON; MISSING if it is not JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            return MISSING

    def __str__(self) -> str:
        """Return the answer as a line."""
        return _line(str(self.status), self.content)


@dataclass(frozen=True)
class Exchange:
    """A request and its answer."""

    request: Request
    answer: Answer

    def __str__(self) -> str:
        """Return both as a line."""
        return f"{self.request}: {self.answer}"


class NotReached(Exception):
    """A change could not be tried; the message is a sentence with the reason."""


def _line(head: str, content: bytes) -> str:
    text = " ".join(content.decode(errors="replace").split())
    return f"{head} {text if len(text) <= SHOWN else text[:SHOWN] + '...'}".rstrip()
