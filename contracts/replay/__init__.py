"""Changes, shown by what two applications really answer.

1. `sides` starts the old and the new application, each in a copy of its tree (`trees`) and a process of its own
   (`servers`, `serve`), or takes a running server. `side` sends requests to it: `exchanges`.
2. `described` reads a document, and `drafts` makes requests of it with small `values`. `sending` writes them with
   `writing` and `bodies`, and refers to the things that `resources` makes or finds.
3. `judge` chooses what shows a change. Of what is taken, a request does (`probing`, `trial`): the old application takes
   it, the new one refuses it, and takes the same with another value at just this place. Of what is answered, an answer
   of the new application does, which the old document forbids there (`answering`, `faults`).
4. `outcomes` says what was seen, and `report` makes findings of it.
"""

from .report import replay
from .sides import Given

__all__ = ["Given", "replay"]
