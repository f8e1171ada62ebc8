"""No verdict is milder than the truth, and every grave one is shown: searched for with values the engine never saw."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contracts.drift import RULES, DocumentError, Report, Verdict
from contracts.drift.schemas.validity import format_checker
from contracts.drift.tests.documents import requests, responses
from contracts.drift.tests.strategies import components, edits, near, plain_schemas, schemas, values

MILD = (Verdict.IDENTICAL, Verdict.DOCUMENTATION, Verdict.COMPATIBLE)


def compared(old: Any, new: Any, named: Any) -> Report | None:
    """Compare two schemas as those of a request; None where a schema contains itself."""
    try:
        return requests(old, new, components={"schemas": named})
    except DocumentError:
        return None


def known_only(schema: Any) -> Any:
    """Return the schema of those values alone that hold no property of which it does not know.

    Names that no schema declares, those with a z, are left in: the other side cannot mean anything else by them.
    """
    inner = _in_place(schema)
    return {"allOf": [inner], "patternProperties": {"^z": True}, "unevaluatedProperties": False}


def _in_place(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    copy = dict(schema)
    if copy.get("additionalProperties") in (True, {}):
        del copy["additionalProperties"]
    for keyword, said in schema.items():
        if keyword in ("items", "additionalProperties") and keyword in copy:
            copy[keyword] = known_only(said) if said is not False else said
        elif keyword == "prefixItems":
            copy[keyword] = [known_only(one) for one in said]
        elif keyword in ("properties", "patternProperties"):
            copy[keyword] = {name: known_only(one) for name, one in said.items()}
        elif keyword in ("allOf", "anyOf", "oneOf"):
            copy[keyword] = [_in_place(one) for one in said]
        elif keyword in ("then", "else"):
            copy[keyword] = _in_place(said)
        elif keyword == "dependentSchemas":
            copy[keyword] = {name: _in_place(one) for name, one in said.items()}
    return copy


def valid(schema: Any, named: Any, value: Any) -> bool:
    """Return whether a schema accepts a value, as the library says, with formats."""
    whole = {"allOf": [schema], "components": {"schemas": named}}
    return bool(Draft202012Validator(whole, format_checker=format_checker()).is_valid(value))


def counterexample(old: Any, new: Any, named: Any, value: Any) -> bool:
    """Return whether the old schema accepts a value, and knows all of it, and the new one refuses it."""
    known = {name: _in_place(one) for name, one in named.items()}
    sent = valid(old, named, value) and valid(known_only(old), known, value)
    return sent and not valid(new, named, value)


@st.composite
def pairs(draw: st.DrawFn, some: st.SearchStrategy[Any]) -> tuple[Any, Any]:
    """Return two schemas, of which one often is an edit of the other."""
    one = draw(some)
    other = draw(edits(one) | some)
    turned: bool = draw(st.booleans())
    return (other, one) if turned else (one, other)


@given(st.data(), pairs(schemas), components)
def test_what_is_called_compatible_has_no_counterexample(data: st.DataObject, pair: Any, named: Any) -> None:
    old, new = pair
    report = compared(old, new, named)
    if report is None or report.verdict not in MILD:
        return
    for value in data.draw(st.lists(near(old, named) | near(new, named) | values, min_size=12, max_size=12), "values"):
        assert not counterexample(old, new, named, value), (value, report)


@given(pairs(schemas), components)
def test_what_is_called_breaking_is_shown(pair: Any, named: Any) -> None:
    old, new = pair
    report = compared(old, new, named)
    for change in report.changes if report else ():
        assert change.rule in RULES
        assert (change.witness is not None) == (change.verdict == Verdict.BREAKING)
        if change.witness is not None:
            assert valid(old, named, change.witness.value), change
            assert not valid(new, named, change.witness.value), change


@given(pairs(plain_schemas))
def test_the_other_way_round_is_the_mirror_image(pair: Any) -> None:
    old, new = pair
    sent, answered = requests(old, new), responses(new, old)
    assert sent.verdict == answered.verdict or {sent.verdict, answered.verdict} <= set(MILD), (sent, answered)
    witnesses = [[one.witness.value for one in report.changes if one.witness] for report in (sent, answered)]
    assert sorted(map(repr, witnesses[0])) == sorted(map(repr, witnesses[1]))


@given(plain_schemas, st.data())
def test_a_schema_is_a_part_of_any_union_with_it(schema: Any, data: st.DataObject) -> None:
    other = data.draw(plain_schemas)
    assert requests(schema, {"anyOf": [schema, other]}).verdict in MILD
    assert responses(schema, {"allOf": [schema, other]}).verdict in MILD
