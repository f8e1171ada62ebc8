"""Make the labelled pairs of the benchmark."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from contracts.drift.tests.documents import query as a_query
from contracts.drift.tests.documents import request as a_request
from contracts.drift.tests.documents import response as a_response
from contracts.drift.tests.labelled import truth
from contracts.drift.tests.labelled.applications import PLACES, answer, takes, written
from contracts.drift.tests.labelled.changes import NOTHING, SAME, Edit
from contracts.drift.tests.labelled.documents import ANSWER, BODY, DOCUMENTS, DocumentEdit
from contracts.drift.tests.labelled.judging import accepts, at
from contracts.drift.tests.labelled.models import MODELS, model
from contracts.drift.tests.labelled.operations import OPERATIONS, OperationEdit, asked
from contracts.drift.tests.labelled.query import QUERIES, QueryEdit
from contracts.drift.tests.labelled.scalars import EVERYWHERE, SCALARS
from contracts.drift.tests.labelled.schemas import COMPOSITIONS, EMPTIED, OLDER
from contracts.drift.tests.labelled.truth import Shown, Sides, WrongTruthError

Row = dict[str, Any]
TRIED = 3


def rows() -> Iterator[Row]:
    """Give all pairs; raises WrongTruthError if a label contradicts the accepted values."""
    for place in PLACES:
        yield from (_typed(edit, place) for edit in EVERYWHERE)
    yield from (_typed(edit.turned(), place) for edit in EVERYWHERE for place in ("body", "response", "query"))
    yield from (_typed(edit, "body") for edit in SCALARS)
    yield from (_typed(edit, "query") for edit in _both_ways(SCALARS))
    yield from (_typed(edit, "response") for edit in _with_values(SCALARS))
    yield from (_typed(edit, "body") for edit in _both_ways(MODELS))
    yield from (_typed(edit, "response") for edit in MODELS)
    yield from map(_operation, OPERATIONS)
    yield from (_schema(edit, "body", "3.1.0") for edit in (*_both_ways(COMPOSITIONS), *EMPTIED))
    yield from (_schema(edit, "response", "3.1.0") for edit in _with_values(COMPOSITIONS))
    yield from (_schema(edit, "body", "3.0.3") for edit in _both_ways(OLDER))
    for one in QUERIES:
        yield _query(one)
        if one.lost or one.gained:
            yield _query(QueryEdit(f"{one.name}, reversed", one.new, one.old, one.gained, one.lost))
    yield from map(_document, DOCUMENTS)


def lines() -> Iterator[str]:
    """Give all pairs as lines of JSON."""
    for row in rows():
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _both_ways(edits: list[Edit]) -> Iterator[Edit]:
    """Give changes, and the reverse of each if it has a different effect."""
    for edit in edits:
        yield edit
        yield from (one.turned() for one in _with_values([edit]))


def _with_values(edits: list[Edit]) -> list[Edit]:
    """Return the changes that affect accepted values."""
    return [edit for edit in edits if (edit.lost, edit.gained) != (NOTHING, NOTHING)]


def _row(source: str, place: str, edit: Any, old: Any, new: Any, label: str | None, proof: Row) -> Row:
    slug = re.sub(r"[^a-z0-9.]+", "-", edit.name.lower())
    kind = edit.kind if not isinstance(edit, QueryEdit) else "the query"
    return {
        "id": f"{place}/{slug}",
        "class": kind,
        "change": edit.name,
        "direction": place,
        "source": source,
        "label": label,
        "truth": proof,
        "old": old,
        "new": new,
    }


def _typed(edit: Edit, place: str) -> Row:
    """Return a pair of documents that FastAPI writes."""
    if place == "body" and None in (edit.lost, edit.gained):
        edit = _in_a_field(edit)
    lost, gained, types = edit.lost, edit.gained, (edit.old, edit.new)
    whole = place in ("body", "response")
    if not whole:
        lost = written(place, edit.lost) if edit.lost_text is SAME else edit.lost_text
        gained = written(place, edit.gained) if edit.gained_text is SAME else edit.gained_text
    old, new = (PLACES[place](type_) for type_ in types)
    sides = Sides(old.app.openapi(), new.app.openapi(), old.pointer)
    if whole:
        label, proof, tried = truth.of_values(sides, place, Shown(lost, gained), doubtful=edit.doubtful)
    else:
        label, proof, tried = truth.of_texts(sides, Shown(lost, gained))
    breaks = label != "doubtful" and _application_breaks(place, old.app, new.app, tried[:TRIED], sides)
    if label != "breaking" and breaks:
        raise WrongTruthError(f"{edit.name} ({place}): the applications show a break with one of {tried[:TRIED]}.")
    # FastAPI adds only properties with a default to an answer.
    defaults = place == "response" and label == "safe" and '"default"' in json.dumps(sides.old)
    if defaults and _application_drops(old.app, new.app, tried):
        label, proof = "doubtful", {"reason": "The old application always sent a property, which the new one may not."}
    proofs = ["jsonschema", "fastapi"] if label != "breaking" or breaks else ["jsonschema"]
    return _row("fastapi", place, edit, sides.old, sides.new, label, {**proof, "checked_by": proofs})


def _in_a_field(edit: Edit) -> Edit:
    """Return a change of a field, because FastAPI treats a null body as a missing one."""
    lost, gained = (one if one is NOTHING else {"a": one} for one in (edit.lost, edit.gained))
    return edit._replace(old=model(a=edit.old), new=model(a=edit.new), lost=lost, gained=gained)


def _application_breaks(place: str, old: FastAPI, new: FastAPI, tried: list[Any], sides: Sides) -> bool:
    """Return whether one of some values shows that a change between the applications breaks clients."""
    if place != "response":
        return any(takes(old, place, one) and not takes(new, place, one) for one in tried)
    given = [got for got in (answer(new, one) for one in tried) if got is not NOTHING]
    schema = at(sides.old, sides.pointer)
    return any(not accepts(sides.old, schema, got) and answer(old, got) != got for got in given)


def _application_drops(old: FastAPI, new: FastAPI, tried: list[Any]) -> bool:
    """Return whether the new application answers without a property that the old one adds to the same answer."""
    given = [got for got in (answer(new, one) for one in tried) if got is not NOTHING]
    return any(_lacks(got, answer(old, got)) for got in given)


def _lacks(value: Any, other: Any) -> bool:
    """Return whether another value of the same structure has a property that a value lacks."""
    if isinstance(value, dict) and isinstance(other, dict):
        return any(name not in value or _lacks(value[name], one) for name, one in other.items())
    if isinstance(value, list) and isinstance(other, list):
        return any(map(_lacks, value, other))
    return False


def _operation(edit: OperationEdit) -> Row:
    """Return a pair of documents that FastAPI writes, with another operation."""
    old, new = edit.old(), edit.new()
    tries = [edit.request] if edit.request else edit.tries
    before, after = ([asked(app, one) for one in tries] for app in (old, new))
    if any(status >= 300 for status, _ in before) or (before != after) != (edit.request is not None):
        raise WrongTruthError(f"{edit.name}: {before} was answered, and {after} is.")
    if edit.request:
        request = {key: value for key, value in edit.request._asdict().items() if value}
        witness = {"request": request, "old": before[0], "new": after[0]}
        proof: Row = {"witness": witness, "checked_by": ["fastapi"]}
    else:
        proof = {"reason": edit.reason, "checked_by": ["fastapi"]}
    label = "breaking" if edit.request else edit.label
    return _row("fastapi", "operation", edit, old.openapi(), new.openapi(), label, proof)


def _schema(edit: Edit, place: str, version: str) -> Row:
    """Return a pair of documents with schemas that are written by hand."""
    make, pointer = (a_request, BODY) if place == "body" else (a_response, f"{ANSWER}/content/application~1json/schema")
    parts = {"components": {"schemas": edit.named}} if edit.named else {}
    old, new = ({**make(schema, **parts), "openapi": version} for schema in (edit.old, edit.new))
    label, proof, _ = truth.of_values(Sides(old, new, pointer), place, Shown(edit.lost, edit.gained))
    return _row("written", place, edit, old, new, label, {**proof, "checked_by": ["jsonschema"]})


def _query(edit: QueryEdit) -> Row:
    pointer = "/paths/~1things/post/parameters/0"
    old, new = (a_query(True) for _ in "ab")
    at(old, pointer).update(edit.old)
    at(new, pointer).update(edit.new)
    shown = Shown(*(NOTHING if text is None else text for text in (edit.lost, edit.gained)))
    label, proof, _ = truth.of_texts(Sides(old, new, pointer), shown, "q")
    return _row("written", "query", edit, old, new, label, {**proof, "checked_by": ["jsonschema"]})


def _document(edit: DocumentEdit) -> Row:
    proof: Row = {"reason": edit.reason} if edit.reason else {}
    if edit.lost is not NOTHING:
        if not accepts(edit.old, at(edit.old, BODY), edit.lost) or accepts(edit.new, at(edit.new, BODY), edit.lost):
            raise WrongTruthError(f"{edit.lost!r} shows no break.")
        proof = {"witness": {"value": edit.lost}, "at": BODY, "checked_by": ["jsonschema"]}
    if edit.gone:
        at(edit.old, edit.gone)
        proof = {"witness": {"gone": edit.gone}}
    return _row("written", "document", edit, edit.old, edit.new, edit.label, proof)
