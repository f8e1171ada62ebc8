"""Findings as annotations of a GitHub workflow, at the lines of the files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..drift import Verdict
from ..errors import CannotCheckError
from ..findings import Finding, Level
from ..sources import Place
from ..sources.git import Git
from .grouping import grouped
from .text import cured, explained, told


def github(findings: Sequence[Finding]) -> str:
    """Return a workflow command for each finding and each place of a change that a client notices.

    Run it in the project's directory: GitHub knows files by their paths from the top of the repository.
    """
    top = _top()
    return "".join(line + "\n" for finding in findings for line in _lines(finding, top))


def _lines(finding: Finding, top: Path) -> Iterator[str]:
    if finding.level is Level.NOTICE:
        yield finding.title  # a line of the log
    else:
        message = "\n".join([finding.title, *finding.diff.splitlines(), *cured(finding)])
        yield _command(finding.level, finding.place, top, "contracts", message)
    for group in grouped(finding.changes):
        verdict = group.shown.change.verdict
        if verdict is not Verdict.DOCUMENTATION:
            message = "\n".join([told(group), *explained(group)])
            yield _command(group.shown.level, group.shown.place, top, verdict, message)


def _command(level: Level, place: Place, top: Path, title: str, message: str) -> str:
    properties = {"title": title}
    if place.file:
        properties = {"file": _from(top, place.file), "line": str(place.line), **properties}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _top() -> Path:
    try:
        return Git(Path.cwd()).top()
    except CannotCheckError:
        return Path.cwd()


def _from(top: Path, file: str) -> str:
    """Return a file's path from the top; one that is not here, as of a commit, is named from there already."""
    path = Path(file).resolve()
    return path.relative_to(top).as_posix() if path.exists() and path.is_relative_to(top) else file
