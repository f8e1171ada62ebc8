"""Print scores as text or as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from .scores import Judged, Outcome, Score

LISTED = (Outcome.FALSE_SAFE, Outcome.CRASH, Outcome.FALSE_ALARM, Outcome.UNDECIDED)
HEADINGS = {
    Outcome.FALSE_SAFE: "False safe: the pair breaks clients, but the tool answers that it does not.",
    Outcome.CRASH: "Crash: the tool has no answer.",
    Outcome.FALSE_ALARM: "False alarm: the pair breaks no client, but the tool answers that it does.",
    Outcome.UNDECIDED: "Undecided: the label is known, but the tool cannot decide.",
}
COLUMNS = (
    "pairs",
    "agreed",
    "false safe",
    "crash",
    "false alarm",
    "undecided",
    "unlabelled",
    "median s",
    "most s",
    "MB",
)


def as_text(results: Sequence[Judged]) -> str:
    """Return the pairs with wrong answers, the most severe errors first, and a table of the classes."""
    lines = []
    for outcome in LISTED:
        wrong = [one for one in results if one.outcome is outcome]
        if wrong:
            lines += [HEADINGS[outcome], *(f"  {one.id}{_why(one)}" for one in wrong), ""]
    rows = [("class", *COLUMNS), *((name, *_cells(score)) for name, score in by_class(results).items())]
    rows.append(("total", *_cells(Score.of(results))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *cells]))
    return "\n".join(lines) + "\n"


def as_json(results: Sequence[Judged]) -> str:
    """Return the figures of all pairs and of each class, and the answer for each pair."""
    whole = {
        "total": _figures(Score.of(results)),
        "classes": {name: _figures(score) for name, score in by_class(results).items()},
        "pairs": [
            {
                "id": one.id,
                "class": one.kind,
                "label": one.label,
                "said": one.answer.said,
                "outcome": one.outcome,
                "problem": one.answer.problem,
                "seconds": round(one.answer.seconds, 3),
                "megabytes": round(one.answer.megabytes, 1),
            }
            for one in results
        ],
    }
    return json.dumps(whole, indent=1) + "\n"


def by_class(results: Sequence[Judged]) -> dict[str, Score]:
    """Return the score of each class, in the order of the data."""
    names = dict.fromkeys(one.kind for one in results)
    return {name: Score.of(one for one in results if one.kind == name) for name in names}


def _figures(score: Score) -> dict[str, Any]:
    return {
        "pairs": score.pairs,
        **{outcome: score.outcomes[outcome] for outcome in Outcome},
        "median seconds": round(score.median_seconds, 3),
        "most seconds": round(score.most_seconds, 3),
        "most megabytes": round(score.most_megabytes, 1),
    }


def _cells(score: Score) -> tuple[str, ...]:
    counts = (str(score.outcomes[Outcome(name)] or "") for name in COLUMNS[1:7])
    figures = (f"{score.median_seconds:.2f}", f"{score.most_seconds:.2f}", f"{score.most_megabytes:.0f}")
    return (str(score.pairs), *counts, *figures)


def _why(one: Judged) -> str:
    return f": {one.answer.problem}" if one.answer.problem else ""
