"""Findings as SARIF 2.1.0, which code scanning services read."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..drift import RULES, Verdict
from ..findings import Finding, Level, Shown
from ..invocation import NAME
from ..sources import Place
from .paths import from_top, top
from .wording import cured, explained, headline

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def sarif(findings: Sequence[Finding]) -> str:
    """Return a log with one run: a result for each change, and a notification for each finding.

    Run it in the project's directory: the paths of files are made relative to the top of the repository.
    """
    directory = top()
    changes = [shown for finding in findings for shown in finding.changes]
    rules = sorted({shown.change.rule for shown in changes})
    run = {
        "tool": {"driver": {"name": NAME, "version": __version__, "rules": list(map(_rule, rules))}},
        "invocations": [
            {
                "executionSuccessful": all(finding.is_checked for finding in findings),
                "toolExecutionNotifications": [_notification(finding, directory) for finding in findings],
            }
        ],
        "results": [_result(shown, rules, directory) for shown in changes],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rule(name: str) -> dict[str, Any]:
    page = RULES[name].page.splitlines() if name in RULES else [name]
    return {"id": name, "shortDescription": {"text": page[0]}, "help": {"text": page[-1]}}


def _result(shown: Shown, rules: list[str], directory: Path) -> dict[str, Any]:
    change = shown.change
    fingerprint = "\n".join((change.rule, change.operation, change.pointer, change.text))
    result = {
        "ruleId": change.rule,
        "ruleIndex": rules.index(change.rule),
        "level": _LEVELS[shown.level],
        "message": {"text": "\n".join([f"{change.verdict}: {headline(change)}", *explained(shown)])},
        "locations": _locations(shown.place, directory, change.operation or "the document"),
        "partialFingerprints": {"change/v1": hashlib.sha256(fingerprint.encode(errors="replace")).hexdigest()},
        "properties": {"verdict": change.verdict, "operation": change.operation, "likewise": list(change.likewise)},
    }
    if change.verdict is Verdict.DOCUMENTATION:
        result["kind"], result["level"] = "informational", "none"
    if shown.admitted:
        result["suppressions"] = [{"kind": "external", "justification": shown.admitted}]
    return result


def _notification(finding: Finding, directory: Path) -> dict[str, Any]:
    message = "\n".join([finding.title, *finding.diff.splitlines(), *cured(finding)])
    located = {"locations": _locations(finding.place, directory)} if finding.place.file else {}
    return {"level": _LEVELS[finding.level], "message": {"text": message}, **located}


def _locations(place: Place, directory: Path, operation: str = "") -> list[dict[str, Any]]:
    location: dict[str, Any] = {}
    if place.file:
        uri = quote(from_top(directory, place.file))
        location["physicalLocation"] = {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line},
        }
    if operation:
        location["logicalLocations"] = [{"fullyQualifiedName": operation, "kind": "function"}]
    return [location]
