"""Findings as a comment on a pull request."""

import json
import re
from collections.abc import Iterator, Sequence

from ..findings import Finding, Level
from .grouping import Group, grouped


def markdown(findings: Sequence[Finding]) -> str:
    """Return a paragraph for each finding, a table of its changes, and a list of its cures."""
    return "\n".join("\n".join(_lines(finding)) + "\n" for finding in findings)


def _lines(finding: Finding) -> Iterator[str]:
    level = "" if finding.level is Level.NOTICE else f"**{finding.level}:** "
    yield f"{level}{escaped(finding.title)}"
    if finding.changes:
        yield "\n| verdict | operation | change | where |\n|---|---|---|---|"
        yield from map(_row, grouped(finding.changes))
    if finding.diff:
        yield f"\n```diff\n{finding.diff}\n```"
    if finding.cures:
        yield f"\nTo mend it{', one of these' if len(finding.cures) > 1 else ''}:\n"
    for cure in finding.cures:
        first, *rest = cure.splitlines()
        yield f"- {escaped(first)}"
        if rest:
            yield "\n".join(["  ```toml", *(f"  {line}" for line in rest), "  ```"])


def _row(group: Group) -> str:
    shown, change = group.shown, group.shown.change
    told = f"{escaped(change.text)} ({change.rule})"
    if change.witness:
        value = json.dumps(change.witness.value, ensure_ascii=False)
        told += f"<br>{_code(value)}<br>{escaped(change.witness.sentence)}"
    if group.likewise:
        told += f"<br>likewise: {', '.join(map(_code, group.likewise))}"
    if shown.admitted:
        told += f"<br>admitted: {escaped(shown.admitted)}"
    where = f"{shown.place.file}:{shown.place.line}" if shown.place.file else change.pointer
    verdict = change.verdict if shown.level is Level.NOTICE else f"**{change.verdict}**"
    return f"| {verdict} | {_code(change.operation or 'the document')} | {told} | {_code(where)} |"


def escaped(text: str) -> str:
    """Return a text in one line, in which nothing but code between backticks is markup."""
    parts = " ".join(text.split()).replace("|", r"\|").split("`")
    parts[::2] = (re.sub(r"([*_<\[])", r"\\\1", part) for part in parts[::2])
    return "`".join(parts)


def _code(text: str) -> str:
    """Return a text as code, within backticks that it has not."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", r"\|")
