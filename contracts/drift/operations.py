"""The operations of a document, matched by path and method."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contracts.drift.document import resolved

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Operation(NamedTuple):
    """An operation: its name like `GET /api/posts`, and its place in the document as a JSON pointer."""

    name: str
    pointer: str
    definition: Mapping[str, Any]


def operations(root: Any) -> Iterator[tuple[tuple[str, str], Operation]]:
    """Give every operation under a key that is the same whatever its path's parameters are called."""
    for path, item in root.get("paths", {}).items():
        template = re.sub(r"\{[^{}]*\}", "{}", path)
        for method, definition in resolved(root, item).items():
            if method in METHODS:
                escaped = path.replace("~", "~0").replace("/", "~1")
                pointer = f"/paths/{escaped}/{method}"
                yield (template, method), Operation(f"{method.upper()} {path}", pointer, definition)
