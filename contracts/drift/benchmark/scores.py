"""Compare the answers of a tool with the labels, and count the outcomes by class."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from .answers import Answer, Said
from .pairs import Pair


class Outcome(StrEnum):
    """The answer compared with the label, from severe to mild."""

    FALSE_SAFE = "false safe"
    CRASH = "crash"
    FALSE_ALARM = "false alarm"
    UNDECIDED = "undecided"
    AGREED = "agreed"
    UNLABELLED = "unlabelled"


class Judged(NamedTuple):
    """A pair without its documents, the answer of a tool, and the outcome."""

    id: str
    kind: str
    label: str | None
    answer: Answer
    outcome: Outcome


class Score(NamedTuple):
    """The figures of some pairs."""

    pairs: int
    outcomes: Counter[Outcome]
    median_seconds: float
    most_seconds: float
    most_megabytes: float

    @classmethod
    def of(cls, some: Iterable[Judged]) -> "Score":
        """Return the figures of some judged pairs, of which there is at least one."""
        all_ = list(some)
        seconds = [one.answer.seconds for one in all_]
        memory = max(one.answer.megabytes for one in all_)
        return cls(len(all_), Counter(one.outcome for one in all_), median(seconds), max(seconds), memory)


def judged(pair: Pair, answer: Answer) -> Judged:
    """Compare the answer of a tool with the label."""
    return Judged(pair.id, pair.kind, pair.label, answer, _outcome(pair.label, answer.said))


def _outcome(label: str | None, said: Said) -> Outcome:
    if said is Said.NOTHING:
        return Outcome.CRASH
    if label is None:
        return Outcome.UNLABELLED
    if said is Said.UNDECIDED:
        return Outcome.AGREED if label == "doubtful" else Outcome.UNDECIDED
    hurts, called = label in ("breaking", "doubtful"), said is Said.BREAKING
    if hurts == called:
        return Outcome.AGREED
    return Outcome.FALSE_SAFE if hurts else Outcome.FALSE_ALARM
