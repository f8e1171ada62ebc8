"""What the new application really answers, held to what the old document promised."""

from typing import NamedTuple

from ..drift import Change
from .described import Key
from .drafts import Draft, Drafts
from .exchanges import Answer, Exchange, NotReached
from .faults import body_faults, header_faults, media_type
from .outcomes import Outcome, Seen, accepts
from .sending import Sender
from .values import Values, at

# What is sent: by both documents or by the new one alone, and which of their small values; the last have most in them.
CALLS = ((0, 0), (0, 2), (1, 1), (1, 4), (1, 16), (1, 32))


class Pair(NamedTuple):
    """What both sides answered to one request; None where the old one did not answer."""

    old: Exchange | None
    new: Exchange


class Answering:
    """Calls operations, and reads what they answer."""

    def __init__(self, old: Sender, new: Sender, values: Values) -> None:
        """Name the two sides."""
        self._old = old
        self._new = new
        self._promised = old.described
        self._drafts = (
            Drafts(values, old.described, new.described),
            Drafts(values, new.described, new.described),  # with what only the new document allows
        )
        self._known: dict[Key, tuple[list[Pair], str]] = {}

    def of(self, change: Change, key: Key) -> Seen:
        """Say whether some answer of the new application breaks the old document at the place of a change."""
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
            reason = f"The new app kept the old promise in {len(about)} answers: others may break it."
        elif pairs:
            statuses = ", ".join(sorted({str(pair.new.answer.status) for pair in pairs}))
            reason = f"The new app gave no answer that this is about: it answered {statuses}."
        return Seen(Outcome.NOT_REACHED, reason)

    def _called(self, key: Key) -> tuple[list[Pair], str]:
        """Return what an operation answers, and why that may be nothing."""
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
        """Return whether an answer has the status of a change; where that is gone, whether it is another success."""
        if change.rule == "success-status-removed":
            return accepts(answer)
        named = self._promised.status(key, answer.status)
        places = {f"the {status} response" for status in (named, answer.status)}
        return any(change.place == one or change.place.endswith(f" of {one}") for one in places)

    def _fault(self, change: Change, key: Key, pair: Pair) -> str:
        """Return what an answer breaks of the old document at the place of a change; "" for nothing."""
        answer = pair.new.answer
        if change.rule == "success-status-removed":
            known = self._promised.status(key, answer.status)
            return "" if known else f"it knows no status {answer.status}"
        if change.place.startswith("the header "):
            name = change.place.removeprefix("the header ").partition(" of ")[0]
            return next(header_faults(self._promised, key, answer, name), "")
        if change.rule == "response-media-type-removed":
            known_type = media_type(self._promised, key, answer) is not None
            return "" if known_type else f"it knows no {answer.headers.get('content-type', 'answer without a body')}"
        faults = body_faults(self._promised, key, answer) or []
        return next((fault.text for fault in faults if fault.is_at(change.path)), "") or _gone(change, pair)


def _call(side: Sender, draft: Draft, choice: int) -> Exchange:
    if draft.key[1] == "GET":
        side.fill(draft, choice)
    return side.send(draft, choice=choice)


def _gone(change: Change, pair: Pair) -> str:
    """Return what is missing that the old application sends, though its document lets it be absent."""
    if change.rule != "response-property-with-default-removed" or pair.old is None:
        return ""
    before, after = (at(one.answer.json, change.path) for one in (pair.old, pair.new))
    around = at(pair.new.answer.json, change.path[:-1])
    return (
        f"the old app sends `{'.'.join(change.path)}`, the new one does not" if before and around and not after else ""
    )
