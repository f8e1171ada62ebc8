"""No verdict on values that are sent as text is too mild, and every witness is a proof."""

from typing import Any
from urllib.parse import parse_qsl, unquote

from hypothesis import given

from contracts.drift import Report, Verdict, compare
from contracts.drift.tests.documents import body, parameter
from contracts.drift.tests.search.hunt import MILD
from contracts.drift.tests.search.texts import FORM, judged_form, judged_parameter
from contracts.drift.tests.wire import DELIMITED, READERS, TEXTS, Judge, forms, pairs, parameters


def shown(report: Report) -> list[dict[str, tuple[str, ...]]]:
    """Return the texts of all witnesses, by the names with which they are sent."""
    found = []
    for change in report.changes:
        assert (change.witness is not None) == (change.verdict == Verdict.BREAKING)
        if change.witness is not None:
            sent: dict[str, tuple[str, ...]] = {}
            for name, text in parse_qsl(
                change.witness.value, keep_blank_values=True, strict_parsing=bool(change.witness.value)
            ):
                sent[name] = (*sent.get(name, ()), text)
            found.append(sent)
    return found


@given(pairs(parameters))
def test_a_parameter_is_called_safe_where_no_text_is_refused(pair: Any) -> None:
    found = judged_parameter(pair)
    assert not found.mistake, found


@given(pairs(parameters))
def test_a_parameter_that_breaks_is_shown_by_a_text(pair: Any) -> None:
    old, new = map(Judge, pair)
    for sent in shown(compare(parameter(pair[0]), parameter(pair[1]))):
        for reader in READERS:
            assert old.takes(sent["q"], reader), sent
            assert not new.takes(sent["q"], reader), sent


@given(pairs(parameters))
def test_a_parameter_in_the_path_is_judged_by_its_text(pair: Any) -> None:
    report = compare(parameter(pair[0], **{"in": "path"}), parameter(pair[1], **{"in": "path"}))
    old, new = map(Judge, pair)
    for reader in READERS:
        for text in (*TEXTS, *DELIMITED):
            refused = old.takes_delimited(text, reader) and not new.takes_delimited(text, reader)
            assert text == "" or not refused or report.verdict not in MILD, (text, reader, report)
        for change in report.changes:
            if change.witness is not None:
                text = unquote(change.witness.value.removeprefix("/things/"))
                assert old.takes_delimited(text, reader), change
                assert not new.takes_delimited(text, reader), change


@given(pairs(forms()))
def test_a_form_is_called_safe_where_none_is_refused(pair: Any) -> None:
    found = judged_form(pair)
    assert not found.mistake, found


@given(pairs(forms()))
def test_a_form_that_breaks_is_shown_by_one(pair: Any) -> None:
    old, new = map(Judge, pair)
    for form in shown(compare(body(pair[0], FORM), body(pair[1], FORM))):
        for reader in READERS:
            assert old.takes_form(form, reader), form
            assert not new.takes_form(form, reader), form
