"""One request, sent to both applications."""

from collections.abc import Collection
from dataclasses import replace

from .drafts import Draft
from .exchanges import NotReached
from .outcomes import Outcome, Seen, accepts, refuses, unclear
from .sending import Sender


class Trial:
    """Judges what the two applications answer to one request."""

    def __init__(self, old: Sender, new: Sender) -> None:
        """Name the two sides."""
        self.old = old
        self.new = new

    def of(self, draft: Draft, control: Draft | None, *, sure: Collection[int] = (), anonymous: bool = False) -> Seen:
        """Send a request that the old document allows to both sides.

        Args:
            draft: The request.
            control: What differs from it in that alone which the change is about, and is allowed by the new document.
                The new application must accept it: else its refusal may be about something else.
            sure: The statuses that need no such control.
            anonymous: Whether the credentials of the user are left out.

        Returns:
            Confirmed where the old application takes the request and the new one refuses it, refuted where both take
            it, and else not reached.
        """
        try:
            return self._judged(draft, control, sure, anonymous=anonymous)
        except NotReached as error:
            return Seen(Outcome.NOT_REACHED, str(error))

    def _judged(self, draft: Draft, control: Draft | None, sure: Collection[int], *, anonymous: bool) -> Seen:
        old = self.old.send(draft, anonymous=anonymous)
        if not accepts(old.answer):
            return Seen(Outcome.NOT_REACHED, unclear("old", old), old)
        new = self.new.send(draft, anonymous=anonymous)
        told = f"The old app takes it ({old.answer.status}), the new one does not ({new.answer.status})"
        if accepts(new.answer):
            return Seen(Outcome.REFUTED, f"Both apps take it ({old.answer.status}, {new.answer.status}).", old, new)
        if new.answer.status in sure:
            return Seen(Outcome.CONFIRMED, f"{told}.", old, new)
        if not refuses(new.answer):
            return Seen(Outcome.NOT_REACHED, unclear("new", new), old, new)
        return self._controlled(Seen(Outcome.CONFIRMED, f"{told}.", old, new), control, anonymous=anonymous)

    def _controlled(self, seen: Seen, control: Draft | None, *, anonymous: bool) -> Seen:
        """Return what was seen if the new application takes the control: then the refusal is about the difference."""
        if control is None:
            reason = "The new app refuses it; there is nothing like it that it should take, to know why."
            return replace(seen, outcome=Outcome.NOT_REACHED, reason=reason)
        # After the other one, so that nothing which that one left there makes the difference.
        other = self.new.send(control, anonymous=anonymous)
        if accepts(other.answer):
            return replace(seen, control=other)
        reason = f"The new app refuses it, and what its own document allows, too ({other.answer.status})."
        return replace(seen, outcome=Outcome.NOT_REACHED, reason=reason, control=other)
