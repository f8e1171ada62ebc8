"""Confirm or refute changes by sending requests to the old and the new application.

1. `sides` starts the old and the new application, each in a copy of its files (`trees`) and its own process
   (`servers`, `serve`), or takes a running server. `side` sends requests to it: `exchanges`.
2. `described` reads a document, and `drafts` makes requests for it with small `values`. `sending` serializes them with
   `writing` and `bodies`, with the ids of resources that `resources` creates or finds.
3. `judge` chooses how to show a change. A request shows a change of the input (`probing`, `trial`): the old application
   accepts it, and the new one refuses it, but accepts a request that differs only at the place of the change. An answer
   of the new application shows a change of the output, if the old document forbids it (`answering`, `faults`).
4. `outcomes` defines the result, and `report` makes findings of it.
"""

from .report import replay
from .sides import Given

__all__ = ["Given", "replay"]
