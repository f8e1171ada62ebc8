"""The words that several formats share."""

import json
from collections.abc import Iterator, Sequence

from ..drift import RULES, Change, Verdict
from ..findings import Finding, Shown

_NAMED = 3
"""How many of the other operations of a change are named; the rest is counted."""


def told(change: Change) -> str:
    """Return what changed, at which operation."""
    where = "" if not change.operation or change.operation in change.text else f"{change.operation}: "
    return f"{where}{change.text} [{change.rule}]"


def hurt(change: Change) -> str:
    """Return whom a change may hurt and what they do, "" where it hurts nobody."""
    page = RULES[change.rule].page if change.rule in RULES else ""
    return page.splitlines()[-1] if page and change.verdict in (Verdict.UNDECIDED, Verdict.BREAKING) else ""


def listed(operations: Sequence[str]) -> str:
    """Return the first operations by their names, and how many more there are."""
    more = len(operations) - _NAMED
    return ", ".join(operations[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def located(shown: Shown) -> str:
    """Return the file and line of a change, or its pointer where it is in no file."""
    return f"{shown.place.file}:{shown.place.line}" if shown.place.file else shown.change.pointer


def witnessed(change: Change) -> str:
    """Return the value that proves a change, as JSON; "" where there is none."""
    return json.dumps(change.witness.value, ensure_ascii=False) if change.witness else ""


def remarks(shown: Shown) -> Iterator[str]:
    """Give what else there is to say of a change: its other operations, who made it, and who decided about it."""
    if shown.change.likewise:
        yield f"likewise: {listed(shown.change.likewise)}"
    if shown.compared:
        yield f"{shown.compared} by the comparison, {shown.change.verdict} by [tool.contracts.severity]"
    if shown.is_frameworks:
        yield "as by an upgrade of FastAPI or Pydantic, not by the app's code"
    if shown.admitted:
        yield f"admitted: {shown.admitted}"


def explained(shown: Shown) -> Iterator[str]:
    """Give where a change is, the value that proves it, whom it may hurt, and the remarks."""
    yield f"{located(shown)} {shown.change.pointer}" if shown.place.file else f"at {shown.change.pointer}"
    if shown.change.witness:
        yield witnessed(shown.change)
        yield shown.change.witness.sentence
    if sentence := hurt(shown.change):
        yield sentence
    yield from remarks(shown)


def cured(finding: Finding) -> Iterator[str]:
    """Give what mends a finding, as a list."""
    if finding.cures:
        yield "To mend it, one of these:" if len(finding.cures) > 1 else "To mend it:"
    yield from (f"- {cure}" for cure in finding.cures)
