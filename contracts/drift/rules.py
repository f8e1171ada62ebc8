"""The rules by which changes are found, each with its page of two lines."""

from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: its name, and a page of two lines: what it means; who is hurt, and what to do."""

    name: str
    page: str


_PAGES = {
    "operation-added": (
        "The new document has an operation that the old one has not.",
        "Nobody is hurt: no client knows of it yet.",
    ),
    "operation-removed": (
        "An operation of the old document is gone.",
        "Every client that calls it fails. Keep it, marked as deprecated with a sunset, until nobody calls it.",
    ),
}
RULES = {name: Rule(name, "\n".join(lines)) for name, lines in _PAGES.items()}
