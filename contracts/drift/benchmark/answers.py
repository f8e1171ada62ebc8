"""What a tool says of a pair, and how long it took."""

from enum import StrEnum
from typing import NamedTuple


class Said(StrEnum):
    """The verdict of a tool."""

    BREAKING = "breaking"
    UNDECIDED = "undecided"
    SAFE = "safe"
    NOTHING = "nothing"


class Answer(NamedTuple):
    """What a tool says.

    Attributes:
        said: The verdict, NOTHING where the tool crashed or had no answer in time.
        problem: Why there is no verdict, or an empty text.
        seconds: The time of CPU that it took.
        megabytes: The memory that it took at most.
    """

    said: Said
    problem: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
