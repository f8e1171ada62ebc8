"""The commands: `check` and `update` the contracts of a project, `diff` two documents, `explain` a rule."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from .api import ApiContract
from .demands import FailOn
from .drift import RULES
from .errors import CannotCheckError
from .findings import Finding, Level, counted, shown
from .formats import FORMATS
from .settings import Settings
from .sources import compared, source
from .storage import StorageContract

HOLDS, DOES_NOT_HOLD, NOT_CHECKED = range(3)
"""The exit statuses."""


class Contract(Protocol):
    """Something that is promised, and committed."""

    def check(self) -> Iterable[Finding]:
        """Compare what is committed with the code, and write nothing; raises CannotCheckError."""

    def update(self) -> Iterable[Finding]:
        """Write what the code says; gives what changed. Raises CannotCheckError."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command in the project's directory; returns the exit status: 0 holds, 1 does not, 2 is not checked."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except CannotCheckError as error:
        print(f"contracts: {error}", file=sys.stderr)
    except Exception:
        # Python would end with 1, which says that something does not hold.
        sys.excepthook(*sys.exc_info())
    return NOT_CHECKED


def _run(options: argparse.Namespace) -> int:
    if options.command == "explain":
        print(_explained(options.rule))
        return HOLDS
    if options.command == "diff":
        findings = [_difference(options.old, options.new, FailOn(options.fail_on))]
    elif options.command == "check":
        contracts = _contracts(FailOn(options.fail_on), options.blessed)
        findings = [finding for contract in contracts for finding in contract.check()]
    else:
        findings = [finding for contract in _contracts() for finding in contract.update()]
    sys.stdout.write(FORMATS[options.format](findings))
    fails = options.command != "update" and any(finding.level is Level.ERROR for finding in findings)
    return DOES_NOT_HOLD if fails else HOLDS


def _contracts(fail_on: FailOn = FailOn.BREAKING, ref: str | None = None) -> list[Contract]:
    """Return the contracts of the project in the working directory."""
    settings = Settings.of_project(Path.cwd())
    return [ApiContract(settings, fail_on, ref), StorageContract(settings)]


def _difference(old_name: str, new_name: str, fail_on: FailOn) -> Finding:
    if old_name == new_name == "-":
        raise CannotCheckError("Only one of the two can be the standard input.")
    old, new = source(old_name, Path.cwd()), source(new_name, Path.cwd())
    report = compared(old, new)
    level = Level.ERROR if fail_on.fails(report.verdict) else Level.NOTICE
    title = f"From {old.name} to {new.name}: {counted(report.changes)}."
    return Finding(level, title, changes=shown(report.changes, new, fail_on.level))


def _explained(name: str) -> str:
    if name not in RULES:
        similar = get_close_matches(name, RULES) or sorted(RULES)
        raise CannotCheckError(f"There is no rule {name!r}. There is: {', '.join(similar)}.")
    return f"{name}\n{RULES[name].page}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="contracts", description="Hold an app to what its clients were promised.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="compare what is committed, made and promised; write nothing")
    update = commands.add_parser("update", help="write what the app serves and the tables are, and say what changed")
    diff = commands.add_parser("diff", help="compare two OpenAPI documents")
    explain = commands.add_parser("explain", help="say what a rule means, whom it hurts and what to do")
    for one in (check, update, diff):
        one.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
    for one in (check, diff):
        one.add_argument(
            "--fail-on",
            choices=[level.value for level in FailOn],
            default=FailOn.BREAKING.value,
            help="the mildest verdict on a change that fails (default: %(default)s)",
        )
    check.add_argument("--blessed", metavar="REF", help="what clients were promised (default: that of the settings)")
    document = "a file, - for the standard input, REF:path for a file in git, or package.module:app"
    diff.add_argument("old", metavar="OLD", help=document)
    diff.add_argument("new", metavar="NEW", help="likewise")
    explain.add_argument("rule", metavar="RULE", help="a rule's name, as the changes show it")
    return parser
