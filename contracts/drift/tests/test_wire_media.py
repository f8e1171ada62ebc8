"""Bodies in other media types than JSON: forms are compared as texts, and other formats are mostly undecided."""

from typing import Any

import pytest

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import (
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    answer,
    body,
    breaking,
    either,
    fields,
    several,
    witnesses,
)

BREAKING, UNDECIDED = Verdict.BREAKING, Verdict.UNDECIDED
MILD = (Verdict.IDENTICAL, Verdict.DOCUMENTATION, Verdict.COMPATIBLE)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@pytest.mark.parametrize("media_type", FORMS)
def test_a_form_that_refuses_a_text_breaks_and_shows_it(media_type: str) -> None:
    for text, old, new in (
        ("a=0&a=0", fields(a=several(INTEGER)), fields(a=STRING)),
        ("a=a", fields(a=STRING), fields(a=INTEGER)),
        ("", fields(), fields(a=STRING)),
        ("a=0&b=a", fields(a=INTEGER, b=STRING), fields(a=STRING, b=INTEGER)),
    ):
        assert witnesses(body(old, media_type), body(new, media_type)) == [text]


def test_a_field_that_was_a_file_and_is_a_text_is_undecided() -> None:
    file = {**STRING, "format": "binary"}
    for one in (file, {**STRING, "contentMediaType": "application/octet-stream"}):
        for old, new in ((one, STRING), (STRING, one), (several(one), several(STRING)), (one, either(STRING, NULL))):
            pair = body(fields(a=old), "multipart/form-data"), body(fields(a=new), "multipart/form-data")
            assert compare(*pair).verdict == UNDECIDED, (old, new)
    same = body(fields(a=file), "multipart/form-data"), body(fields(a=either(file, STRING)), "multipart/form-data")
    assert compare(*same).verdict in MILD


@pytest.mark.parametrize(
    "media_type", ["application/xml", "text/csv", "text/event-stream", "application/atom+xml", "application/pdf"]
)
def test_a_media_type_of_another_grammar_is_never_called_safe_nor_shown(media_type: str) -> None:
    for old, new in (
        (fields(a=STRING), fields(a=fields(b=STRING))),
        (fields(a=STRING), fields(a=several(STRING))),
        (fields(a=INTEGER), fields(a=STRING)),
        (STRING, INTEGER),
    ):
        assert compare(answer(old, media_type), answer(new, media_type)).verdict == UNDECIDED
        assert compare(body(old, media_type), body(new, media_type)).verdict == UNDECIDED
    assert compare(body(INTEGER, media_type), body(NUMBER, media_type)).verdict in MILD
    assert compare(body(STRING, media_type), body(STRING, media_type)).changes == ()


def test_another_name_of_an_element_in_xml_is_undecided() -> None:
    names: list[tuple[Any, Any]] = [({}, {"name": "b"}), ({"attribute": True}, {"attribute": False})]
    for said in names:
        old, new = (fields(a={**STRING, "xml": one}) for one in said)
        assert compare(body(old, "application/xml"), body(new, "application/xml")).verdict == UNDECIDED
        assert compare(body(old, "application/json"), body(new, "application/json")).verdict in MILD


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "application/jsonl", "application/json-seq"])
def test_a_sequence_of_json_values_is_judged_as_json(media_type: str) -> None:
    [change] = breaking(answer(fields(a=STRING), media_type), answer(fields(a=INTEGER), media_type))
    assert change.witness is not None
    assert change.witness.value == {"a": 0}


def test_plain_text_is_one_text() -> None:
    assert compare(answer(INTEGER, "text/plain"), answer(STRING, "text/plain")).verdict == BREAKING
    assert compare(answer(STRING, "text/plain"), answer(INTEGER, "text/plain")).verdict in MILD
    assert compare(answer(STRING, "text/plain"), answer(fields(a=STRING), "text/plain")).verdict == UNDECIDED
    assert witnesses(body(STRING, "text/plain"), body({**STRING, "maxLength": 1}, "text/plain")) == ["aa"]
