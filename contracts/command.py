"""The commands: check, write and approve contracts, compare two documents, replay on two apps, explain the rules."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from . import apis
from .changelog import changelog
from .demands import FailOn
from .drift import RULES, Verdict
from .errors import CannotCheckError
from .findings import Finding, Level, shown
from .formats import FORMATS
from .formats.json import SCHEMA
from .invocation import NAME
from .judgement import Judging
from .options import parser
from .settings import Settings, settings_of
from .sources import source

HOLDS, DOES_NOT_HOLD, NOT_CHECKED = range(3)
"""The exit statuses."""

_INSTALL = {"yaml": "pyyaml"} | {name: name for name in ("fastapi", "httpx", "jsonschema", "sqlalchemy", "uvicorn")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command in the working directory; returns the exit status: 0 holds, 1 does not, 2 is not checked."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A document may contain characters that the terminal cannot print.
        sys.stdout.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except CannotCheckError as error:
        print(f"{NAME}: {error}", file=sys.stderr)
    except Exception as error:
        package = _INSTALL.get(str(error.name).partition(".")[0]) if isinstance(error, ModuleNotFoundError) else None
        if package:
            print(
                f"{NAME}: {package} is not installed here: {sys.executable} -m pip install {package}", file=sys.stderr
            )
        else:
            # Python would exit with 1, which means that a contract does not hold.
            sys.excepthook(*sys.exc_info())
    return NOT_CHECKED


def _run(options: argparse.Namespace) -> int:
    if options.command in ("check", "update", "approve", "replay"):
        _enter(options.directory)
    match options.command:
        case "explain":
            print(_explained(options.rule))
        case "rules":
            print("\n".join(f"{name}: {rule.page.splitlines()[0]}" for name, rule in sorted(RULES.items())))
        case "schema":
            print(SCHEMA.read_text(encoding="utf-8"), end="")
        case "changelog":
            print(changelog(options.old, options.new, Path.cwd()), end="")
        case "diff":
            return _ended([_difference(options.old, options.new, FailOn(options.fail_on))], options)
        case "check":
            return _ended(apis.for_each(_settings(options), apis.check), options)
        case "approve":
            approve = partial(apis.approve, reason=options.reason, expires=options.expires)
            return _ended(apis.for_each(_settings(options), approve), options)
        case "replay":
            return _ended(_replayed(options), options)
        case _:
            _ended(apis.for_each(settings_of(Path.cwd()), apis.update), options)
    return HOLDS


def _enter(directory: str) -> None:
    """Change to the project's directory: its paths are relative to it. Raises CannotCheckError if it does not exist."""
    try:
        os.chdir(directory)
    except (FileNotFoundError, NotADirectoryError):
        raise CannotCheckError(f"There is no directory {directory}.") from None


def _ended(findings: list[Finding], options: argparse.Namespace) -> int:
    """Print the findings; returns the exit status."""
    if options.only:
        findings = [finding.only([Verdict(one) for one in options.only]) for finding in findings]
    sys.stdout.write(FORMATS[options.format](findings))
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if any(finding.is_checked for finding in errors):
        return DOES_NOT_HOLD
    return NOT_CHECKED if errors else HOLDS


def _settings(options: argparse.Namespace) -> list[Settings]:
    """Return the settings of the project in the working directory, overridden by the options."""
    changed = {}
    if options.blessed:
        changed["blessed"] = options.blessed
    if options.fail_on:
        changed["fail_on"] = FailOn(options.fail_on)
    return [replace(settings, **changed) for settings in settings_of(Path.cwd())]


def _difference(old_name: str, new_name: str, fail_on: FailOn) -> Finding:
    if old_name == new_name == "-":
        raise CannotCheckError("Only one of the two can be the standard input.")
    old, new = source(old_name, Path.cwd()), source(new_name, Path.cwd())
    judgement = Judging().compare(old, new)
    level = Level.ERROR if any(map(fail_on.fails, (one.verdict for one in judgement.changes))) else Level.NOTICE
    title = f"From {old.name} to {new.name}: {judgement.summary}"
    return Finding(level, title, changes=shown(judgement.judged, new, fail_on.level))


def _replayed(options: argparse.Namespace) -> list[Finding]:
    # Imported only here: the other commands do not need its packages.
    from .replay import Given, replay  # noqa: PLC0415

    given = Given(dict(options.env), options.header, dict(options.example), options.allow_writes)
    return replay(options.old, options.new, Path.cwd(), given)


def _explained(name: str) -> str:
    if name not in RULES:
        similar = get_close_matches(name, RULES) or sorted(RULES)
        raise CannotCheckError(f"There is no rule {name!r}. There is: {', '.join(similar)}.")
    return f"{name}\n{RULES[name].page}"
