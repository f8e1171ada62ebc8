"""Read the pairs: one JSON object per line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

PAIRS = Path(__file__).with_name("pairs.jsonl")
LABELS = ("breaking", "doubtful", "safe", "documentation", "identical")


class PairError(ValueError):
    """A file of pairs cannot be read, or a line is no pair."""


class Pair(NamedTuple):
    """Two documents and their label.

    Attributes:
        id: The name of the pair.
        kind: Its class; `unlabelled` if none is given.
        label: Its effect on clients, one of LABELS; None if it is not known.
        old: The document that clients rely on.
        new: The document that replaces it.
    """

    id: str
    kind: str
    label: str | None
    old: Any
    new: Any


def pairs(file: Path) -> Iterator[Pair]:
    """Give the pairs of a file; raises PairError."""
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _pair(line, f"{file}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise PairError(f"The pairs cannot be read: {error}") from error


def _pair(line: str, place: str) -> Pair:
    try:
        row = json.loads(line)
        pair = Pair(row["id"], row.get("class", "unlabelled"), row.get("label"), row["old"], row["new"])
    except ValueError as error:
        raise PairError(f"{place} is no JSON: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise PairError(f"{place} is no pair: it is an object with `id`, `old` and `new` ({error}).") from error
    if pair.label is not None and pair.label not in LABELS:
        raise PairError(f"{place} has the label {pair.label!r}. There is: {', '.join(LABELS)}, or none.")
    return pair
