"""Findings for a person at a terminal."""

from collections.abc import Iterator, Sequence

from ..findings import Finding, Level
from .wording import cured, explained, headline


def text(findings: Sequence[Finding]) -> str:
    """Return the findings as paragraphs: what happened, what changed, and how to fix it."""
    return "\n".join("".join(f"{line}\n" for line in _lines(finding)) for finding in findings)


def _lines(finding: Finding) -> Iterator[str]:
    level = "" if finding.level is Level.NOTICE else f"{finding.level}: "
    yield f"{level}{finding.title}"
    for shown in finding.changes:
        yield ""
        yield f"  {shown.change.verdict}: {headline(shown.change)}"
        yield from (f"    {line}" for line in explained(shown))
    if finding.diff:
        yield ""
        yield from (f"  {line}".rstrip() for line in finding.diff.splitlines())
    if finding.cures:
        yield ""
        yield from (f"  {line}" for line in cured(finding))
