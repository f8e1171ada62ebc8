"""The outcome of a change that is replayed."""

from dataclasses import dataclass
from enum import StrEnum

from .exchanges import Answer, Exchange


class Outcome(StrEnum):
    """Whether the applications really differ in the way that the documents differ."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Seen:
    """The outcome, a sentence with the reason, and the exchanges that show it.

    Attributes:
        outcome: Whether the change is real.
        reason: Why, as a sentence.
        old: The exchange with the old application.
        new: The exchange with the new application.
        control: The exchange with the new application for the same request without the change.
    """

    outcome: Outcome
    reason: str
    old: Exchange | None = None
    new: Exchange | None = None
    control: Exchange | None = None

    @property
    def lines(self) -> str:
        """The exchanges as lines: `-` marks the old application, `+` the new one."""
        shown = (
            ("-", self.old, ""),
            ("+", self.new, ""),
            ("+", self.control, "  (the same request, without the change)"),
        )
        return "\n".join(f"{sign} {exchange}{note}" for sign, exchange, note in shown if exchange)


# Statuses that refuse a request for its content. A server answers 500 if its code fails on an unexpected value.
_REFUSALS = frozenset({400, 405, 406, 410, 411, 413, 414, 415, 417, 422, 431, 500, 501})
_CURES = {
    401: "it requires credentials: give them with --header",
    403: "it requires credentials with this permission: give them with --header",
    404: "the resource does not exist: name one with --example path.NAME=VALUE or body.NAME=VALUE",
    409: "the request conflicts with the data of the app",
    412: "the request conflicts with the data of the app",
    429: "it got too many requests",
}


def refuses(answer: Answer) -> bool:
    """Return whether an answer refuses the request for its content, and not for the app's data or the credentials."""
    return answer.status in _REFUSALS


def accepts(answer: Answer) -> bool:
    """Return whether an answer has a success status."""
    return 200 <= answer.status < 300


def unclear(word: str, exchange: Exchange) -> str:
    """Return a sentence with the reason why an answer proves nothing."""
    status = exchange.answer.status
    told = _CURES.get(
        status, "it redirects" if status < 400 else "it fails" if status >= 500 else "it refuses this request, too"
    )
    return f"The {word} app answers {exchange.request.method} {exchange.request.target} with {status}: {told}."
