"""The options of the command line."""

import argparse
import datetime
import json
from functools import partial
from typing import Any

from . import __version__
from .demands import FailOn
from .drift import Verdict
from .formats import FORMATS
from .invocation import NAME

_DAYS = 90
"""How long an approval is valid by default."""
_PLACES = ("path", "query", "header", "cookie", "body")
"""The places in a request that an example can be for."""


def parser() -> argparse.ArgumentParser:
    """Return the argument parser of all commands."""
    parser = argparse.ArgumentParser(prog=NAME, description="Check that an app keeps what its clients were promised.")
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="compare what is committed, served and promised; write nothing")
    update = commands.add_parser("update", help="write the app's document and its tables, and report what changed")
    approve = commands.add_parser("approve", help="approve every change that makes check fail")
    diff = commands.add_parser("diff", help="compare two OpenAPI documents")
    changes = commands.add_parser("changelog", help="write what changed between two commits, or documents, in Markdown")
    replay = commands.add_parser("replay", help="send requests that show each change to the old and the new app")
    explain = commands.add_parser("explain", help="explain what a rule means, which clients it affects and what to do")
    commands.add_parser("rules", help="list the rules")
    commands.add_parser("schema", help="print the JSON Schema of what --format json prints")
    for one in (check, update, approve, diff, replay):
        one.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
    for one in (check, update, approve, diff):
        one.add_argument(
            "--only",
            action="append",
            choices=[verdict for verdict in Verdict if verdict is not Verdict.IDENTICAL],
            help="show only the changes of this verdict; may be given more than once",
        )
    for one in (check, approve, diff):
        one.add_argument(
            "--fail-on",
            choices=list(FailOn),
            default=FailOn.BREAKING if one is diff else None,
            help="the least severe verdict that fails (default: that of the settings, or breaking)",
        )
    for one in (check, update, approve, replay):
        one.add_argument("--directory", default=".", metavar="DIR", help="the project's directory (default: this one)")
    for one in (check, approve):
        one.add_argument("--blessed", metavar="REF", help="the promised branch (default: that of the settings)")
    approve.add_argument("--reason", required=True, type=_reason, help="why, for the next reader")
    approve.add_argument(
        "--expires",
        metavar="DATE",
        type=_day,
        default=datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=_DAYS),
        help=f"the last day, like 2030-12-31 (default: in {_DAYS} days)",
    )
    document = "a file, - for the standard input, REF:path for a file in git, a URL, or package.module:app"
    for one, more in ((diff, ""), (changes, ", or a commit, for the project's document there")):
        one.add_argument("old", metavar="OLD", help=f"{document}{more}")
        one.add_argument("new", metavar="NEW", help="likewise")
    _add_replay(replay)
    explain.add_argument("rule", metavar="RULE", help="a rule's name, as the changes show it")
    return parser


def _add_replay(replay: argparse.ArgumentParser) -> None:
    side = "a URL, or package.module:app"
    replay.add_argument("--old", metavar="A", required=True, help=f"what clients rely on: a commit, {side}")
    replay.add_argument("--new", metavar="B", required=True, help=f"what will replace it: {side}, or a commit")
    several = partial(replay.add_argument, action="append", default=[])
    several(
        "--env",
        metavar="KEY=VALUE",
        type=_variable,
        help="an environment variable of the started apps; {tmp} in it is an empty directory, one for each app",
    )
    several("--header", metavar="'NAME: VALUE'", type=_header, help="a header of every request; never printed")
    several(
        "--example",
        metavar="path.NAME=VALUE",
        type=_example,
        help=f"a value that is known to work, in one of {', '.join(_PLACES)}",
    )
    replay.add_argument("--allow-writes", action="store_true", help="send POST, PUT, PATCH and DELETE to a URL as well")
    # Each finding of a replay is about one change: without it, the finding would be empty.
    replay.set_defaults(only=None)


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say why")
    return text


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day like 2030-12-31") from None


def _variable(text: str) -> tuple[str, str]:
    return _split(text, "=", "KEY=VALUE")


def _header(text: str) -> tuple[str, str]:
    name, value = _split(text, ":", '"NAME: VALUE"')
    return name, value.strip()


def _example(text: str) -> tuple[tuple[str, str], Any]:
    usage = f"path.NAME=VALUE, with one of {', '.join(_PLACES)}"
    where, value = _split(text, "=", usage)
    place, name = _split(where, ".", usage)
    if place not in _PLACES:
        raise argparse.ArgumentTypeError(f"{text!r} names none of {', '.join(_PLACES)}")
    try:
        return (place, name), json.loads(value)
    except ValueError:
        return (place, name), value


def _split(text: str, sign: str, usage: str) -> tuple[str, str]:
    name, found, value = text.partition(sign)
    if not found or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not written as {usage}")
    return name.strip(), value
