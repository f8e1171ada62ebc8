"""Requests that show a change of the input: the old application accepts them, and the new one refuses them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from ..drift import Change
from ..drift.content import is_json
from ..drift.json_values import MISSING
from ..drift.schemas.nodes import Node
from ..drift.schemas.validity import library_accepts
from .bodies import mixed
from .described import Key, Parameter
from .drafts import BODY, Draft, Drafts, Place
from .faults import Path, faults_of
from .outcomes import Outcome, Seen
from .trial import Trial
from .values import Values, breaks, fresh, grafted
from .writing import Text

TRIED = 6  # values that are sent for one change


class Spot(NamedTuple):
    """A place in a request that has a schema in both documents."""

    place: Place
    old: Node
    new: Node
    parameter: Parameter | None
    media: str

    @property
    def is_text(self) -> bool:
        """Whether values are sent as text there."""
        return self.place != BODY or not is_json(self.media)


class Probing:
    """Makes and sends the requests that show a change of the input of an operation."""

    def __init__(self, trial: Trial, values: Values) -> None:
        """Take the trial, which sends the requests."""
        self._trial = trial
        self._values = values
        self._old, self._new = trial.old.described, trial.new.described
        self._drafts = Drafts(values, self._old, self._new)

    def value(self, change: Change, key: Key) -> Seen:
        """Send the witness of a change, and more values that the old document allows and the new one does not."""
        tried = []
        for draft, control in islice(self._valued(change, key), TRIED):
            tried.append(self._trial.of(draft, control))
            if tried[-1].outcome is Outcome.CONFIRMED:
                return tried[-1]
        refuted = next((seen for seen in tried if seen.outcome is Outcome.REFUTED), None)
        if refuted and change.witness is None:
            reason = f"Both apps accept the old document's values that were tried ({len(tried)}). Others may differ."
            return replace(refuted, outcome=Outcome.NOT_REACHED, reason=reason)
        return refuted or next(iter(tried), _nothing("No value was found that can be sent and shows only this change."))

    def missing(self, place: Place, key: Key) -> Seen:
        """Send a request without a value that the new document requires."""
        full = self._drafts.of(key)
        if place not in full.values:
            return _nothing("No value was found that the new document allows at this place.")
        return self._trial.of(full.without(place), full)

    def parameter(self, change: Change, key: Key) -> Seen:
        """Send a request without the parameter that a change is about."""
        known = self._new.parameters(key).values()
        return self.missing(next(one.key for one in known if one.place == change.place), key)

    def media(self, change: Change, key: Key) -> Seen:
        """Send a body with the media type that the new document does not have."""
        gone = (media for media in self._old.bodies(key) if f"{media} of {change.place} is gone." == change.text)
        old, new = (Drafts(self._values, side, side) for side in (self._old, self._new))
        return self._trial.of(old.of(key, next(gone)), new.of(key), sure=(415,))

    def body(self, key: Key) -> Seen:
        """Send the body that the new document does not have."""
        draft = Drafts(self._values, self._old, self._old).of(key)
        return _without_effect(self._trial.of(draft, self._drafts.of(key).without(BODY)), "the body")

    def gone(self, key: Key) -> Seen:
        """Call an operation that the new document does not have."""
        draft = Drafts(self._values, self._old, self._old).of(key)
        seen = self._trial.of(draft, None, sure=(404, 405, 410, 501))
        if seen.new and seen.new.answer.status == 404 and seen.new.request.guessed:
            reason = "The new app answers 404: either the operation is gone, or the resource does not exist."
            return replace(seen, outcome=Outcome.NOT_REACHED, reason=reason)
        return seen

    def security(self, key: Key) -> Seen:
        """Call an operation with no more credentials than the old document asks for."""
        return self._trial.of(self._drafts.of(key), None, sure=(401, 403), anonymous=self._old.is_open(key))

    def style(self, change: Change, key: Key) -> Seen:
        """Serialize a parameter in the style of the old document."""
        old, new = self._old.parameters(key), self._new.parameters(key)
        place = next(one for one, parameter in new.items() if parameter.place == change.place)
        several = (value for value in self._values.of(old[place].node, new[place].node) if _is_several(value))
        value = next(several, MISSING)
        if value is MISSING:
            return _nothing("No array or object with several parts was found for it.")
        draft = self._drafts.of(key)
        before, after = (draft.having(place, value, parameter=side[place]) for side in (old, new))
        return _without_effect(self._trial.of(before, after), "the parameter")

    def _valued(self, change: Change, key: Key) -> Iterator[tuple[Draft, Draft | None]]:
        """Give requests with a value of the old document, each with a control.

        The control differs only at the place of the change. The new document allows it, and the old one if possible.
        """
        for spot in self._spots(change, key):
            for value in self._candidates(change, spot):
                draft = self._drafts.of(key, spot.media)
                common = draft.values.get(spot.place, self._values.common(spot.old, spot.new))
                alone = _alone(value, common, change.path, spot)
                if alone is not MISSING:
                    having = partial(draft.having, spot.place, path=change.path, parameter=spot.parameter)
                    yield having(alone), None if common is MISSING else having(common)

    def _spots(self, change: Change, key: Key) -> Iterator[Spot]:
        """Give the places in a request that may have the change."""
        new = self._new.parameters(key)
        for one, parameter in self._old.parameters(key).items():
            if one in new and change.place in (parameter.place, new[one].place):
                yield Spot(one, parameter.node, new[one].node, parameter, "")
        if change.place == "the request body":
            bodies = self._new.bodies(key)
            for media, node in self._old.bodies(key).items():
                if media in bodies:
                    yield Spot(BODY, node, bodies[media], None, media)

    def _candidates(self, change: Change, spot: Spot) -> Iterator[Any]:
        """Give the witness of a change, then more values like it; without a witness, values of the old document."""
        if change.witness is None:
            return self._values.of(spot.old, spot.new)
        witness = change.witness.value
        if spot.is_text:
            # The schemas do not give other texts that show the change.
            return iter([Text(witness) if isinstance(witness, str) else witness])
        holds = partial(breaks, spot.old, spot.new)
        # The witness may be of another media type. Where values must be unique, a resource may have this value already.
        own = [witness, fresh(witness, self._values.number(), holds)] if holds(witness) else []
        return chain(own, self._values.refused(spot.old, spot.new))


def _alone(value: Any, common: Any, path: Path, spot: Spot) -> Any:
    """Return a value that differs from a common one only at a path; MISSING if there is none."""
    if isinstance(value, Text):
        return mixed(value, common, path) if spot.place == BODY else value
    shows = breaks(spot.old, spot.new, value)
    found = grafted(value, common, path, partial(breaks if shows else _is_old, spot.old, spot.new))
    is_alone = spot.is_text or all(fault.is_on(path) for fault in faults_of(spot.new, found))
    return found if is_alone else MISSING


def _is_old(old: Node, _: Node, value: Any) -> bool:
    return library_accepts(old, value) is True


def _without_effect(seen: Seen, what: str) -> Seen:
    """Return the result for an input that an app may ignore: that both apps accept it proves nothing."""
    if seen.outcome is not Outcome.REFUTED:
        return seen
    reason = f"Both apps accept it, but {what} may not have the same effect."
    return replace(seen, outcome=Outcome.NOT_REACHED, reason=reason)


def _nothing(reason: str) -> Seen:
    return Seen(Outcome.NOT_REACHED, reason)


def _is_several(value: Any) -> bool:
    return isinstance(value, (list, dict)) and len(value) > 1
