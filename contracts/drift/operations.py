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
    """An operation, with the item of its path that it stands in, and their places as JSON pointers."""

    name: str
    path: str
    pointer: str
    definition: Mapping[str, Any]
    item_pointer: str
    item: Mapping[str, Any]


Key = tuple[str, str]


def operations(root: Any) -> dict[Key, Operation]:
    """Return the operations by path and method; the path is the same whatever its parameters are called.

    The method is empty where nobody can tell which ones the path has.
    """
    found: dict[Key, Operation] = {}
    for path, raw in root.get("paths", {}).items():
        if not path.startswith("x-"):
            for method, one in in_item(root, raw, f"/paths/{escaped(path)}", path):
                found[template(path), method] = one
    return found


def template(path: str) -> str:
    """Return a path whatever its parameters are called."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def in_item(root: Any, raw: Any, pointer: str, path: str) -> Iterator[tuple[str, Operation]]:
    """Give the operations of a path's item by method, or the item alone where nobody can tell which ones it has."""
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
    """Return what two operations say."""
    return Pair(old.definition, new.definition, old.pointer, new.pointer)


def item_of(old: Operation | None, new: Operation | None) -> Pair:
    """Return the items of the paths of two operations; an empty one for a path that is not there."""
    (before, old_pointer), (after, new_pointer) = (
        (one.item, one.item_pointer) if one else ({}, "") for one in (old, new)
    )
    return Pair(before, after, old_pointer, new_pointer)
