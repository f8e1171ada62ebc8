"""Parse texts into values, and validate these readings with the jsonschema library.

This module checks witnesses, so it does not use the code that proves inclusions.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import Any, NamedTuple

from ..json_values import json_type
from ..schemas.branches import TooManyBranches, branches
from ..schemas.keywords import TYPES
from ..schemas.nodes import Node
from ..schemas.validity import library_accepts
from .carriers import Carrier, Pairs

MANY = 1000  # combined readings of several texts; with more, the result is not known

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]")
_LIMIT = 300  # digits of a number that every server can parse
_BOOLEANS = {"true": True, "false": False}
# More texts that some servers parse as booleans, in upper and lower case.
_MORE_BOOLEANS = {
    **dict.fromkeys(("1", "on", "t", "true", "y", "yes"), True),
    **dict.fromkeys(("0", "off", "f", "false", "n", "no"), False),
}


class TooManyReadings(Exception):
    """Several texts have too many combined readings."""


class Reading(NamedTuple):
    """A value that texts are parsed as, by every server or only by some."""

    value: Any
    certain: bool


def accepted(carrier: Carrier, node: Node, pairs: Pairs, *, certainly: bool) -> bool:
    """Return whether a schema accepts texts, for every server with `certainly`, else for any server.

    If it is not known, the result is `not certainly`.
    """
    try:
        readings = (one for one in _readings(carrier, node, pairs) if one.certain or not certainly)
        return any(_accepts(node, one.value, unknown=not certainly) for one in readings)
    except (TooManyBranches, TooManyReadings):
        return not certainly


def _accepts(node: Node, value: Any, *, unknown: bool) -> bool:
    try:
        answer = library_accepts(node, value)
    except (OverflowError, ValueError):  # for infinity or NaN, which only some servers accept
        return True
    return unknown if answer is None else answer


def scalars(text: str) -> Iterator[Reading]:
    """Give the readings of one text as a scalar value."""
    yield Reading(text, True)
    if text in _BOOLEANS:
        yield Reading(_BOOLEANS[text], True)
    elif text.strip().lower() in _MORE_BOOLEANS:
        yield Reading(_MORE_BOOLEANS[text.strip().lower()], False)
    digits = len(text) <= _LIMIT
    if _INTEGER.fullmatch(text) and digits:
        yield Reading(int(text), True)
    elif _DECIMAL.fullmatch(text) and digits:
        yield Reading(float(text), True)
    else:
        yield from _loosely(text.replace("_", ""))


def _loosely(text: str) -> Iterator[Reading]:
    for read in (int, float):
        try:
            yield Reading(read(text), False)
        except ValueError:
            continue
        return


def _readings(carrier: Carrier, node: Node, pairs: Pairs) -> Iterator[Reading]:
    if carrier.where != "form" and pairs and all(name == carrier.name for name, _ in pairs):
        yield from _values(carrier, [text for _, text in pairs], _item_types([node]))
        if not carrier.spreads and len(pairs) == 1:
            yield from _joined(carrier, pairs[0][1])
    if carrier.spreads:
        yield from _spread(carrier, node, pairs)


def _joined(carrier: Carrier, text: str) -> Iterator[Reading]:
    """Give the readings of one text as objects."""
    parts = text.split(carrier.delimiter) if carrier.delimiter else []
    if carrier.explode:
        named = [one.split("=", 1) for one in parts if "=" in one]
    else:
        named = [[parts[place], parts[place + 1]] for place in range(0, len(parts) - 1, 2)]
    if len(named) * (1 if carrier.explode else 2) == len(parts):
        yield from _objects({name: list(scalars(value)) for name, value in named})


def _objects(found: dict[str, list[Reading]]) -> Iterator[Reading]:
    for values in _product(list(found.values())):
        value = dict(zip(found, (one.value for one in values), strict=True))
        yield Reading(value, all(one.certain for one in values))


def _spread(carrier: Carrier, node: Node, pairs: Pairs) -> Iterator[Reading]:
    """Give the readings of texts with several names as objects."""
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        key = name[len(carrier.name) + 1 : -1] if carrier.style == "deepObject" else name
        texts.setdefault(key, []).append(text)
    holders = [one for one in branches(node) if one.type == "object"]
    types = {key: _item_types(one.member(key) for one in holders) for key in texts}
    yield from _objects({key: list(_values(carrier, some, types[key])) for key, some in texts.items()})


def _values(carrier: Carrier, texts: list[str], item_types: frozenset[str]) -> Iterator[Reading]:
    """Give the readings of the texts with one name."""
    [first, *more] = texts
    if not more:
        yield from scalars(first)
    if carrier.repeats or carrier.spreads:
        yield from _arrays(texts, item_types, certain=True)
        if carrier.where == "header" and (more or "," in first):
            # Several header lines with one name mean one line with commas.
            line = ",".join(texts)
            yield from _arrays([one.strip() for one in line.split(",")], item_types, certain=False)
            yield from (Reading(one, False) for one in (line, ", ".join(texts)))
    elif carrier.delimiter and not more:
        yield from _arrays(first.split(carrier.delimiter), item_types, certain=first != "")
        if first == "":
            yield Reading([], False)


def _arrays(texts: list[str], types: frozenset[str], *, certain: bool) -> Iterator[Reading]:
    found = [[one for one in scalars(text) if json_type(one.value) in types] for text in texts]
    for values in _product(found):
        yield Reading([one.value for one in values], certain and all(one.certain for one in values))


def _product(choices: list[list[Reading]]) -> Iterator[tuple[Reading, ...]]:
    if prod(len(some) for some in choices) > MANY:
        raise TooManyReadings
    yield from product(*choices)


def _item_types(nodes: Iterable[Node]) -> frozenset[str]:
    """Return the possible types of array items: every array refuses a reading of another type."""
    items = (
        branch.item(place)
        for node in nodes
        for branch in branches(node)
        if branch.type == "array"
        for place in range(branch.places + 1)
    )
    return frozenset(one.type for item in items for one in branches(item)) & frozenset(TYPES)
