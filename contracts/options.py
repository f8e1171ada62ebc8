"""What may be said on the command line."""

import argparse
import datetime

from . import __version__
from .demands import FailOn
from .drift import Verdict
from .formats import FORMATS
from .invocation import NAME

_DAYS = 90
"""For how long an approval admits, where nobody says it."""


def parser() -> argparse.ArgumentParser:
    """Return what reads the arguments of all commands."""
    parser = argparse.ArgumentParser(prog=NAME, description="Hold an app to what its clients were promised.")
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="compare what is committed, made and promised; write nothing")
    update = commands.add_parser("update", help="write what the app serves and the tables are, and say what changed")
    approve = commands.add_parser("approve", help="admit, in the file of approvals, all because of which check fails")
    diff = commands.add_parser("diff", help="compare two OpenAPI documents")
    changes = commands.add_parser("changelog", help="write what changed between two commits, or documents, in Markdown")
    explain = commands.add_parser("explain", help="say what a rule means, whom it hurts and what to do")
    commands.add_parser("rules", help="list the rules")
    commands.add_parser("schema", help="print the JSON Schema of what --format json prints")
    for one in (check, update, approve, diff):
        one.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
        one.add_argument(
            "--only",
            action="append",
            choices=[verdict for verdict in Verdict if verdict is not Verdict.IDENTICAL],
            help="show the changes of this verdict alone, or of these where it is given more than once",
        )
    for one in (check, approve, diff):
        one.add_argument(
            "--fail-on",
            choices=list(FailOn),
            default=FailOn.BREAKING if one is diff else None,
            help="the mildest verdict on a change that fails (default: that of the settings, or breaking)",
        )
    for one in (check, update, approve):
        one.add_argument("--directory", default=".", metavar="DIR", help="the project's directory (default: this one)")
    for one in (check, approve):
        one.add_argument("--blessed", metavar="REF", help="what clients were promised (default: that of the settings)")
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
    explain.add_argument("rule", metavar="RULE", help="a rule's name, as the changes show it")
    return parser


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say why")
    return text


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day like 2030-12-31") from None
