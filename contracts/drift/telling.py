"""What is told of a difference between two schemas: by which rule, where, and in which words."""

from typing import NamedTuple

from . import lifecycle, wording
from .json_values import MISSING, escaped
from .report import Verdict
from .schemas.alternatives import unlike
from .schemas.counterparts import Pairs, along, called
from .schemas.findings import Finding
from .schemas.keywords import ANNOTATIONS, MALFORMED, NOT_COMPARED
from .schemas.nodes import Node
from .schemas.notes import CONTRADICTION, DISPATCH, DROPPED, EFFECT, PROPERTY
from .schemas.rewritings import MODEL, OTHERWISE, WHOLE
from .schemas.summaries import of_other_types
from .schemas.walking import Note
from .whereabouts import model_of, where

# The rules of an aspect, where fewer values are allowed and where more are.
_RULES = {
    "required": ("property-became-required", "property-became-optional"),
    "property": ("property-removed", "property-added"),
    "closed": ("object-closed", "object-opened"),
}
# The same of a required property that the other side does not declare.
_UNDECLARED = {
    "request": ("required-property-added", "property-removed"),
    "response": ("property-added", "required-property-removed"),
}
# The rules and verdicts of what is only said, where it is not said for people alone.
_SAID = {
    ("", CONTRADICTION): ("schema-accepts-nothing", Verdict.UNDECIDED),
    ("", DISPATCH): ("discriminator-changed", Verdict.UNDECIDED),
    ("", EFFECT): ("keyword-without-effect", Verdict.DOCUMENTATION),
    ("", "discriminator"): ("discriminator-changed", Verdict.COMPATIBLE),
    ("", "deprecated"): ("schema-deprecated", Verdict.DOCUMENTATION),
    ("request", "default"): ("request-default-changed", Verdict.COMPATIBLE),
}
# The rules of what was removed from the schemas.
_REMOVED = {MALFORMED: "document-malformed", NOT_COMPARED: "keyword-not-compared"}
CLOSED_ADDITION = "response-property-added-to-closed-object"
DROPPED_DEFAULT = "response-property-with-default-removed"


class Telling(NamedTuple):
    """What is told: the rule, the pointer, the way into the value, where that is in words, and the whole sentence.

    `presence` says whether it is that a property is there, or is not.
    """

    rule: str
    pointer: str
    path: tuple[str, ...]
    spot: str
    text: str
    presence: bool = False


def of_finding(place: str, way: str, finding: Finding, old: Node, new: Node, *, narrowed: bool) -> Telling:
    """Return what is told of a finding; `narrowed` where it is that fewer values are allowed."""
    path, pointer, aspect = finding.path, finding.pointer, finding.aspect
    alone = unlike(finding, old, new, narrowed=narrowed)
    if alone:
        text = wording.unlike(alone, narrowed=narrowed)
        return _telling(place, _rule(way, "union", narrowed=narrowed), alone.pointer, alone.path, text)
    if aspect in _REMOVED:
        return _telling(place, _REMOVED[aspect], pointer, path, wording.uncompared(finding, narrowed=narrowed))
    if aspect == "closed":
        spot = where(place, path[:-1], pointer.rpartition("/")[0])
        text = f"{spot}: undeclared properties are {'refused' if narrowed else 'allowed'} now."
        return Telling(_rule(way, aspect, narrowed=narrowed), pointer, path[:-1], spot, text)
    if aspect == "required":
        return _required(place, way, finding, old, new, narrowed=narrowed)
    if aspect == "property":
        closed = way == "response" and not narrowed and pointer.endswith("/additionalProperties")
        rule = CLOSED_ADDITION if closed else _rule(way, aspect, narrowed=narrowed)
        text = " is new, in an object that was closed" if closed else f" is {'refused' if narrowed else 'allowed'} now"
        return _telling(place, rule, pointer, path, text, presence=True)
    pairs = along(old, new, path)[-1]
    if aspect == "type":
        pairs = [pair for pair in pairs if of_other_types(*pair, narrowed=narrowed)]
    text = wording.told(finding, pairs, narrowed=narrowed)
    return _telling(place, _rule(way, aspect, narrowed=narrowed), _place_of(pointer, pairs), path, text)


def _place_of(pointer: str, pairs: Pairs) -> str:
    """Return the pointer of what changed: not in a model, where the other side refers to another one or to none."""
    model = model_of(pointer)
    if not model or not pairs or any(called(one) == called(other) == model for one, other in pairs):
        return pointer
    old, new = pairs[0]
    return (new if new.parts else old).parts[0].pointer


def _required(place: str, way: str, finding: Finding, old: Node, new: Node, *, narrowed: bool) -> Telling:
    name = finding.path[-1]
    rule, text = _rule(way, "required", narrowed=narrowed), " is now required" if narrowed else " is no longer required"
    for pair in along(old, new, finding.path[:-1])[-1]:
        left, right = pair if narrowed else pair[::-1]
        if name in right.required and name not in left.required and name not in left.names:
            rule = f"{way}-{_UNDECLARED[way][not narrowed]}"
            text = " is new, and required" if narrowed else " is gone"
            pointer = right.place_of_name(name) if name in right.declared else finding.pointer
            return _telling(place, rule, pointer, finding.path, text, presence=True, named=pointer == finding.pointer)
    return _telling(place, rule, finding.pointer, finding.path, text, named=True)


def of_note(place: str, way: str, note: Note) -> tuple[Telling, Verdict]:
    """Return what is told of a note, and its verdict where no policy decides."""
    rule, verdict = _noted(way, note)
    presence = note.keyword in (PROPERTY, DROPPED)
    named = presence and not note.pointer.endswith(f"/properties/{escaped(note.path[-1])}")
    text = " is gone, which had a default and so was always sent" if rule == DROPPED_DEFAULT else wording.noted(note)
    return _telling(place, rule, note.pointer, note.path, text, presence=presence, named=named), verdict


def _noted(way: str, note: Note) -> tuple[str, Verdict]:
    # Nobody who reads goes by what was not there; nobody who sends, by what is gone.
    if note.keyword == DISPATCH and (note.old if way == "response" else note.new) is MISSING:
        return "discriminator-changed", Verdict.COMPATIBLE
    if note.keyword == DROPPED and way == "response":
        return DROPPED_DEFAULT, Verdict.BREAKING
    if note.keyword in (PROPERTY, DROPPED):
        return f"{way}-property-{'added' if note.new else 'removed'}", Verdict.COMPATIBLE
    if note.keyword == lifecycle.SUNSET:
        return lifecycle.sunset_rule(*(None if said is MISSING else said for said in (note.old, note.new)))
    return _SAID.get((way, note.keyword)) or _SAID.get(("", note.keyword)) or ("described", Verdict.DOCUMENTATION)


def of_rewriting(place: str, note: Note) -> Telling:
    """Return what is told of what is written otherwise."""
    said = "described" if note.keyword in ANNOTATIONS or note.keyword.startswith("x-") else "schema-rewritten"
    rule = "model-renamed" if note.keyword == MODEL else said
    # The keyword itself is no step into the value.
    holder = note.pointer if note.keyword in (PROPERTY, WHOLE, OTHERWISE) else note.pointer.rpartition("/")[0]
    spot = where(place, note.path, holder, named=note.keyword == "required")
    return Telling(rule, note.pointer, note.path, spot, f"{spot}{wording.rewritten(note)}.")


def _telling(
    place: str,
    rule: str,
    pointer: str,
    path: tuple[str, ...],
    text: str,
    *,
    presence: bool = False,
    named: bool = False,
) -> Telling:
    spot = where(place, path, pointer, named=named)
    return Telling(rule, pointer, path, spot, f"{spot}{text}.", presence)


def _rule(way: str, aspect: str, *, narrowed: bool) -> str:
    names = _RULES.get(aspect, (f"{aspect}-narrowed", f"{aspect}-widened"))
    return f"{way}-{names[0 if narrowed else 1]}"
