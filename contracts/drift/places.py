"""Give each change a pointer that exists in one of the documents."""

from dataclasses import replace
from typing import Any

from .document import follow
from .report import Change


def placed(change: Change, old: Any, new: Any) -> Change:
    """Return the change with a pointer into the new document, else into the old one, else to the nearest parent."""
    if _leads(new, change.pointer) or _leads(old, change.pointer):
        return change
    pointer = change.pointer
    while pointer and not _leads(new, pointer):
        pointer = pointer.rpartition("/")[0]
    return replace(change, pointer=pointer)


def _leads(root: Any, pointer: str) -> bool:
    try:
        follow(root, pointer)
    except LookupError:
        return False
    return True
