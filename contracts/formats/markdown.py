"""Findings as a comment on a pull request."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding, Level, Shown
from .limits import fitting, gravest, left_out
from .wording import located, remarks, witnessed


def markdown(findings: Sequence[Finding]) -> str:
    """Return a paragraph for each finding, a table of its changes, and a list of its cures.

    A comment has room for 64 KB: beyond that, the least severe changes are left out and counted.
    """
    gravities = [shown.change.verdict.gravity for finding in findings for shown in finding.changes]

    def render(count: int) -> str:
        kept = gravest(gravities, count)
        paragraphs, start = [], 0
        for finding in findings:
            changes = [shown for index, shown in enumerate(finding.changes, start) if index in kept]
            start += len(finding.changes)
            paragraphs.append("\n".join(_lines(finding, changes)) + "\n")
        missing = left_out(len(gravities) - count, len(gravities))
        return "\n".join([*paragraphs, *([f"{missing}\n"] if missing else [])])

    return fitting(render, len(gravities))


def _lines(finding: Finding, changes: Sequence[Shown]) -> Iterator[str]:
    level = "" if finding.level is Level.NOTICE else f"**{finding.level}:** "
    yield f"{level}{escaped(finding.title)}"
    if changes:
        yield "\n| verdict | operation | change | where |\n|---|---|---|---|"
        yield from map(_row, changes)
    if finding.diff:
        yield f"\n```diff\n{finding.diff}\n```"
    if finding.cures:
        yield f"\nTo mend it{', one of these' if len(finding.cures) > 1 else ''}:\n"
    yield from (f"- {escaped(cure)}" for cure in finding.cures)


def _row(shown: Shown) -> str:
    change = shown.change
    parts = [f"{escaped(change.text)} ({change.rule})"]
    if change.witness:
        parts += [code(witnessed(change)), escaped(change.witness.sentence)]
    parts += map(escaped, remarks(shown))
    verdict = change.verdict if shown.level is Level.NOTICE else f"**{change.verdict}**"
    operation = code(change.operation or "the document")
    return f"| {verdict} | {operation} | {'<br>'.join(parts)} | {code(located(shown))} |"


def escaped(text: str) -> str:
    """Return a text in one line, escaped, so that only the backticks of code are markup."""
    parts = " ".join(text.split()).replace("|", r"\|").split("`")
    parts[::2] = (re.sub(r"([*_<\[])", r"\\\1", part) for part in parts[::2])
    return "`".join(parts)


def code(text: str) -> str:
    """Return a text as code, between more backticks than it contains in a row."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", r"\|")
