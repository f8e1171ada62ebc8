"""Values that are sent as text are compared as text: in the URL, in headers, in cookies and in forms."""

from typing import Any

import pytest

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    body,
    breaking,
    document,
    either,
    fields,
    parameter,
    several,
    witnesses,
)

BREAKING, UNDECIDED = Verdict.BREAKING, Verdict.UNDECIDED
MILD = (Verdict.IDENTICAL, Verdict.DOCUMENTATION, Verdict.COMPATIBLE)
DONE = {"204": {"description": "Done"}}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

HARMLESS = [
    (STRING, {**STRING, "minLength": 0}),
    (STRING, {**STRING, "pattern": ".*"}),
    (STRING, {**STRING, "format": "password"}),
    (INTEGER, STRING),
    (INTEGER, {**STRING, "minLength": 1}),
    (BOOLEAN, STRING),
    (NUMBER, {**STRING, "format": "password"}),
    (INTEGER, NUMBER),
    (either(INTEGER, STRING), STRING),
    (STRING, either(INTEGER, STRING)),
    ({"enum": ["true", "false"]}, BOOLEAN),
    ({"enum": ["1", "2"]}, INTEGER),
    (either(INTEGER, NULL), INTEGER),
    (either(STRING, NULL), STRING),
    ({"enum": ["a", None]}, {"enum": ["a"]}),
    ({"enum": [1, 2]}, STRING),
]


@pytest.mark.parametrize(("old", "new"), HARMLESS, ids=repr)
@pytest.mark.parametrize("in_", ["query", "path", "header", "cookie"])
def test_a_parameter_that_accepts_the_same_texts_breaks_no_client(old: Any, new: Any, in_: str) -> None:
    report = compare(parameter(old, **{"in": in_}), parameter(new, **{"in": in_}))
    assert report.verdict in MILD, report


@pytest.mark.parametrize(("old", "new"), HARMLESS, ids=repr)
@pytest.mark.parametrize("media_type", FORMS)
def test_a_field_of_a_form_that_accepts_the_same_texts_breaks_no_client(old: Any, new: Any, media_type: str) -> None:
    report = compare(body(fields(a=old), media_type), body(fields(a=new), media_type))
    assert report.verdict in MILD, report


ARRAYS_HARMLESS = [
    (INTEGER, several(INTEGER)),
    (STRING, several(STRING)),
    (INTEGER, several(STRING)),
    (several(INTEGER), several(STRING)),
    (several(either(INTEGER, NULL)), several(INTEGER)),
    (several(STRING), several(STRING, minItems=1)),
    (several(INTEGER, uniqueItems=True), several(STRING, uniqueItems=True)),
    (several(INTEGER, maxItems=2), several(STRING, maxItems=3)),
    (either(several(INTEGER), NULL), several(STRING)),
    (
        {"type": "array", "prefixItems": [INTEGER, STRING], "minItems": 2, "maxItems": 2},
        {"type": "array", "prefixItems": [STRING, STRING], "minItems": 2, "maxItems": 2},
    ),
]


@pytest.mark.parametrize(("old", "new"), ARRAYS_HARMLESS, ids=repr)
def test_an_array_whose_texts_are_all_accepted_breaks_no_client(old: Any, new: Any) -> None:
    assert compare(parameter(old), parameter(new)).verdict in MILD
    for media_type in FORMS:
        assert compare(body(fields(a=old), media_type), body(fields(a=new), media_type)).verdict in MILD


@pytest.mark.parametrize("parts", [{"explode": False}, {"in": "path"}, {"style": "pipeDelimited", "explode": False}])
@pytest.mark.parametrize("old", [several(INTEGER), several(STRING), fields(a=STRING)])
def test_an_array_or_object_in_one_text_is_taken_where_every_text_is(old: Any, parts: Any) -> None:
    assert compare(parameter(old, **parts), parameter(STRING, **parts)).verdict in MILD
    refusing = {**STRING, "pattern": "^a"}
    assert compare(parameter(old, **parts), parameter(refusing, **parts)).verdict not in MILD


NAME = {"type": "object", "properties": {"a": INTEGER}, "required": ["a"]}
BREAKS = [
    ("q=a&q=a", several(STRING), several(STRING, uniqueItems=True), {}),
    ("q=a&q=a&q=a", several(STRING), several(STRING, maxItems=2), {}),
    ("q=a", several(STRING), several(STRING, minItems=2), {}),
    ("q=0&q=0", several(INTEGER), STRING, {}),
    ("q=a&q=a", several(STRING), STRING, {}),
    ("q=0&q=0", several(INTEGER), INTEGER, {}),
    ("q=0&q=0", several(INTEGER), several(INTEGER, uniqueItems=True), {}),
    ("q=a", STRING, INTEGER, {}),
    ("q=0", INTEGER, {**STRING, "minLength": 2}, {}),
    ("q=0", several(INTEGER), {**several(STRING), "not": {"contains": {"const": "0"}}}, {}),
    ("q=false", BOOLEAN, INTEGER, {}),
    ("q=0.5", NUMBER, INTEGER, {}),
    ("q=0,0", several(INTEGER), INTEGER, {"explode": False}),
    ("a=0", NAME, STRING, {}),
    ("q[a]=0", NAME, STRING, {"style": "deepObject"}),
    ("q[a]=a", fields(a=STRING), NAME, {"style": "deepObject"}),
    ("q: b,a", {"type": "object", "properties": {"b": STRING}}, NAME, {"in": "header"}),
    ("q: a=a", fields(a=STRING), NAME, {"in": "header", "explode": True}),
    ("/things/a,a", fields(a=STRING), NAME, {"in": "path"}),
    ("q=a,a", fields(a=STRING), NAME, {"explode": False}),
    ("/things/a", STRING, INTEGER, {"in": "path"}),
    ("/things/a%20b", {"enum": ["a b", "c"]}, {"enum": ["c"]}, {"in": "path"}),
    ("q: a", STRING, INTEGER, {"in": "header"}),
    ("q: 0\nq: 0", several(INTEGER), several(INTEGER, uniqueItems=True), {"in": "header"}),
    ("Cookie: q=a", STRING, INTEGER, {"in": "cookie"}),
    ("q=%C3%A4%26", {"enum": ["ä&", "c"]}, {"enum": ["c"]}, {}),
]


@pytest.mark.parametrize(("text", "old", "new", "parts"), BREAKS, ids=repr)
def test_a_parameter_that_refuses_a_text_breaks_and_shows_it(text: str, old: Any, new: Any, parts: Any) -> None:
    report = compare(parameter(old, **parts), parameter(new, **parts))
    assert report.verdict == BREAKING, report
    assert witnesses(parameter(old, **parts), parameter(new, **parts)) == [text]


UNPROVEN = [
    # Some servers parse 1 or `on` as a boolean, and some 01 as an integer; others refuse these texts.
    (BOOLEAN, {"enum": ["true", "false"]}, {}),
    ({"type": "integer", "minimum": 1, "maximum": 2}, {"enum": ["1", "2"]}, {}),
    ({"enum": ["0", "1"]}, BOOLEAN, {}),
    ({"enum": ["01"]}, INTEGER, {}),
    # Some servers do not split a text at commas.
    (STRING, several(STRING, maxItems=1), {"explode": False}),
    # Not every server can parse so many digits.
    ({**INTEGER, "minimum": 10**301}, {**INTEGER, "maximum": 5}, {}),
    ({"not": {"type": ["array", "boolean", "null", "number", "string"]}}, INTEGER, {}),
    # A text that is not accepted as a string may be parsed as another value, for instance as an array of one item.
    ({"not": STRING}, several({"not": STRING}), {"in": "path"}),
    # The schema does not mention arrays, so they are allowed.
    ({}, STRING, {}),
    # No server matches an empty path segment, unless a variable may contain several segments.
    (STRING, {**STRING, "minLength": 1}, {"in": "path"}),
]


@pytest.mark.parametrize(("old", "new", "parts"), UNPROVEN, ids=repr)
def test_a_text_that_servers_parse_differently_is_undecided(old: Any, new: Any, parts: Any) -> None:
    assert compare(parameter(old, **parts), parameter(new, **parts)).verdict == UNDECIDED


TOLD = [
    (': enum was not set, is ["a"].', STRING, several({"enum": ["a"]})),
    (' may no longer be "b".', {"enum": ["a", "b"]}, {"enum": ["a"]}),
    (": minItems was not set, is 2.", several(STRING), several(STRING, minItems=2)),
    (": type was array, is string.", several(INTEGER), STRING),
    (": type was array, is string.", several(STRING), {**STRING, "minLength": 1}),
]


@pytest.mark.parametrize(("said", "old", "new"), TOLD, ids=repr)
def test_the_texts_of_changes_agree_with_the_documents(said: str, old: Any, new: Any) -> None:
    [change] = breaking(parameter(old), parameter(new))
    assert change.text.replace(", ", ",") == f"The query parameter `q`{said}".replace(", ", ",")
    [change] = breaking(body(fields(a=old), FORMS[0]), body(fields(a=new), FORMS[0]))
    assert change.text.replace(", ", ",") == f"`a` in the request body{said}".replace(", ", ",")


def test_a_layer_of_several_is_not_widened_on_its_own() -> None:
    short = {"allOf": [STRING, {"maxLength": 2}]}
    [change] = breaking(parameter(INTEGER), parameter(short))
    assert change.witness is not None
    assert len(str(change.witness.value)) > len("q=10")


def test_equal_texts_are_not_two_items() -> None:
    mixed = several(either(INTEGER, STRING), uniqueItems=True)
    assert compare(parameter(mixed), parameter(several(STRING, uniqueItems=True))).verdict not in MILD


def test_a_json_parameter_is_shown_as_its_text() -> None:
    def taking(schema: Any) -> Any:
        one = {"name": "q", "in": "query", "content": {"application/json": {"schema": schema}}}
        return document({"parameters": [one], "responses": DONE})

    assert witnesses(taking(several(INTEGER)), taking(several(INTEGER, maxItems=1))) == ["q=%5B0%2C0%5D"]
    assert compare(taking(INTEGER), taking(STRING)).verdict == BREAKING


def test_a_header_of_a_response_is_a_text() -> None:
    def answering(schema: Any) -> Any:
        return document({"responses": {"200": {"description": "", "headers": {"X-Count": {"schema": schema}}}}})

    assert compare(answering(STRING), answering(INTEGER)).verdict in MILD
    assert witnesses(answering(INTEGER), answering(STRING)) == ["X-Count: a"]


def test_a_variable_of_the_path_that_is_not_declared_is_any_text() -> None:
    undeclared = document({"responses": DONE}, path="/things/{q}")
    assert compare(undeclared, parameter(STRING, **{"in": "path"})).verdict in MILD
    assert compare(parameter(STRING, **{"in": "path"}), undeclared).verdict in MILD
    assert witnesses(undeclared, parameter(INTEGER, **{"in": "path"})) == ["/things/false"]
    assert compare(parameter({}, **{"in": "path"}), parameter(STRING, **{"in": "path"})).verdict in MILD


def test_a_parameter_in_the_path_under_another_name_is_no_break() -> None:
    def reading(name: str, schema: Any = INTEGER, path: str = "/things/{id}") -> Any:
        one = {"name": name, "in": "path", "required": True, "schema": schema}
        return document({"parameters": [one], "responses": DONE}, path=path)

    for pair in ((reading("id"), reading("thing_id")), (reading("thing_id"), reading("id"))):
        assert compare(*pair).verdict == Verdict.DOCUMENTATION
    assert witnesses(reading("id", STRING), reading("thing_id", INTEGER)) == ["/things/a"]
    assert witnesses(reading("id", STRING, "/things"), reading("id", INTEGER, "/things")) == ["a"]
    plain = document({"responses": DONE})
    assert compare(plain, reading("id", path="/things")).verdict == Verdict.DOCUMENTATION
    assert compare(reading("id", path="/things"), plain).verdict == Verdict.DOCUMENTATION


def test_other_variables_of_a_path_stay_variables_in_a_witness() -> None:
    def reading(schema: Any) -> Any:
        given = [("user", STRING), ("id", schema)]
        parameters = [{"name": name, "in": "path", "required": True, "schema": one} for name, one in given]
        return document({"parameters": parameters, "responses": DONE}, path="/users/{user}/things/{id}")

    assert witnesses(reading(STRING), reading(INTEGER)) == ["/users/{user}/things/a"]
