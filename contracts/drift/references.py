"""Whether every reference of a document leads somewhere, and none back to itself before a value is looked into."""

from collections.abc import Iterator
from typing import Any

from .document import DocumentError, target
from .json_values import escaped

# Values in a document, whose keys are no keywords.
_VALUES = frozenset({"example", "examples", "default", "enum", "const"})
# Objects in a document whose keys are names, which may be called like a keyword.
_NAMED = frozenset(
    {"properties", "patternProperties", "dependentSchemas", "schemas", "parameters", "headers", "responses"}
)
# What a schema says of the same value again.
_SINGLE = ("not", "if", "then", "else")
_LISTED = ("allOf", "anyOf", "oneOf")


def check(root: Any) -> None:
    """Raise DocumentError where a reference leads nowhere, out of the document, or around in a circle."""
    done: set[int] = set()
    for node, pointer in _nodes(root, ""):
        _follow(root, node, pointer, done)


def _nodes(node: Any, pointer: str, *, named: bool = False) -> Iterator[tuple[Any, str]]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _nodes(item, f"{pointer}/{index}")
    elif isinstance(node, dict):
        if not named and _next(node):
            yield node, pointer
        for key, value in node.items():
            if named or (key not in _VALUES and not key.startswith("x-")):
                yield from _nodes(value, f"{pointer}/{escaped(key)}", named=not named and key in _NAMED)


def _next(node: Any) -> list[Any]:
    """Return what a node says of the same value: a reference, or other schemas."""
    if not isinstance(node, dict):
        return []
    found = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    found += [node[keyword] for keyword in _SINGLE if isinstance(node.get(keyword), dict)]
    return found + [one for keyword in _LISTED if isinstance(node.get(keyword), list) for one in node[keyword]]


def _follow(root: Any, node: Any, pointer: str, done: set[int]) -> None:
    """Follow a node to all that it says of the same value, depth first."""
    above: dict[int, None] = {}
    waiting: list[tuple[Any, bool]] = [(node, False)]
    while waiting:
        one, left = waiting.pop()
        if left:
            above.pop(id(one), None)
            done.add(id(one))
            continue
        if id(one) in above:
            raise DocumentError(f"What is at {pointer} leads back to itself, so that no value could ever be checked.")
        if id(one) in done:
            continue
        above[id(one)] = None
        waiting.append((one, True))
        following = (target(root, it)[0] if isinstance(it, str) else it for it in _next(one))
        waiting += ((it, False) for it in following)
