"""Where a change is: in the new document, or in the old one where the place is gone."""

from dataclasses import replace
from typing import Any

from .document import follow
from .report import Change


def placed(change: Change, old: Any, new: Any) -> Change:
    """Return the change with a pointer that leads somewhere: in the new document, else in the old one, else above."""
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
