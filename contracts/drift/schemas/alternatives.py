"""Alternatives of a union that the other side does not have, as the reason why it refuses a value."""

from typing import Any, NamedTuple

from ..json_values import MISSING
from .counterparts import along, pairings, within
from .findings import Finding
from .nodes import Node
from .validity import accepts


class Unlike(NamedTuple):
    """Alternatives that one side alone has: where in the value, and the union that they are in or not in."""

    path: tuple[str, ...]
    pointer: str
    alternatives: list[Node]


def unlike(finding: Finding, old: Node, new: Node, *, narrowed: bool) -> Unlike | None:
    """Return the alternatives that a finding's value is one of, and that the side that refuses it does not have."""
    for depth, level in enumerate(along(old, new, finding.path)):
        if finding.aspect == "type" and depth == len(finding.path):
            return None  # the types say it
        for one, other in level:
            for place, pairing in enumerate(pairings(one, other)):
                alternatives = pairing.old if narrowed else pairing.new
                others = [pair[0 if narrowed else 1] for pair in pairing.alike]
                if not alternatives or finding.value is MISSING:
                    continue
                for value in within(finding.value, finding.path[:depth]):
                    if _any(alternatives, value) and not _any(others, value):
                        return Unlike(finding.path[:depth], (other.unions or one.unions)[place].pointer, alternatives)
    return None


def _any(nodes: list[Node], value: Any) -> bool:
    return any(accepts(node, value) for node in nodes)
