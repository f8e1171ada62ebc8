"""The operations of a document, matched by path and method."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .document import resolved
from .grammar import METHODS
from .json_values import escaped
from .removal import WHOLE
from .schemas.keywords import MALFORMED
from .sides import Pair


class Operation(NamedTuple):
    """An operation and its path item, with their JSON pointers."""

    name: str
    path: str
    pointer: str
    definition: Mapping[str, Any]
    item_pointer: str
    item: Mapping[str, Any]


Key = tuple[str, str]


def operations(root: Any) -> dict[Key, Operation]:
    """Return the operations by path and method; the names of path parameters do not count.

    The method is empty if the path item is malformed, so that its methods are not known.
    """
    found: dict[Key, Operation] = {}
    for path, raw in root.get("paths", {}).items():
        if not path.startswith("x-"):
            for method, one in in_item(root, raw, f"/paths/{escaped(path)}", path):
                found[template(path), method] = one
    return found


def template(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def in_item(root: Any, raw: Any, pointer: str, path: str) -> Iterator[tuple[str, Operation]]:
    """Give the operations of a path item by method, or only the item if its methods are not known."""
    item, pointer = resolved(root, raw, pointer)
    if WHOLE in item.get(MALFORMED, ()):
        yield "", Operation("", path, pointer, {}, pointer, item)
        return
    places = {method.upper(): (f"{pointer}/{method}", item[method]) for method in METHODS if method in item}
    for method, definition in item.get("additionalOperations", {}).items():
        places[method] = (f"{pointer}/additionalOperations/{escaped(method)}", definition)
    for method, (place, definition) in places.items():
        yield method, Operation(f"{method} {path}", path, place, definition, pointer, item)


def pair_of(old: Operation, new: Operation) -> Pair:
    """Return the definitions of two operations."""
    return Pair(old.definition, new.definition, old.pointer, new.pointer)


def item_of(old: Operation | None, new: Operation | None) -> Pair:
    """Return the path items of two operations; an empty one for an operation that does not exist."""
    (before, old_pointer), (after, new_pointer) = (
        (one.item, one.item_pointer) if one else ({}, "") for one in (old, new)
    )
    return Pair(before, after, old_pointer, new_pointer)
