"""Findings told as changes: the rule, the verdict by effect and direction, the place, and a witness."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from . import lifecycle
from .json_values import MISSING, canonical
from .report import Change, Verdict, Witness
from .schemas.budget import TooHard
from .schemas.findings import Finding
from .schemas.inclusion import Inclusion
from .schemas.nodes import Node
from .schemas.notes import Note, Notes
from .texts.serializations import Json, Serialization


class Place(NamedTuple):
    """Where a schema is: the operation, which way its values travel, and what they are, like `the request body`."""

    operation: str
    way: str  # "request" or "response"
    name: str

    def change(self, rule: str, verdict: Verdict, pointer: str, text: str, witness: Witness | None = None) -> Change:
        """Return a change at this place."""
        return Change(rule, verdict, self.operation, pointer, text, witness)


RULES = {
    "required": ("property-became-required", "property-became-optional"),
    "property": ("property-removed", "property-added"),
    "closed": ("object-closed", "object-opened"),
}


JSON = Json()


class SchemaComparison:
    """Compares schemas of two documents; what they share is looked at once."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._inclusion = Inclusion()
        self._notes = Notes(self._inclusion.likeness)

    def compare(self, place: Place, old: Node, new: Node, serialization: Serialization = JSON) -> Iterator[Change]:
        """Give the changes between two schemas of one place, whose values travel in this way."""
        sent, taken = (old, new) if place.way == "request" else (new, old)
        told: set[tuple[str, Any]] = set()
        self._inclusion.start()
        try:
            harmful = list(self._harmful(place, sent, taken, serialization))
            harmless = serialization.findings(self._inclusion, taken, sent, shown=False)
        except (TooHard, RecursionError):
            text = f"{_where(place, ())}: the schemas differ, and are too large to be compared."
            yield place.change("schema-too-large", Verdict.UNDECIDED, new.parts[0].pointer, text)
            return
        for change, finding in harmful:
            told |= {(change.rule, finding.path), (change.rule, change.pointer)}
            yield change
        for finding in harmless:
            rule = _rule(place.way, finding, narrowed=place.way == "response")
            if not finding.aspect.startswith("keyword") and (rule, finding.path) not in told:
                told |= {(rule, finding.path), (rule, finding.pointer)}
                text = _text(place, finding, old_is_left=place.way == "response")
                yield place.change(rule, Verdict.COMPATIBLE, finding.pointer, text)
        for note in self._notes.of(old, new):
            rule, verdict = _noted(place.way, note)
            if note.keyword in serialization.telling:
                rule, verdict = "keyword-not-compared", Verdict.UNDECIDED
            if not {(rule, note.path), (rule, note.pointer)} & told:
                told.add((rule, note.pointer))
                yield place.change(rule, verdict, note.pointer, _note_text(place, note))

    def _harmful(
        self, place: Place, sent: Node, taken: Node, serialization: Serialization
    ) -> Iterator[tuple[Change, Finding]]:
        findings = serialization.findings(self._inclusion, sent, taken)
        shown = [MISSING if one.value is MISSING else serialization.witness(one.value, sent, taken) for one in findings]
        if findings and all(value is MISSING for value in shown):
            # No value was found where the difference is: perhaps there is one elsewhere.
            self._inclusion.budget.renew()
            shown = [serialization.search(self._inclusion, sent, taken)] * len(findings)
        for finding, value in zip(findings, shown, strict=True):
            rule = _rule(place.way, finding, narrowed=place.way == "request")
            text = _text(place, finding, old_is_left=place.way == "request")
            if value is MISSING:
                yield place.change(rule, Verdict.UNDECIDED, finding.pointer, text), finding
            else:
                yield place.change(rule, Verdict.BREAKING, finding.pointer, text, _told(place, value)), finding


def _noted(way: str, note: Note) -> tuple[str, Verdict]:
    if note.keyword == "property":
        return f"{way}-property-{'added' if note.new else 'removed'}", Verdict.COMPATIBLE
    if note.keyword in _NOTED:
        return _NOTED[note.keyword]
    if note.keyword == "default" and way == "request":
        return "request-default-changed", Verdict.COMPATIBLE
    if note.keyword == lifecycle.SUNSET:
        return lifecycle.sunset_rule(_first(note.old), _first(note.new))
    return "described", Verdict.DOCUMENTATION


_NOTED = {
    "contradiction": ("schema-accepts-nothing", Verdict.UNDECIDED),
    "deprecated": ("schema-deprecated", Verdict.DOCUMENTATION),
    "discriminator": ("discriminator-changed", Verdict.COMPATIBLE),
    "effect": ("keyword-without-effect", Verdict.DOCUMENTATION),
}


def _first(noted: Any) -> Any:
    """Return the value of a note, which is a text of one or several."""
    return None if noted is MISSING else noted.strip('"')


def _rule(way: str, finding: Finding, *, narrowed: bool) -> str:
    if finding.aspect.startswith("keyword"):
        return "keyword-not-compared"
    names = RULES.get(finding.aspect, (f"{finding.aspect}-narrowed", f"{finding.aspect}-widened"))
    return f"{way}-{names[0 if narrowed else 1]}"


def _told(place: Place, value: Any) -> Witness:
    if place.way == "request":
        return Witness(value, f"As {place.name}, the old document accepts it, and the new one refuses it.")
    return Witness(value, f"As {place.name}, the new document allows it, and the old one forbids it.")


def _text(place: Place, finding: Finding, *, old_is_left: bool) -> str:
    keyword = finding.pointer.rpartition("/")[2]
    old, new = (finding.here, finding.there) if old_is_left else (finding.there, finding.here)
    if finding.aspect == "required":
        now = "is now required" if new is True else "is no longer required"
        return f"{_where(place, finding.path)} {now}."
    if finding.aspect in ("closed", "property"):
        now = "refused now" if new is False else "allowed now"
        where = _where(place, finding.path)
        return f"{where} is {now}." if finding.aspect == "property" else f"{where}: undeclared properties are {now}."
    if old is MISSING and new is MISSING:
        return f"{_where(place, finding.path)}: not the same alternatives."
    return f"{_where(place, finding.path)}: {keyword} was {_short(old)}, is {_short(new)}."


def _note_text(place: Place, note: Note) -> str:
    if note.keyword == "property":
        return f"{_where(place, note.path)} is {'new' if note.new else 'gone'}."
    if note.keyword == "contradiction":
        return f"{_where(place, note.path)} accepts nothing any more: {note.new}."
    keyword = note.pointer.rpartition("/")[2]
    return f"{_where(place, note.path)}: {keyword} was {_short(note.old)}, is {_short(note.new)}."


def _where(place: Place, steps: tuple[str, ...]) -> str:
    path = ".".join(steps).replace(".[", "[")
    return f"`{path}` in {place.name}" if path else place.name[0].upper() + place.name[1:]


def _short(value: Any) -> str:
    if value is MISSING:
        return "not said"
    text = canonical(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:57] + "..."
