"""Findings as one HTML file for a browser: grouped by operation, with a search, and without a network."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from ..findings import Finding, Level, Shown
from .wording import hurt, located, remarks, witnessed

_HERE = Path(__file__).parent


def html(findings: Sequence[Finding]) -> str:
    """Return a page that needs no other file; its script makes it searchable, and it can be read without scripts."""
    return "\n".join(_page(findings)) + "\n"


def _page(findings: Sequence[Finding]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<title>What changed in the API</title>"
    yield f"<style>\n{(_HERE / 'report.css').read_text(encoding='utf-8')}</style>\n</head>\n<body>"
    yield "<h1>What changed in the API</h1>"
    for finding in findings:
        yield from _finding(finding)
    by_operation: dict[str, list[Shown]] = {}
    for shown in (shown for finding in findings for shown in finding.changes):
        by_operation.setdefault(shown.change.operation or "The document", []).append(shown)
    if by_operation:
        yield '<p class="search" hidden><input type="search" placeholder="Search" aria-label="Search"> '
        yield "<output></output></p>"
    for operation in sorted(by_operation, key=lambda one: (-max(map(_gravity, by_operation[one])), one)):
        yield f'<section data-operation="{escape(operation)}">\n<h2>{escape(operation)}</h2>'
        for shown in by_operation[operation]:
            yield from _article(shown)
        yield "</section>"
    if by_operation:
        yield f"<script>\n{(_HERE / 'report.js').read_text(encoding='utf-8')}</script>"
    yield "</body>\n</html>"


def _gravity(shown: Shown) -> int:
    return shown.change.verdict.gravity


def _finding(finding: Finding) -> Iterator[str]:
    level = "" if finding.level is Level.NOTICE else f"<strong>{finding.level}:</strong> "
    yield f"<p>{level}{_marked(finding.title)}</p>"
    if finding.diff:
        yield f"<pre>{escape(finding.diff)}</pre>"
    if finding.cures:
        one_of = ", one of these" if len(finding.cures) > 1 else ""
        cures = "".join(f"<li>{_marked(cure)}</li>" for cure in finding.cures)
        yield f"<p>To mend it{one_of}:</p>\n<ul>{cures}</ul>"


def _article(shown: Shown) -> Iterator[str]:
    change = shown.change
    yield f'<article class="{change.verdict}">'
    yield f'<p class="verdict">{change.verdict}</p>'
    yield f"<p>{_marked(change.text)} <code>{escape(change.rule)}</code></p>"
    yield f'<p class="where"><code>{escape(located(shown))}</code></p>'
    if change.witness:
        yield f"<pre>{escape(witnessed(change))}</pre>\n<p>{escape(change.witness.sentence)}</p>"
    yield from (f"<p>{escape(one)}</p>" for one in (hurt(change), *remarks(shown)) if one)
    if change.likewise:
        items = "".join(f"<li><code>{escape(operation)}</code></li>" for operation in change.likewise)
        yield f"<details><summary>All {len(change.likewise)} other operations</summary><ul>{items}</ul></details>"
    yield "</article>"


def _marked(text: str) -> str:
    """Return a text as HTML, in which the parts between backticks are code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
