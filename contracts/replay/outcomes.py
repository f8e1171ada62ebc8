"""What is seen of a change when it is replayed."""

from dataclasses import dataclass
from enum import StrEnum

from .exchanges import Answer, Exchange


class Outcome(StrEnum):
    """Whether the applications do what the documents say of a change."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Seen:
    """What was seen: the outcome, a sentence that says why, and the exchanges that show it.

    Attributes:
        outcome: Whether the change is real.
        reason: Why, as a sentence.
        old: What the old application answered.
        new: What the new one answered.
        control: What the new one answers to the same request without the difference that the change is about.
    """

    outcome: Outcome
    reason: str
    old: Exchange | None = None
    new: Exchange | None = None
    control: Exchange | None = None

    @property
    def lines(self) -> str:
        """The exchanges: those with the old application behind a `-`, those with the new one behind a `+`."""
        shown = (
            ("-", self.old, ""),
            ("+", self.new, ""),
            ("+", self.control, "  (the same, as the new document allows it)"),
        )
        return "\n".join(f"{sign} {exchange}{note}" for sign, exchange, note in shown if exchange)


# What a server answers that does not take a request as it is. 500 is one that takes it for granted, and fails.
_REFUSALS = frozenset({400, 405, 406, 410, 411, 413, 414, 415, 417, 422, 431, 500, 501})
_CURES = {
    401: "it asks for credentials: give them with --header",
    403: "it asks for credentials that may do this: give them with --header",
    404: "nothing is there: name it with --example path.NAME=VALUE or body.NAME=VALUE",
    409: "it conflicts with what is there",
    412: "it conflicts with what is there",
    429: "too much is sent to it",
}


def refuses(answer: Answer) -> bool:
    """Return whether an answer refuses the request for what it is, and not for what is there or who sends it."""
    return answer.status in _REFUSALS


def accepts(answer: Answer) -> bool:
    """Return whether an answer says that the request was done."""
    return 200 <= answer.status < 300


def unclear(word: str, exchange: Exchange) -> str:
    """Return the sentence that says why an answer proves nothing."""
    status = exchange.answer.status
    told = _CURES.get(
        status, "it redirects" if status < 400 else "it fails" if status >= 500 else "it refuses this itself"
    )
    return f"The {word} app answers {exchange.request.method} {exchange.request.target} with {status}: {told}."
