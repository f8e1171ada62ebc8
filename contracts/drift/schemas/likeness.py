"""Decide whether two schemas are equal, including the targets of their references.

Most schemas of two documents are equal, and need no further comparison.
"""

import re
from typing import Any

from ..document import target
from ..json_values import canonical
from .nodes import Node

_REFERENCE = re.compile(r'"\$ref": "([^"\\]*)"')
FAR = 60  # the maximum number of references that are followed; with more, a comparison is faster


class Likeness:
    """Decides whether schemas are equal, and caches the results."""

    def __init__(self) -> None:
        """Start without results."""
        self._texts: dict[int, tuple[Any, str]] = {}
        self._same: set[tuple[int, int]] = set()
        self._other: set[tuple[int, int]] = set()

    def of(self, left: Node, right: Node) -> bool:
        """Return whether two nodes are equal; False if the check would take too long."""
        if len(left.parts) != 1 or len(right.parts) != 1:
            return not left.parts and not right.parts
        waiting = [(left.parts[0].raw, right.parts[0].raw)]
        pairs: set[tuple[int, int]] = set()
        for one, other in waiting:
            key = (id(one), id(other))
            if key in pairs or key in self._same:
                continue
            pairs.add(key)
            text = self._text(one)
            if key in self._other or text != self._text(other) or len(pairs) > FAR:
                self._other.add((id(left.parts[0].raw), id(right.parts[0].raw)))
                return False
            try:
                waiting += ((target(left.root, ref)[0], target(right.root, ref)[0]) for ref in _REFERENCE.findall(text))
            except LookupError:
                return False  # an example that looks like a reference
        self._same |= pairs
        return True

    def _text(self, raw: Any) -> str:
        known = self._texts.get(id(raw))
        if known is None:
            # The schema is stored with its text, so that its `id` is not reused.
            known = self._texts[id(raw)] = (raw, canonical(raw))
        return known[1]
