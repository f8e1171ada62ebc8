"""Send one request to both applications, and judge their answers."""

from collections.abc import Collection
from dataclasses import replace

from .drafts import Draft
from .exchanges import NotReached
from .outcomes import Outcome, Seen, accepts, refuses, unclear
from .sending import Sender


class Trial:
    """Judges the answers of the two applications to one request."""

    def __init__(self, old: Sender, new: Sender) -> None:
        """Take the two sides."""
        self.old = old
        self.new = new

    def of(self, draft: Draft, control: Draft | None, *, sure: Collection[int] = (), anonymous: bool = False) -> Seen:
        """Send a request that the old document allows to both sides.

        Args:
            draft: The request.
            control: The same request without the change; the new document allows it. The new application must accept
                it, otherwise the refusal may have another reason.
            sure: The statuses that prove a refusal without a control.
            anonymous: Whether the credentials of the user are left out.

        Returns:
            CONFIRMED if the old application accepts the request and the new one refuses it, REFUTED if both accept it,
            else NOT_REACHED.
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
        told = f"The old app accepts it ({old.answer.status}), the new one does not ({new.answer.status})"
        if accepts(new.answer):
            return Seen(Outcome.REFUTED, f"Both apps accept it ({old.answer.status}, {new.answer.status}).", old, new)
        if new.answer.status in sure:
            return Seen(Outcome.CONFIRMED, f"{told}.", old, new)
        if not refuses(new.answer):
            return Seen(Outcome.NOT_REACHED, unclear("new", new), old, new)
        return self._controlled(Seen(Outcome.CONFIRMED, f"{told}.", old, new), control, anonymous=anonymous)

    def _controlled(self, seen: Seen, control: Draft | None, *, anonymous: bool) -> Seen:
        """Return the result if the new application accepts the control: only then is the change the reason."""
        if control is None:
            reason = "The new app refuses it, but no similar request was found that shows the reason."
            return replace(seen, outcome=Outcome.NOT_REACHED, reason=reason)
        # The control is sent last, so that the data of earlier requests cannot be the reason why they were refused.
        other = self.new.send(control, anonymous=anonymous)
        if accepts(other.answer):
            return replace(seen, control=other)
        reason = f"The new app refuses it, but also a request that its document allows ({other.answer.status})."
        return replace(seen, outcome=Outcome.NOT_REACHED, reason=reason, control=other)
