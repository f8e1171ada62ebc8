"""Call the new application, and check its answers against the old document."""

from typing import NamedTuple

from ..drift import Change
from .described import Key
from .drafts import Draft, Drafts
from .exchanges import Answer, Exchange, NotReached
from .faults import body_faults, header_faults, media_type
from .outcomes import Outcome, Seen, accepts
from .sending import Sender
from .values import Values, at

# The requests: whether the old document must allow them too (0) or not (1), and the number of the small value that
# is sent. Values with higher numbers contain more.
CALLS = ((0, 0), (0, 2), (1, 1), (1, 4), (1, 16), (1, 32))


class Pair(NamedTuple):
    """The answers of both sides to one request; None if the old one did not answer."""

    old: Exchange | None
    new: Exchange


class Answering:
    """Calls operations, and checks their answers."""

    def __init__(self, old: Sender, new: Sender, values: Values) -> None:
        """Take the two sides."""
        self._old = old
        self._new = new
        self._promised = old.described
        self._drafts = (
            Drafts(values, old.described, new.described),
            Drafts(values, new.described, new.described),  # also with values that only the new document allows
        )
        self._known: dict[Key, tuple[list[Pair], str]] = {}

    def of(self, change: Change, key: Key) -> Seen:
        """Return whether an answer of the new application breaks the old document at the place of a change."""
        if key not in self._known:
            self._known[key] = self._called(key)
        pairs, reason = self._known[key]
        about = [pair for pair in pairs if self._is_about(change, key, pair.new.answer)]
        for pair in about:
            fault = self._fault(change, key, pair)
            if fault and pair.old and self._fault(change, key, Pair(None, pair.old)):
                reason = f"The old app breaks its promise as well: {fault}."
                return Seen(Outcome.REFUTED, reason, pair.old, pair.new)
            if fault:
                reason = f"The new app breaks the old promise: {fault}."
                return Seen(Outcome.CONFIRMED, reason, pair.old, pair.new)
        if about:
            reason = f"The new app kept the old promise in {len(about)} answers, but others may break it."
        elif pairs:
            statuses = ", ".join(sorted({str(pair.new.answer.status) for pair in pairs}))
            reason = f"The new app gave no answer with the status of the change: it answered {statuses}."
        return Seen(Outcome.NOT_REACHED, reason)

    def _called(self, key: Key) -> tuple[list[Pair], str]:
        """Return the answers of an operation, and the reason if some requests got none."""
        pairs: list[Pair] = []
        reason = ""
        for documents, choice in CALLS:
            draft = self._drafts[documents].of(key, choice=choice)
            try:
                new = _call(self._new, draft, choice)
            except NotReached as error:
                reason = str(error)
                continue
            try:
                pairs.append(Pair(_call(self._old, draft, choice), new))
            except NotReached:
                pairs.append(Pair(None, new))
        return pairs, reason

    def _is_about(self, change: Change, key: Key, answer: Answer) -> bool:
        """Return whether an answer has the status of a change, or any success status if the change removed a status."""
        if change.rule == "success-status-removed":
            return accepts(answer)
        named = self._promised.status(key, answer.status)
        places = {f"the {status} response" for status in (named, answer.status)}
        return any(change.place == one or change.place.endswith(f" of {one}") for one in places)

    def _fault(self, change: Change, key: Key, pair: Pair) -> str:
        """Return how an answer breaks the old document at the place of a change; "" if it does not."""
        answer = pair.new.answer
        if change.rule == "success-status-removed":
            known = self._promised.status(key, answer.status)
            return "" if known else f"the old document does not have the status {answer.status}"
        if change.place.startswith("the header "):
            name = change.place.removeprefix("the header ").partition(" of ")[0]
            return next(header_faults(self._promised, key, answer, name), "")
        if change.rule == "response-media-type-removed":
            known_type = media_type(self._promised, key, answer) is not None
            sent = answer.headers.get("content-type", "answer without a body")
            return "" if known_type else f"the old document does not have the media type {sent}"
        faults = body_faults(self._promised, key, answer) or []
        return next((fault.text for fault in faults if fault.is_at(change.path)), "") or _gone(change, pair)


def _call(side: Sender, draft: Draft, choice: int) -> Exchange:
    if draft.key[1] == "GET":
        side.fill(draft, choice)
    return side.send(draft, choice=choice)


def _gone(change: Change, pair: Pair) -> str:
    """Return what is missing in the new answer, if the old application sends it although its document says optional."""
    if change.rule != "response-property-with-default-removed" or pair.old is None:
        return ""
    before, after = (at(one.answer.json, change.path) for one in (pair.old, pair.new))
    around = at(pair.new.answer.json, change.path[:-1])
    return (
        f"the old app sends `{'.'.join(change.path)}`, but the new one does not"
        if before and around and not after
        else ""
    )
