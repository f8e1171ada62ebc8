"""The words that several formats share."""

import json
from collections.abc import Iterator, Sequence

from ..drift import RULES, Change, Verdict
from ..findings import Finding, Shown

_NAMED = 3
"""How many of the other operations of a change are listed; the rest is counted."""


def headline(change: Change) -> str:
    """Return a line with the operation, what changed, and the rule."""
    where = "" if not change.operation or change.operation in change.text else f"{change.operation}: "
    return f"{where}{change.text} [{change.rule}]"


def hurt(change: Change) -> str:
    """Return which clients a change may break and what to do, "" if it breaks none."""
    page = RULES[change.rule].page if change.rule in RULES else ""
    return page.splitlines()[-1] if page and change.verdict in (Verdict.UNDECIDED, Verdict.BREAKING) else ""


def listed(operations: Sequence[str]) -> str:
    """Return the names of the first operations, and how many more there are."""
    more = len(operations) - _NAMED
    return ", ".join(operations[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def located(shown: Shown) -> str:
    """Return the file and line of a change, or its pointer if it is in no file."""
    return f"{shown.place.file}:{shown.place.line}" if shown.place.file else shown.change.pointer


def witnessed(change: Change) -> str:
    """Return the witness of a change, as JSON; "" if there is none."""
    return json.dumps(change.witness.value, ensure_ascii=False) if change.witness else ""


def remarks(shown: Shown) -> Iterator[str]:
    """Give the remarks on a change: its other operations, its verdicts, a framework upgrade, and its approval."""
    if shown.change.likewise:
        yield f"likewise: {listed(shown.change.likewise)}"
    if shown.compared:
        yield f"{shown.compared} by the comparison, {shown.change.verdict} by [tool.contracts.severity]"
    if shown.is_frameworks:
        yield "from an upgrade of FastAPI or Pydantic, not from the app's code"
    if shown.admitted:
        yield f"admitted: {shown.admitted}"


def explained(shown: Shown) -> Iterator[str]:
    """Give the place of a change, its witness, the clients that it may break, and the remarks."""
    yield f"{located(shown)} {shown.change.pointer}" if shown.place.file else f"at {shown.change.pointer}"
    if shown.change.witness:
        yield witnessed(shown.change)
        yield shown.change.witness.sentence
    if sentence := hurt(shown.change):
        yield sentence
    yield from remarks(shown)


def cured(finding: Finding) -> Iterator[str]:
    """Give the ways to fix a finding, as a list."""
    if finding.cures:
        yield "To mend it, one of these:" if len(finding.cures) > 1 else "To mend it:"
    yield from (f"- {cure}" for cure in finding.cures)
