"""Two documents compared."""

from collections.abc import Iterator
from typing import Any

from contracts.drift.document import checked
from contracts.drift.operations import operations
from contracts.drift.report import Change, Report, Verdict


def compare(old: Any, new: Any) -> Report:
    """Compare two OpenAPI documents as parsed from JSON; raises DocumentError where one cannot be compared."""
    return Report(tuple(sorted(_changes(checked(old), checked(new)), key=lambda one: (one.operation, one.pointer))))


def _changes(old: Any, new: Any) -> Iterator[Change]:
    before, after = dict(operations(old)), dict(operations(new))
    for key in before.keys() - after.keys():
        name, pointer, _ = before[key]
        yield Change("operation-removed", Verdict.BREAKING, name, pointer, f"{name} is gone.")
    for key in after.keys() - before.keys():
        name, pointer, _ = after[key]
        yield Change("operation-added", Verdict.COMPATIBLE, name, pointer, f"{name} is new.")
