"""How findings are printed: for a person, a program, a pull request, or the lines of its files."""

from collections.abc import Callable, Sequence

from ..findings import Finding
from .github import github
from .json import as_json
from .markdown import markdown
from .text import text

FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": text,
    "json": as_json,
    "markdown": markdown,
    "github": github,
}
"""What `--format` may be. Each returns what is printed for all findings of a command."""
