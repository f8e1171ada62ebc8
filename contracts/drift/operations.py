"""The operations of a document, matched by path and method."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .document import DocumentError, resolved
from .json_values import escaped

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Operation(NamedTuple):
    """An operation, with the item of its path that it stands in, and their places as JSON pointers."""

    name: str
    path: str
    pointer: str
    definition: Mapping[str, Any]
    item_pointer: str
    item: Mapping[str, Any]


def operations(root: Any) -> dict[tuple[str, str], Operation]:
    """Return the operations by path and method; the path is the same whatever its parameters are called."""
    return {(_template(one.path), one.name.split(" ")[0]): one for one in _operations(root)}


def _template(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _operations(root: Any) -> Iterator[Operation]:
    for path, raw in root.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        item, pointer = resolved(root, raw, f"/paths/{escaped(path)}")
        if not isinstance(item, dict):
            raise DocumentError(f"The path {path} is not an object.")
        for method in METHODS:
            definition = item.get(method)
            if isinstance(definition, dict):
                yield Operation(f"{method.upper()} {path}", path, f"{pointer}/{method}", definition, pointer, item)
