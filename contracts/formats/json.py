"""Findings for a program; `findings.schema.json` describes them, and stays compatible."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..findings import Finding, Shown, verdict_of

SCHEMA = Path(__file__).parent / "findings.schema.json"
"""The JSON Schema of the output."""


def as_json(findings: Sequence[Finding]) -> str:
    """Return one JSON object for all findings."""
    return json.dumps({"verdict": verdict_of(findings), "findings": list(map(_finding, findings))}, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "level": finding.level,
        "checked": finding.is_checked,
        "title": finding.title,
        "file": finding.place.file,
        "line": finding.place.line,
        "diff": finding.diff,
        "cures": finding.cures,
        "changes": list(map(_change, finding.changes)),
    }


def _change(shown: Shown) -> dict[str, Any]:
    change = shown.change
    witness = change.witness and {"value": change.witness.value, "sentence": change.witness.sentence}
    return {
        "level": shown.level,
        "rule": change.rule,
        "verdict": change.verdict,
        "compared": shown.compared or change.verdict,
        "origin": "framework" if shown.is_frameworks else "app",
        "operation": change.operation,
        "likewise": change.likewise,
        "pointer": change.pointer,
        "file": shown.place.file,
        "line": shown.place.line,
        "text": change.text,
        "witness": witness,
        "admitted": shown.admitted,
        "outcome": shown.outcome,
    }
