"""Findings as annotations of a GitHub workflow, at the lines of the files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..drift import Verdict
from ..findings import Finding, Level
from ..sources import NOWHERE, Place
from .paths import from_top, top
from .wording import cured, explained, headline

MOST = 10
"""How many annotations of each level GitHub shows for one step; it drops the others silently."""


class _Annotation(NamedTuple):
    level: Level
    gravity: int
    place: Place
    title: str
    message: str


def github(findings: Sequence[Finding]) -> str:
    """Return the log of a step: a line for each notice, and workflow commands for the rest, the most severe first.

    Only as many become commands as GitHub shows of each level; the others are plain lines of the log.
    Run it in the project's directory: GitHub needs the paths of files from the top of the repository.
    """
    lines = [" ".join(finding.title.split()) for finding in findings if finding.level is Level.NOTICE]
    annotations = sorted((one for finding in findings for one in _of(finding)), key=lambda one: -one.gravity)
    directory = top()
    for level in Level:
        lines += _shown([one for one in annotations if one.level is level], directory)
    return "".join(f"{line}\n" for line in lines)


def _of(finding: Finding) -> Iterator[_Annotation]:
    if finding.level is not Level.NOTICE:
        message = "\n".join([finding.title, *finding.diff.splitlines(), *cured(finding)])
        title = finding.title.partition(". ")[0].rstrip(".")
        yield _Annotation(finding.level, len(Verdict), finding.place, title, message)
    for shown in finding.changes:
        change = shown.change
        if change.verdict is not Verdict.DOCUMENTATION:
            message = "\n".join([headline(change), *explained(shown)])
            title = f"{change.verdict}: {change.rule}"
            yield _Annotation(shown.level, change.verdict.gravity, shown.place, title, message)


def _shown(annotations: list[_Annotation], directory: Path) -> Iterator[str]:
    shown = annotations if len(annotations) <= MOST else annotations[: MOST - 1]
    yield from (_command(one, directory) for one in shown)
    if rest := annotations[len(shown) :]:
        level = rest[0].level
        more = f"{len(rest)} more: GitHub shows {MOST} of each level, the log of this step has them all"
        yield _command(_Annotation(level, 0, NOWHERE, f"{len(rest)} more of this level", more), directory)
        # The text of a document must not begin a line that GitHub reads as a command.
        yield from (f"- {level}: {' '.join(one.message.split())}" for one in rest)


def _command(one: _Annotation, directory: Path) -> str:
    properties = {"title": one.title}
    if one.place.file:
        properties = {"file": from_top(directory, one.place.file), "line": str(one.place.line), **properties}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{one.level} {listed}::{_data(one.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
