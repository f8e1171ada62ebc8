"""The output formats of findings: for a person, a program, a pull request, or the lines of its files."""

from collections.abc import Callable, Sequence

from ..findings import Finding
from .changelog import changelog
from .github import github
from .html import html
from .json import as_json
from .junit import junit
from .markdown import markdown
from .sarif import sarif
from .text import text

FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": text,
    "json": as_json,
    "markdown": markdown,
    "github": github,
    "junit": junit,
    "sarif": sarif,
    "html": html,
}
"""The values of `--format`, each with the function that renders the findings of a command."""

__all__ = ["FORMATS", "changelog"]
