"""Prove that two schemas have no common value."""

from typing import Any

from .branches import Branch, TooManyBranches, branches
from .nodes import Node
from .validity import accepts

DEPTH = 4  # how deep in objects a difference is searched


class Disjointness:
    """Proves that schemas have no common value; each pair is examined once."""

    def __init__(self) -> None:
        """Start without results."""
        self._known: dict[Any, bool] = {}

    def of(self, left: Node, right: Node, depth: int = DEPTH) -> bool:
        """Return whether it is proven that no value is in both."""
        if depth == 0:
            return False
        key = (left.key, right.key, depth)
        if key not in self._known:
            self._known[key] = self._of(left, right, depth)
        return self._known[key]

    def _of(self, left: Node, right: Node, depth: int) -> bool:
        try:
            pairs = [(one, other) for one in branches(left) for other in branches(right) if one.type == other.type]
        except TooManyBranches:
            return False
        return all(self._apart(one, other, depth) for one, other in pairs)

    def _apart(self, one: Branch, other: Branch, depth: int) -> bool:
        for listed, asked in ((one, other), (other, one)):
            if listed.values is not None:
                return not any(accepts(asked, value) for value in listed.values)
        if one.type == "number":
            return _beyond(one, other) or _beyond(other, one)
        if one.type == "object":
            # If a required property has disjoint schemas, the objects are disjoint.
            names = one.required | other.required
            return any(self.of(one.member(name), other.member(name), depth - 1) for name in sorted(names))
        if one.type == "array":
            return _longer(one, other) or _longer(other, one)
        least, most = one.least("minLength"), one.most("maxLength")
        lowest, longest = other.least("minLength"), other.most("maxLength")
        return (longest is not None and longest < least) or (most is not None and most < lowest)


def _beyond(one: Branch, other: Branch) -> bool:
    low, high = one.low, other.high
    return low is not None and high is not None and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1])))


def _longer(one: Branch, other: Branch) -> bool:
    return other.longest is not None and one.least("minItems") > other.longest
