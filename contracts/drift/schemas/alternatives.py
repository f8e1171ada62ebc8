"""Find the alternatives of a union that only one side has, as the reason of a finding."""

from typing import Any, NamedTuple

from ..json_values import MISSING
from .counterparts import along, pairings, within
from .findings import Finding
from .nodes import Node
from .validity import accepts


class Unlike(NamedTuple):
    """Alternatives that only one side has, with their path in the value and the pointer of the union."""

    path: tuple[str, ...]
    pointer: str
    alternatives: list[Node]


def unlike(finding: Finding, old: Node, new: Node, *, narrowed: bool) -> Unlike | None:
    """Return the alternatives that accept a finding's value and that the refusing side does not have."""
    for depth, level in enumerate(along(old, new, finding.path)):
        if finding.aspect == "type" and depth == len(finding.path):
            return None  # the difference of types explains it
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
