"""Values in which a property is not there."""

from collections.abc import Iterable, Sequence
from typing import Any

from .nodes import Node, Part
from .samples import Samples


def without(samples: Samples, node: Node, path: Sequence[str]) -> Iterable[Any]:
    """Return values of a node that have an object at the way to a property, and do not have the property."""
    *way, name = path
    raw: dict[str, Any] = {"type": "object", "properties": {name: False}}
    for step in reversed(way):
        if step == "[]":
            raw = {"type": "array", "items": raw, "minItems": 1}
        elif step.startswith("["):
            raw = {"type": "array", "prefixItems": [*[True] * int(step[1:-1]), raw], "minItems": int(step[1:-1]) + 1}
        elif step == "*":
            raw = {"type": "object", "additionalProperties": raw, "minProperties": 1}
        else:
            raw = {"type": "object", "properties": {step: raw}, "required": [step]}
    return samples.of(node.node(*node.parts, Part(raw, "")))
