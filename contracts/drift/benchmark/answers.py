"""The answer of a tool for a pair, with its time and memory."""

from enum import StrEnum
from typing import NamedTuple


class Said(StrEnum):
    """The verdict of a tool."""

    BREAKING = "breaking"
    UNDECIDED = "undecided"
    SAFE = "safe"
    NOTHING = "nothing"


class Answer(NamedTuple):
    """The answer of a tool.

    Attributes:
        said: The verdict, NOTHING if the tool crashed or did not answer in time.
        problem: Why there is no verdict; empty if there is one.
        seconds: Its CPU time.
        megabytes: Its peak memory.
    """

    said: Said
    problem: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
