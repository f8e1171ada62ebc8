"""Collect the numbers, texts and names in schemas: values with them probably distinguish the schemas."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..json_values import json_type
from .keywords import LISTED, NAMED, SINGLE
from .nodes import Node, Part

DEPTH = 4  # how deep in a schema hints are searched
WIDE = 200  # the maximum number of inner schemas that are searched


class Hints(NamedTuple):
    """The contents of a schema: its numbers and limits, its texts, and its names of properties."""

    numbers: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    groups: frozenset[frozenset[str]] = frozenset()


NO_HINTS = Hints()


def hints_of(nodes: Iterable[Node]) -> Hints:
    """Return the hints in some schemas, a few of each kind."""
    numbers: dict[float, None] = {}
    texts: dict[str, None] = {}
    names: set[str] = set()
    mentioned: set[str] = set()
    groups: set[frozenset[str]] = set()
    patterns: dict[str, None] = {}
    for node in nodes:
        names |= node.names
        seen: set[int] = set()
        waiting = [(part, DEPTH) for part in node.parts]
        for part, depth in waiting:
            for layer in node.node(part).layers:
                if id(layer.raw) in seen or len(seen) == WIDE:
                    continue
                seen.add(id(layer.raw))
                for keyword, said in layer.raw.items() if isinstance(layer.raw, dict) else ():
                    if keyword in ("enum", "const"):
                        listed = said if keyword == "enum" else [said]
                        texts.update((value, None) for value in listed if json_type(value) == "string")
                        numbers.update((value, None) for value in listed if json_type(value) == "number")
                    elif json_type(said) == "number":
                        numbers[said] = None
                    elif keyword == "pattern":
                        patterns[said] = None
                    elif keyword == "patternProperties":
                        patterns.update(dict.fromkeys(said))
                    elif keyword in ("properties", "required"):
                        mentioned.update(said)
                        groups.add(frozenset(said))
                if depth and isinstance(layer.raw, dict):
                    waiting += ((inner, depth - 1) for inner in _inner(layer))
    return Hints(
        tuple(numbers)[:12],
        tuple(texts)[:12],
        frozenset(names),
        frozenset(mentioned),
        tuple(patterns)[:6],
        frozenset(groups),
    )


def _inner(layer: Part) -> Iterator[Part]:
    for keyword, said in layer.raw.items():
        if keyword in SINGLE:
            yield layer.at(keyword)
        elif keyword in LISTED:
            yield from (layer.at(keyword, str(index)) for index in range(len(said)))
        elif keyword in NAMED:
            yield from (layer.at(keyword, name) for name in said)
