"""Choose how to show a change, by its rule and its place."""

from collections.abc import Callable
from functools import partial

from ..drift import Change
from .answering import Answering
from .described import Key
from .drafts import BODY
from .outcomes import Outcome, Seen
from .probing import Probing
from .sending import Sender
from .trial import Trial
from .values import Values

# No request can show these: promises about a date, and parts of a document that are not sent.
_SILENT = (
    *("part-not-compared", "document-malformed", "server-removed"),
    *("sunset-sooner", "sunset-withdrawn", "sunset-unreadable"),
)
PLACES = 5  # places of one change that are tried
NOTHING = Seen(Outcome.NOT_REACHED, "No request shows this.")


class Judge:
    """Decides the outcome of each change."""

    def __init__(self, old: Sender, new: Sender, values: Values) -> None:
        """Take the two sides."""
        self._old, self._new = old.described, new.described
        self._answering = Answering(old, new, values)
        self._probing = Probing(Trial(old, new), values)

    def of(self, change: Change) -> Seen:
        """Send requests that show a change, at its own operation first, then at others with the same change."""
        seen = NOTHING
        for place in (change, *change.elsewhere)[:PLACES]:
            one = self._of(place)
            if one.outcome is Outcome.CONFIRMED:
                return one
            # REFUTED replaces NOT_REACHED; of equal outcomes, the first one is reported.
            if seen is NOTHING or (one.outcome, seen.outcome) == (Outcome.REFUTED, Outcome.NOT_REACHED):
                seen = one
        return seen

    def _of(self, change: Change) -> Seen:
        key = self._new.key(change.operation) or self._old.key(change.operation)
        shows = self._shows(change, key) if key and change.rule not in _SILENT else None
        return shows() if shows else NOTHING

    def _shows(self, change: Change, key: Key) -> Callable[[], Seen] | None:
        probing = self._probing
        by_rule: dict[str, Callable[[], Seen]] = {
            "operation-removed": partial(probing.gone, key),
            "required-parameter-added": partial(probing.parameter, change, key),
            "parameter-became-required": partial(probing.parameter, change, key),
            "parameter-style-changed": partial(probing.style, change, key),
            "required-request-body-added": partial(probing.missing, BODY, key),
            "request-body-became-required": partial(probing.missing, BODY, key),
            "request-body-removed": partial(probing.body, key),
            "request-media-type-removed": partial(probing.media, change, key),
            "security-narrowed": partial(probing.security, key),
        }
        if change.rule in by_rule:
            return by_rule[change.rule]
        if change.place.endswith(" response"):
            return partial(self._answering.of, change, key)
        return partial(probing.value, change, key) if change.place else None
