"""Changes that one edit made, told once: a model that many operations use changes for them all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .json_values import size
from .report import Change


def shared(changes: Iterable[Change]) -> Iterator[Change]:
    """Give the changes, those that say the same of the same place as one.

    It is of the operation that has the smallest witness, or else of the first; the others are in `likewise`.
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
