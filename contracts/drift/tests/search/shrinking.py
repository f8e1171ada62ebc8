"""Shrink a case with a wrong verdict."""

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from contracts.drift.tests.search.hunt import Case, Judgment, judged
from contracts.drift.tests.search.schemas import Spelled, references
from contracts.drift.tests.search.shapes import DICTIONARIES, LISTS, SINGLES

STEPS = 2000  # the maximum number of smaller cases that are tried

Path = tuple[Any, ...]


def shrunk(found: Judgment) -> Judgment:
    """Return the smallest case that is found and still has a wrong verdict."""
    best, steps = found, 0
    smaller = _smaller(best.case)
    while steps < STEPS and (case := next(smaller, None)) is not None:
        steps += 1
        try:
            judgment = judged(case, Random(0))
        except (KeyError, ValueError):  # the rest is no valid schema
            continue
        if judgment.mistake:
            best = judgment
            smaller = _smaller(best.case)
    return best


def _smaller(case: Case) -> Iterator[Case]:
    """Give cases that are a step smaller, those that are smaller on both sides first."""
    for way in ("request",) if case.way == "response" else ():
        yield Case(case.new, case.old, way)
    for path, edit in _edits(case.old):
        both = edit(case.old), edit(case.new) if _at(case.new, path) == _at(case.old, path) else None
        if both[0] is not None and both[1] is not None:
            yield Case(_without_unused(both[0]), _without_unused(both[1]), case.way)
    for _, edit in _edits(case.old):
        if (old := edit(case.old)) is not None:
            yield Case(_without_unused(old), case.new, case.way)
    for _, edit in _edits(case.new):
        if (new := edit(case.new)) is not None:
            yield Case(case.old, _without_unused(new), case.way)


class _Edit:
    """An edit at a path: replace or remove the value there."""

    def __init__(self, path: Path, *value: Any) -> None:
        self._path = path
        self._value = value

    def __call__(self, spelled: Spelled) -> Spelled | None:
        copy = deepcopy(spelled)
        holder = _at(copy, self._path[:-1])
        last = self._path[-1]
        if holder is None or (isinstance(holder, list) and last >= len(holder)):
            return None
        if self._value:
            holder[last] = deepcopy(self._value[0])
        elif isinstance(holder, list) or last in holder:
            del holder[last]
        return copy


def _edits(spelled: Spelled) -> Iterator[tuple[Path, _Edit]]:
    for name, schema in spelled.items():
        yield from _edits_of(schema, (name,))


def _edits_of(schema: Any, path: Path) -> Iterator[tuple[Path, _Edit]]:
    if not isinstance(schema, dict):
        return
    if schema:
        yield path, _Edit(path, True)
    inner: list[Path] = [(keyword,) for keyword in schema if keyword in SINGLES]
    inner += [(keyword, place) for keyword in LISTS & schema.keys() for place in range(len(schema[keyword]))]
    inner += [(keyword, name) for keyword in DICTIONARIES & schema.keys() for name in schema[keyword]]
    for steps in inner:
        yield path, _Edit(path, _at(schema, steps))
    for keyword, said in schema.items():
        yield path, _Edit((*path, keyword))
        if isinstance(said, list):
            yield from ((path, _Edit((*path, keyword, place))) for place in range(len(said)) if len(said) > 1)
        elif keyword in DICTIONARIES:
            yield from ((path, _Edit((*path, keyword, name))) for name in said)
    for steps in inner:
        yield from _edits_of(_at(schema, steps), (*path, *steps))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        within = step in value if isinstance(value, dict) else isinstance(value, list) and step in range(len(value))
        if not within:
            return None
        value = value[step]
    return value


def _without_unused(spelled: Spelled) -> Spelled:
    used = {reference[-1] for schema in spelled.values() for reference in references(schema)}
    return {name: schema for name, schema in spelled.items() if name == "schema" or name in used}
