"""Describe a change of a schema as the second half of a sentence; the first half is the place."""

import json
from typing import Any

from .contrast import contrast, named, shown
from .json_values import MISSING, canonical
from .locations import where
from .schemas.alternatives import Unlike
from .schemas.counterparts import Pairs, pairings
from .schemas.findings import Finding
from .schemas.keywords import MALFORMED
from .schemas.likeness import Likeness
from .schemas.nodes import Node, Part
from .schemas.notes import CONTRADICTION, DROPPED, PROPERTY
from .schemas.rewritings import COMBINED, MODEL, OTHERWISE, WRAPPED, Rewritings
from .schemas.summaries import summary, types, values
from .schemas.walking import Note

_ALL = 6  # types that there are


def found(finding: Finding, pairs: Pairs, *, narrowed: bool) -> str:
    """Return the text of a finding; `pairs` are the schemas of the two documents at its place."""
    if finding.aspect == "type":
        return _types(finding, pairs, narrowed=narrowed)
    if finding.aspect == "union":
        return _union(pairs, narrowed=narrowed)
    keyword = finding.pointer.rpartition("/")[2]
    if finding.aspect == "enum":
        listed = _values(finding.there if keyword == "enum" else [finding.there], pairs, narrowed=narrowed)
        if listed:
            return listed
    old, new = (finding.here, finding.there) if narrowed else (finding.there, finding.here)
    return ": " + (contrast(keyword, old, new) or _behind_references(keyword, old, new, pairs))


def uncompared(finding: Finding, *, narrowed: bool) -> str:
    """Return the text for a keyword that is not compared or is malformed."""
    keyword = finding.pointer.rpartition("/")[2]
    old, new = (finding.here, finding.there) if narrowed else (finding.there, finding.here)
    if finding.aspect == MALFORMED:
        return f": {f'in the old document, {old}' if new is MISSING else new}; it is not compared"
    return f": {contrast(keyword, _parsed(old), _parsed(new))}"


def unlike(found: Unlike, *, narrowed: bool) -> str:
    """Return the text for alternatives that only one side has."""
    names = [summary(one.parts[0].raw) for one in found.alternatives]
    several = len(names) > 1
    if narrowed:
        return f": {named(names)} {'are no longer alternatives' if several else 'is no longer an alternative'}"
    return f": {'new alternatives are' if several else 'a new alternative is'} {named(names)}"


def noted(note: Note) -> str:
    """Return the text for a changed annotation."""
    if note.keyword in (PROPERTY, DROPPED):
        return f" is {'new' if note.new else 'gone'}"
    if note.keyword == CONTRADICTION:
        return f" accepts nothing any more: {note.new}"
    return f": {contrast(note.pointer.rpartition('/')[2], note.old, note.new)}"


def rewritten(note: Note) -> str:
    """Return the text for a schema that is written differently."""
    if note.keyword == MODEL:
        names = ("none" if one is MISSING else f"`{one.rpartition('/')[2]}`" for one in (note.old, note.new))
        return ": the model was {}, is {}".format(*names)
    if note.keyword in (PROPERTY, "required"):
        declared = "declared" if note.keyword == PROPERTY else "listed as required"
        return f" is {declared} now" if note.new else f" is no longer {declared}"
    if note.keyword == OTHERWISE:
        return f": it was written with {named([*note.old])}, and is written with {named([*note.new])}"
    if note.keyword == WRAPPED and isinstance(note.new, bool):
        return f": it is {'now' if note.new else 'no longer'} wrapped in an allOf"
    keyword = note.pointer.rpartition("/")[2]
    alternatives = note.keyword in COMBINED and MISSING not in (note.old, note.new)
    gained = _gained_and_lost([*map(summary, note.new)], [*map(summary, note.old)]) if alternatives else ""
    return f": {keyword} {gained}" if gained else f": {contrast(keyword, note.old, note.new)}"


def _types(finding: Finding, pairs: Pairs, *, narrowed: bool) -> str:
    if pairs:
        return ": type was {}, is {}".format(*(_spoken(types(node)) for node in pairs[0]))
    if finding.here is MISSING:
        return f": {contrast('type', *((MISSING, finding.there) if narrowed else (finding.there, MISSING)))}"
    left = finding.here if isinstance(finding.here, list) else [finding.here]
    return f" may no longer be {_spoken(left)}" if narrowed else f" may be {_spoken(left)} now"


def _spoken(some: list[str]) -> str:
    return "anything" if len(some) == _ALL else named(some, "or") or "nothing"


def _values(right: list[Any], pairs: Pairs, *, narrowed: bool) -> str:
    """Return the text for values that are no longer or now allowed; "" if no pair of schemas shows it."""
    known = {canonical(value) for value in right}
    for pair in pairs:
        left, other = (values(node) for node in (pair if narrowed else pair[::-1]))
        if other is None or not {canonical(value) for value in other} <= known:
            continue
        if left is None:
            one = f"{'one of ' if len(right) > 1 else ''}{named([*map(shown, right)], 'or')}"
            return f" must be {one} now" if narrowed else f" need no longer be {one}"
        rest = [shown(value) for value in left if canonical(value) not in known]
        if rest:
            return f" may no longer be {named(rest, 'or')}" if narrowed else f" may be {named(rest, 'or')} now"
    return ""


def _union(pairs: Pairs, *, narrowed: bool) -> str:
    """Return the text for values or alternatives without a counterpart, else for those that differ from theirs."""
    for pair in pairs:
        left, right = (values(node) for node in (pair if narrowed else pair[::-1]))
        known = {canonical(value) for value in right or ()}
        rest = [shown(value) for value in left or () if known and canonical(value) not in known]
        if rest:
            return f" may no longer be {named(rest, 'or')}" if narrowed else f" may be {named(rest, 'or')} now"
    gone, new, other = [], [], []
    for pair in pairs:
        for pairing in pairings(*pair):
            gone += [summary(one.parts[0].raw) for one in pairing.old]
            new += [summary(one.parts[0].raw) for one in pairing.new]
            other += [summary(one.parts[0].raw) for one, like in pairing.alike if not Likeness().of(one, like)]
    told = _gained_and_lost(new, gone) or (f"{named(other)} changed" if other else "they are written differently")
    return f": not the same alternatives: {told}"


def _gained_and_lost(new: list[str], gone: list[str]) -> str:
    told = [f"gained {named(new)}"] * bool(new) + [f"lost {named(gone)}"] * bool(gone)
    return " and ".join(told)


def _behind_references(keyword: str, old: Any, new: Any, pairs: Pairs) -> str:
    """Return the text for equal schemas whose referenced models differ."""
    for before, after in pairs:
        one, other = Node(before.root, (Part(old, ""),)), Node(after.root, (Part(new, ""),))
        for note in Rewritings(Likeness()).of(one, other):
            return f"{keyword} is not the same: {where(keyword, note.path, note.pointer)}{rewritten(note)}"
    return f"{keyword} is not the same"


def _parsed(said: Any) -> Any:
    """Return the value of a keyword from its text, or the text if it contains several values."""
    try:
        return json.loads(said)
    except (TypeError, ValueError):
        return said
