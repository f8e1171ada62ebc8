"""Describe a difference between two schemas: its rule, its place and its text."""

from typing import NamedTuple

from . import lifecycle, wording
from .json_values import MISSING, escaped
from .locations import model_of, where
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

# The rules of an aspect: if fewer values are allowed, and if more are.
_RULES = {
    "required": ("property-became-required", "property-became-optional"),
    "property": ("property-removed", "property-added"),
    "closed": ("object-closed", "object-opened"),
}
# The rules for a required property that the other side does not declare.
_UNDECLARED = {
    "request": ("required-property-added", "property-removed"),
    "response": ("property-added", "required-property-removed"),
}
# The rules and verdicts of keywords that are not validated, but are more than documentation.
_SAID = {
    ("", CONTRADICTION): ("schema-accepts-nothing", Verdict.UNDECIDED),
    ("", DISPATCH): ("discriminator-changed", Verdict.UNDECIDED),
    ("", EFFECT): ("keyword-without-effect", Verdict.DOCUMENTATION),
    ("", "discriminator"): ("discriminator-changed", Verdict.COMPATIBLE),
    ("", "deprecated"): ("schema-deprecated", Verdict.DOCUMENTATION),
    ("request", "default"): ("request-default-changed", Verdict.COMPATIBLE),
}
# The rules for parts that were removed from the schemas.
_REMOVED = {MALFORMED: "document-malformed", NOT_COMPARED: "keyword-not-compared"}
CLOSED_ADDITION = "response-property-added-to-closed-object"
DROPPED_DEFAULT = "response-property-with-default-removed"


class Description(NamedTuple):
    """The description of a difference: its rule, its pointer, its path in the value, its place in words, and its text.

    With `presence`, the difference is that a property was added or removed.
    """

    rule: str
    pointer: str
    path: tuple[str, ...]
    spot: str
    text: str
    presence: bool = False


def of_finding(place: str, way: str, finding: Finding, old: Node, new: Node, *, narrowed: bool) -> Description:
    """Return the description of a finding; `narrowed` means that fewer values are allowed."""
    path, pointer, aspect = finding.path, finding.pointer, finding.aspect
    alone = unlike(finding, old, new, narrowed=narrowed)
    if alone:
        text = wording.unlike(alone, narrowed=narrowed)
        return _description(place, _rule(way, "union", narrowed=narrowed), alone.pointer, alone.path, text)
    if aspect in _REMOVED:
        return _description(place, _REMOVED[aspect], pointer, path, wording.uncompared(finding, narrowed=narrowed))
    if aspect == "closed":
        spot = where(place, path[:-1], pointer.rpartition("/")[0])
        text = f"{spot}: undeclared properties are {'refused' if narrowed else 'allowed'} now."
        return Description(_rule(way, aspect, narrowed=narrowed), pointer, path[:-1], spot, text)
    if aspect == "required":
        return _required(place, way, finding, old, new, narrowed=narrowed)
    if aspect == "property":
        closed = way == "response" and not narrowed and pointer.endswith("/additionalProperties")
        rule = CLOSED_ADDITION if closed else _rule(way, aspect, narrowed=narrowed)
        text = " is new, in an object that was closed" if closed else f" is {'refused' if narrowed else 'allowed'} now"
        return _description(place, rule, pointer, path, text, presence=True)
    pairs = along(old, new, path)[-1]
    if aspect == "type":
        pairs = [pair for pair in pairs if of_other_types(*pair, narrowed=narrowed)]
    text = wording.found(finding, pairs, narrowed=narrowed)
    return _description(place, _rule(way, aspect, narrowed=narrowed), _place_of(pointer, pairs), path, text)


def _place_of(pointer: str, pairs: Pairs) -> str:
    """Return the pointer of the change: in a model only if both sides refer to this model."""
    model = model_of(pointer)
    if not model or not pairs or any(called(one) == called(other) == model for one, other in pairs):
        return pointer
    old, new = pairs[0]
    return (new if new.parts else old).parts[0].pointer


def _required(place: str, way: str, finding: Finding, old: Node, new: Node, *, narrowed: bool) -> Description:
    name = finding.path[-1]
    rule, text = _rule(way, "required", narrowed=narrowed), " is now required" if narrowed else " is no longer required"
    for pair in along(old, new, finding.path[:-1])[-1]:
        left, right = pair if narrowed else pair[::-1]
        if name in right.required and name not in left.required and name not in left.names:
            rule = f"{way}-{_UNDECLARED[way][not narrowed]}"
            text = " is new, and required" if narrowed else " is gone"
            pointer = right.place_of_name(name) if name in right.declared else finding.pointer
            return _description(
                place, rule, pointer, finding.path, text, presence=True, named=pointer == finding.pointer
            )
    return _description(place, rule, finding.pointer, finding.path, text, named=True)


def of_note(place: str, way: str, note: Note) -> tuple[Description, Verdict]:
    """Return the description of a note, and its verdict unless the policy decides it."""
    rule, verdict = _noted(way, note)
    presence = note.keyword in (PROPERTY, DROPPED)
    named = presence and not note.pointer.endswith(f"/properties/{escaped(note.path[-1])}")
    text = " is gone; it had a default, so it was always sent" if rule == DROPPED_DEFAULT else wording.noted(note)
    return _description(place, rule, note.pointer, note.path, text, presence=presence, named=named), verdict


def _noted(way: str, note: Note) -> tuple[str, Verdict]:
    # Clients that read cannot depend on a new discriminator, and clients that send cannot depend on a removed one.
    if note.keyword == DISPATCH and (note.old if way == "response" else note.new) is MISSING:
        return "discriminator-changed", Verdict.COMPATIBLE
    if note.keyword == DROPPED and way == "response":
        return DROPPED_DEFAULT, Verdict.BREAKING
    if note.keyword in (PROPERTY, DROPPED):
        return f"{way}-property-{'added' if note.new else 'removed'}", Verdict.COMPATIBLE
    if note.keyword == lifecycle.SUNSET:
        return lifecycle.sunset_rule(*(None if said is MISSING else said for said in (note.old, note.new)))
    return _SAID.get((way, note.keyword)) or _SAID.get(("", note.keyword)) or ("described", Verdict.DOCUMENTATION)


def of_rewriting(place: str, note: Note) -> Description:
    """Return the description of a schema that is written differently."""
    said = "described" if note.keyword in ANNOTATIONS or note.keyword.startswith("x-") else "schema-rewritten"
    rule = "model-renamed" if note.keyword == MODEL else said
    # The last part of the pointer is the keyword, which is no step into the value.
    holder = note.pointer if note.keyword in (PROPERTY, WHOLE, OTHERWISE) else note.pointer.rpartition("/")[0]
    spot = where(place, note.path, holder, named=note.keyword == "required")
    return Description(rule, note.pointer, note.path, spot, f"{spot}{wording.rewritten(note)}.")


def _description(
    place: str,
    rule: str,
    pointer: str,
    path: tuple[str, ...],
    text: str,
    *,
    presence: bool = False,
    named: bool = False,
) -> Description:
    spot = where(place, path, pointer, named=named)
    return Description(rule, pointer, path, spot, f"{spot}{text}.", presence)


def _rule(way: str, aspect: str, *, narrowed: bool) -> str:
    names = _RULES.get(aspect, (f"{aspect}-narrowed", f"{aspect}-widened"))
    return f"{way}-{names[0 if narrowed else 1]}"
