"""Changes that one edit made, told once: a schema that many operations use changes for them all."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from ..findings import Shown


class Group(NamedTuple):
    """A change, and the other operations in which the same place changed likewise."""

    shown: Shown
    likewise: list[str]


def grouped(changes: Iterable[Shown]) -> list[Group]:
    """Return the changes by their rules and places, in their order; of each the one with the shortest witness."""
    groups: dict[object, list[Shown]] = {}
    for shown in changes:
        change = shown.change
        groups.setdefault((change.rule, change.verdict, change.pointer, shown.level, shown.admitted), []).append(shown)
    return [_group(group) for group in groups.values()]


def _group(group: list[Shown]) -> Group:
    first = min(group, key=_length)
    operations = dict.fromkeys(shown.change.operation for shown in group)
    return Group(first, [operation for operation in operations if operation != first.change.operation])


def _length(shown: Shown) -> int:
    witness = shown.change.witness
    return len(json.dumps(witness.value)) if witness else 0
