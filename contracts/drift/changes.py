"""Turn findings into changes, with a verdict, a place and a witness."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from . import descriptions
from .descriptions import CLOSED_ADDITION, DROPPED_DEFAULT, Description
from .json_values import MISSING
from .locations import where
from .policy import Policy
from .report import Change, Verdict, Witness
from .schemas.absences import holding
from .schemas.budget import TooHard
from .schemas.inclusion import Inclusion
from .schemas.keywords import MALFORMED, REMOVED
from .schemas.nodes import Node
from .schemas.notes import Notes
from .schemas.rewritings import STRUCTURE, Rewritings
from .schemas.validity import library_accepts
from .schemas.walking import Note
from .texts.serializations import Json, Serialization


class Place(NamedTuple):
    """The place of a schema: the operation, the direction of its values, and their name, like `the request body`."""

    operation: str
    way: str  # "request" or "response"
    name: str

    def change(self, rule: str, verdict: Verdict, pointer: str, text: str, witness: Witness | None = None) -> Change:
        """Return a change at this place."""
        return Change(rule, verdict, self.operation, pointer, text, witness, place=self.name)

    def described(self, one: Description, verdict: Verdict, witness: Witness | None = None) -> Change:
        """Return a change of the values at this place."""
        return replace(self.change(one.rule, verdict, one.pointer, one.text, witness), path=one.path)


JSON = Json()


class _Reported:
    """The changes of two schemas that are reported already: a change must not be reported twice in other words."""

    def __init__(self) -> None:
        self._rules: set[tuple[str, str]] = set()
        self._properties: set[str] = set()
        self._paths: set[tuple[str, ...]] = set()
        self._spots: set[str] = set()
        self._keywords: set[tuple[str, str]] = set()

    def add(self, one: Description) -> None:
        """Add the description of a finding or a property."""
        self._rules.add((one.rule, one.spot))
        self._paths.add(one.path)
        self._spots.add(one.spot)
        if one.presence:
            self._properties.add(one.spot)

    def add_note(self, one: Description, note: Note) -> None:
        """Add the description of a note."""
        self._keywords.add((one.spot, note.pointer.rpartition("/")[2]))
        if one.presence:
            self.add(one)

    def has(self, one: Description) -> bool:
        """Return whether the rule, or the presence of the property, is reported already."""
        return (one.rule, one.spot) in self._rules or (one.presence and one.spot in self._properties)

    @property
    def anything(self) -> bool:
        """Whether a change of the allowed values or the declared properties is reported."""
        return bool(self._paths)

    def explains(self, one: Description, note: Note) -> bool:
        """Return whether the reported changes explain why a schema is written differently."""
        if note.keyword in STRUCTURE and any(path[: len(one.path)] == one.path for path in self._paths):
            return True
        return one.path in self._paths or one.spot in self._spots or (one.spot, note.keyword) in self._keywords


class SchemaComparison:
    """Compares schemas of two documents; shared schemas are compared once."""

    def __init__(self, policy: Policy) -> None:
        """Start without results."""
        self._policy = policy
        self._inclusion = Inclusion()
        self._notes = Notes(self._inclusion.likeness)
        self._rewritings = Rewritings(self._inclusion.likeness)

    def compare(self, place: Place, old: Node, new: Node, serialization: Serialization = JSON) -> Iterator[Change]:
        """Give the changes between two schemas of one place, whose values are serialized in this way."""
        reported = _Reported()
        self._inclusion.start()
        try:
            harmful = list(self._harmful(place, old, new, serialization))
            harmless = list(self._harmless(place, old, new, serialization))
        except (TooHard, RecursionError):
            pointer = new.parts[0].pointer
            text = f"{where(place.name, (), pointer)}: the schemas differ, but are too large to be compared."
            yield place.change("schema-too-large", Verdict.UNDECIDED, pointer, text)
            return
        for one, value in harmful:
            reported.add(one)
            yield self._judged(place, one, value)
        for one in harmless:
            if not reported.has(one):
                reported.add(one)
                yield place.described(one, Verdict.COMPATIBLE)
        for note in self._notes.of(old, new):
            one, verdict = descriptions.of_note(place.name, place.way, note)
            if note.keyword in serialization.shaping:
                one, verdict = one._replace(rule="keyword-not-compared"), Verdict.UNDECIDED
            if not reported.has(one):
                reported.add_note(one, note)
                if one.rule == DROPPED_DEFAULT:
                    yield self._dropped(place, one, note, new, serialization)
                else:
                    yield place.described(one, verdict)
        for note in self._rewritings.of(old, new):
            one = descriptions.of_rewriting(place.name, note)
            if not reported.explains(one, note) and not (reported.anything and self._allow_other(note)):
                yield place.described(one, Verdict.DOCUMENTATION)

    def _allow_other(self, note: Note) -> bool:
        """Return whether schemas that are written differently allow different values, which is reported elsewhere."""
        old, new = note.pair or (None, None)
        return bool(old and new and not (self._inclusion.holds(old, new) and self._inclusion.holds(new, old)))

    def _harmful(
        self, place: Place, old: Node, new: Node, serialization: Serialization
    ) -> Iterator[tuple[Description, Any]]:
        """Give the descriptions of findings that may break clients, each with a witness, MISSING if there is none."""
        in_request = place.way == "request"
        sent, taken = (old, new) if in_request else (new, old)
        findings = serialization.findings(self._inclusion, sent, taken)
        shown = [MISSING if one.value is MISSING else serialization.witness(one.value, sent, taken) for one in findings]
        if findings and all(value is MISSING for value in shown):
            # No witness was found at the difference, but there may be one elsewhere.
            self._inclusion.budget.renew()
            shown = [serialization.search(self._inclusion, sent, taken)] * len(findings)
        malformed = [one.path for one in findings if one.aspect == MALFORMED]
        for finding, witness in zip(findings, shown, strict=True):
            is_malformed = finding.aspect == MALFORMED
            # A malformed part has no witness, and a witness for other differences does not prove anything about it.
            value = MISSING if is_malformed else witness
            if value is MISSING and not is_malformed and any(finding.path[: len(one)] == one for one in malformed):
                continue
            yield descriptions.of_finding(place.name, place.way, finding, old, new, narrowed=in_request), value

    def _harmless(self, place: Place, old: Node, new: Node, serialization: Serialization) -> Iterator[Description]:
        """Give the descriptions of findings that break no client."""
        narrowed = place.way == "response"
        left, right = (old, new) if narrowed else (new, old)
        for finding in serialization.findings(self._inclusion, left, right, shown=False):
            if finding.aspect not in REMOVED:
                yield descriptions.of_finding(place.name, place.way, finding, old, new, narrowed=narrowed)

    def _judged(self, place: Place, one: Description, value: Any) -> Change:
        """Return the change of a finding that may break clients; the witness or the policy decides its verdict."""
        verdict = Verdict.UNDECIDED if value is MISSING else Verdict.BREAKING
        if one.rule == CLOSED_ADDITION and self._policy.closed_response_addition is not Verdict.BREAKING:
            verdict = self._policy.closed_response_addition
        if verdict is not Verdict.BREAKING:
            return place.described(one, verdict)
        said = (
            f"As {place.name}, the old document accepts it, but the new one refuses it."
            if place.way == "request"
            else f"As {place.name}, the new document allows it, but the old one forbids it."
        )
        return place.described(one, verdict, Witness(value, said))

    def _dropped(self, place: Place, one: Description, note: Note, new: Node, serialization: Serialization) -> Change:
        """Return the change for a removed property with a default; the policy decides its verdict."""
        verdict = self._policy.dropped_default
        value = MISSING
        if verdict is Verdict.BREAKING:
            if note.pair and isinstance(serialization, Json):
                found = holding(self._inclusion.samples, new, one.path[:-1], note.pair[1])
                value = next((value for value in found if library_accepts(new, value)), MISSING)
            verdict = Verdict.UNDECIDED if value is MISSING else verdict
        said = f"As {place.name}, the new document allows it, but the old application always sent `{one.path[-1]}`."
        return place.described(one, verdict, None if value is MISSING else Witness(value, said))
