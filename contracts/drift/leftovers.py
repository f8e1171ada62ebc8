"""The differences of two documents that no other rule reports, so that only equal documents are identical."""

from collections.abc import Iterator
from typing import Any

from .contrast import contrast
from .json_values import MISSING, canonical, escaped
from .report import Change, Verdict
from .schemas.counterparts import unordered


def leftovers(old: Any, new: Any, pointer: str = "") -> Iterator[Change]:
    """Give a change for each place where two documents differ, except in the order of keys and of unordered lists."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            before, after = old.get(key, MISSING), new.get(key, MISSING)
            if MISSING in (before, after) or unordered({key: before}) != unordered({key: after}):
                yield from leftovers(before, after, f"{pointer}/{escaped(key)}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new) and _not_the_same(old, new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            if unordered(one) != unordered(other):
                yield from leftovers(one, other, f"{pointer}/{index}")
    else:
        text = f"`{pointer}` of the document: {contrast(pointer.rpartition('/')[2], old, new)}."
        yield Change("document-rewritten", Verdict.DOCUMENTATION, "", pointer, text)


def _not_the_same(old: list[Any], new: list[Any]) -> bool:
    """Return whether two lists differ in more than their order."""
    return sorted(map(canonical, old)) != sorted(map(canonical, new))
