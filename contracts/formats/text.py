"""Findings for a person at a terminal."""

import json
from collections.abc import Iterator, Sequence

from ..drift import RULES, Verdict
from ..findings import Finding, Level
from .grouping import Group, grouped


def text(findings: Sequence[Finding]) -> str:
    """Return the findings as paragraphs: what happened, what changed, and what mends it."""
    return "\n".join("".join(f"{line}\n" for line in _lines(finding)) for finding in findings)


def _lines(finding: Finding) -> Iterator[str]:
    level = "" if finding.level is Level.NOTICE else f"{finding.level}: "
    yield f"{level}{finding.title}"
    for group in grouped(finding.changes):
        yield ""
        yield f"  {group.shown.change.verdict}: {told(group)}"
        yield from (f"    {line}" for line in explained(group))
    if finding.diff:
        yield ""
        yield from (f"  {line}".rstrip() for line in finding.diff.splitlines())
    if finding.cures:
        yield ""
        yield from (f"  {line}" for line in cured(finding))


def told(group: Group) -> str:
    """Return what changed, at which operation."""
    change = group.shown.change
    where = "" if not change.operation or change.operation in change.text else f"{change.operation}: "
    return f"{where}{change.text} [{change.rule}]"


def explained(group: Group) -> Iterator[str]:
    """Give where a change is, the value that proves it, whom it may hurt and what they do, and why it is admitted."""
    change, place = group.shown.change, group.shown.place
    yield f"{place.file}:{place.line} {change.pointer}" if place.file else f"at {change.pointer}"
    if change.witness:
        yield json.dumps(change.witness.value, ensure_ascii=False)
        yield change.witness.sentence
    if change.verdict in (Verdict.UNDECIDED, Verdict.BREAKING):
        yield RULES[change.rule].page.splitlines()[-1]
    if group.likewise:
        yield f"likewise: {', '.join(group.likewise)}"
    if group.shown.admitted:
        yield f"admitted: {group.shown.admitted}"


def cured(finding: Finding) -> Iterator[str]:
    """Give what mends a finding, as a list."""
    if finding.cures:
        yield "To mend it, one of these:" if len(finding.cures) > 1 else "To mend it:"
    for cure in finding.cures:
        first, *rest = cure.splitlines()
        yield f"- {first}"
        yield from (f"    {line}" for line in rest)
