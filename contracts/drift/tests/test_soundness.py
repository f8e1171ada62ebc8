"""No verdict is too mild, and every breaking one has a witness: checked with values that the engine did not make.

This is the small search; `python -m contracts.drift.tests.search` runs for a chosen time.
"""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.drift import RULES, Report, Verdict
from contracts.drift.schemas import inclusion
from contracts.drift.tests.documents import requests, responses
from contracts.drift.tests.search import planted
from contracts.drift.tests.search.hunt import MILD, Case, Judgment, compared, judged, random_case
from contracts.drift.tests.search.mistakes import MISTAKES, Mistake
from contracts.drift.tests.search.shapes import DICTIONARIES, LISTS, SINGLES, inner_schemas
from contracts.drift.tests.search.shrinking import shrunk
from contracts.drift.tests.strategies import plain_schemas

NOTHING = "schema-accepts-nothing"  # it is about the new schema alone, in both directions
cases = st.randoms(use_true_random=False).map(random_case)


def verdict_by_values(report: Report) -> Verdict:
    """Return the verdict without the changes for a schema that accepts no value any more."""
    return Report(tuple(change for change in report.changes if change.rule != NOTHING)).verdict


@given(cases)
def test_a_safe_verdict_has_no_counterexample(case: Case) -> None:
    found = judged(case, Random(0))
    assert not found.mistake, found


@given(cases)
def test_a_breaking_verdict_has_a_witness(case: Case) -> None:
    report = compared(case)
    sent, taken = next(case.directions)
    for change in report.changes if report else ():
        assert change.rule in RULES
        assert (change.witness is not None) == (change.verdict == Verdict.BREAKING)
        if change.witness is not None:
            for accepts, takes in ((sent.quickly, taken.quickly), (sent.slowly, taken.slowly)):
                assert accepts(change.witness.value), change
                assert not takes(change.witness.value), change


@given(cases)
def test_the_other_way_round_is_the_mirror_image(case: Case) -> None:
    sent, answered = (
        compared(Case(*ends, way))
        for ends, way in (((case.old, case.new), "request"), ((case.new, case.old), "response"))
    )
    if sent is None or answered is None:
        return
    verdicts = {verdict_by_values(one) for one in (sent, answered)}
    assert len(verdicts) == 1 or verdicts <= set(MILD), (sent, answered)
    witnesses = [[one.witness.value for one in report.changes if one.witness] for report in (sent, answered)]
    assert sorted(map(repr, witnesses[0])) == sorted(map(repr, witnesses[1]))


@given(plain_schemas, st.data())
def test_a_schema_is_a_part_of_any_union_with_it(schema: Any, data: st.DataObject) -> None:
    other = data.draw(plain_schemas)
    assert verdict_by_values(requests(schema, {"anyOf": [schema, other]})) in MILD
    assert verdict_by_values(responses(schema, {"allOf": [schema, other]})) in MILD


def test_the_search_uses_every_keyword_of_schemas() -> None:
    used: set[str] = set()
    for number in range(3000):
        for schema in random_case(Random(number)).old.values():
            used |= {keyword for place in inner_schemas(schema) if isinstance(place, dict) for keyword in place}
    assert used >= SINGLES | LISTS | DICTIONARIES
    assert used >= {*("type", "enum", "const", "format", "pattern", "minLength", "maxLength", "$ref", "discriminator")}
    assert used >= {*("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems")}
    assert used >= {*("minItems", "maxItems", "minContains", "maxContains", "minProperties", "maxProperties")}
    assert used >= {"required", "dependentRequired"}


def test_a_mistake_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inclusion.CHECKS, "object", ())
    found = next(one for one in map(_judged, range(1000)) if one.mistake)
    small = shrunk(found)
    assert small.mistake
    assert len(json.dumps(small.case)) < 150, small


def _judged(number: int) -> Judgment:
    random = Random(number)
    return judged(random_case(random), random)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_every_mistake_that_is_planted_can_be(mistake: Mistake) -> None:
    source = (planted.DRIFT / mistake.file).read_text(encoding="utf-8")
    assert source.count(mistake.right) == 1
    compile(source.replace(mistake.right, mistake.wrong), mistake.file, "exec")


def test_a_planted_mistake_is_found_and_correct_code_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted, "PAIRS", 100)
    gross = Mistake(
        "anything is included",
        "schemas/inclusion.py",
        "holds = next(self._why(left, right), None) is None",
        "holds = True",
    )
    assert planted.search_with(gross).found
    assert planted.search_with(None).said == planted.NOTHING
    assert "not once" in planted.search_with(gross._replace(right="no such text")).said
