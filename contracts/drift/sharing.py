"""Merge equal changes: a change of a model affects all operations that use it, but is reported once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .json_values import size
from .report import Change


def shared(changes: Iterable[Change]) -> Iterator[Change]:
    """Give the changes, with those that are equal in rule, verdict, pointer and text merged into one.

    The merged change has the operation with the smallest witness, or the first one; the others are in `likewise`.
    """
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.rule, change.verdict, change.pointer, change.text), []).append(change)
    for group in groups.values():
        first = min(group, key=_size)
        others = dict.fromkeys(one.operation for one in group if one.operation != first.operation)
        yield replace(first, likewise=tuple(others), elsewhere=tuple(one for one in group if one is not first))


def _size(change: Change) -> tuple[int, str]:
    return size(change.witness.value) if change.witness else (0, "")
