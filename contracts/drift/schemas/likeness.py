"""Whether two schemas are word for word the same, and what their references lead to as well.

Most of two documents is: what is the same need not be looked at any closer.
"""

import re
from typing import Any

from ..document import target
from ..json_values import canonical
from .nodes import Node

_REFERENCE = re.compile(r'"\$ref": "([^"\\]*)"')
FAR = 60  # references that are followed to find out; beyond them it is quicker to compare


class Likeness:
    """Tells schemas that are the same, and remembers them."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._texts: dict[int, tuple[Any, str]] = {}
        self._same: set[tuple[int, int]] = set()
        self._other: set[tuple[int, int]] = set()

    def of(self, left: Node, right: Node) -> bool:
        """Return whether two nodes are the same; False where it is not worth finding out."""
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
            # The schema is kept with its text: its identity must not be given away again.
            known = self._texts[id(raw)] = (raw, canonical(raw))
        return known[1]
