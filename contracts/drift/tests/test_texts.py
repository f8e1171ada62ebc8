"""The text of a change describes the difference, in the right words."""

import re
from typing import Any

import pytest
from hypothesis import given

from contracts.drift import Report, compare
from contracts.drift.tests import test_fastapi_shapes as shapes
from contracts.drift.tests.documents import query, request, requests, response, responses
from contracts.drift.tests.search.hunt import Case, compared
from contracts.drift.tests.test_rules import EXAMPLES, objects
from contracts.drift.tests.test_soundness import cases

TEXT, NULL = {"type": "string"}, {"type": "null"}
COUNTRIES = [f"country {number}" for number in range(40)]


def told_apart(report: Report) -> None:
    """Check that the old and the new value in each text differ, and that all texts are sentences."""
    for change in report.changes:
        for part in re.split(r"; |: ", change.text.removesuffix(".")):
            was = re.search(r"was (.*), is (.*)$", part)
            assert was is None or was[1] != was[2], change
        assert change.text.endswith("."), change


@pytest.mark.parametrize(("old", "new"), [example[2:] for example in EXAMPLES])
def test_the_examples_of_rules_are_described_by_the_difference(old: Any, new: Any) -> None:
    told_apart(compare(old, new))
    told_apart(compare(new, old))


@pytest.mark.parametrize("pair", [*shapes.PLAIN, *shapes.NESTED, *shapes.TAKEN], ids=lambda pair: pair.name)
def test_changes_of_fastapi_documents_are_described_by_the_difference(pair: shapes.Pair) -> None:
    for make in (shapes.body, shapes.answer):
        old, new = make(pair.old), make(pair.new)
        told_apart(compare(old, new))
        told_apart(compare(new, old))


@given(cases)
def test_changes_of_random_schemas_are_described_by_the_difference(case: Case) -> None:
    report = compared(case)
    if report:
        told_apart(report)


def pet(kind: str, **properties: Any) -> Any:
    """Return a model with a tag."""
    return {"type": "object", "properties": {"kind": {"const": kind}, **properties}, "required": ["kind", *properties]}


CAT, DOG, FOX = pet("cat", lives=TEXT), pet("dog", name=TEXT), pet("fox")
MODELS = {"Cat": CAT, "Dog": DOG, "Fox": FOX}


def to(*names: str) -> Any:
    """Return a union of models, or the model if there is only one."""
    some = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {"anyOf": some} if len(some) > 1 else some[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (TEXT, {"type": ["string", "null"]}, "The 200 response: type was string, is string or null."),
        (TEXT, {"anyOf": [TEXT, NULL]}, "The 200 response: type was string, is string or null."),
        ({"type": "integer"}, {"type": "number"}, "The 200 response: type was integer, is number."),
        (TEXT, {}, "The 200 response: type was string, is anything."),
        ({"enum": ["a"]}, {"enum": ["b", "a", "c"]}, 'The 200 response may be "b" or "c" now.'),
        (
            {"enum": COUNTRIES[:9]},
            {"enum": COUNTRIES},
            'The 200 response may be "country 9", "country 10", "country 11", "country 12", "country 13" '
            "and 26 more now.",
        ),
        ({"const": "a"}, TEXT, 'The 200 response need no longer be "a".'),
        (to("Cat"), to("Cat", "Dog"), "The 200 response: a new alternative is `Dog`."),
        (to("Cat", "Dog"), to("Fox", "Dog", "Cat"), "The 200 response: a new alternative is `Fox`."),
        (
            {"type": "array", "items": to("Cat", "Dog")},
            {"type": "array", "items": to("Cat", "Dog", "Fox")},
            "`[]` in the 200 response: a new alternative is `Fox`.",
        ),
        (objects("a", required=["a"]), objects("a"), "`a` in the 200 response is no longer required."),
        (objects("a", "b", required=["a"]), objects("b"), "`a` in the 200 response is gone."),
        (
            objects(additionalProperties=False),
            objects("a", additionalProperties=False),
            "`a` in the 200 response is new, in an object that was closed.",
        ),
        (
            objects(a={}),
            objects() | {"properties": {}, "additionalProperties": False},
            "The 200 response: undeclared properties are refused now.",
        ),
        (
            {"type": "string", "pattern": f"^({'|'.join(COUNTRIES[1:])})$"},
            {"type": "string", "pattern": f"^({'|'.join(COUNTRIES)})$"},
            'The 200 response: pattern was "^(country 1|country 2|country 3|country 4|country 5|country..., '
            'is "^(country 0|country 1|country 2|country 3|country 4|country....',
        ),
    ],
)
def test_a_change_of_a_response_is_described_by_the_difference(old: Any, new: Any, told: str) -> None:
    parts = {"components": {"schemas": MODELS}}
    assert told in [change.text for change in responses(old, new, **parts).changes]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"type": ["string", "null"]}, TEXT, "The request body: type was string or null, is string."),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, 'The request body may no longer be "b".'),
        (TEXT, {"enum": ["a", "b"]}, 'The request body must be one of "a" or "b" now.'),
        (objects("a"), objects("a", "b", required=["b"]), "`b` in the request body is new, and required."),
        (objects("a"), objects("a", required=["a"]), "`a` in the request body is now required."),
        (to("Cat", "Dog"), to("Dog"), "The request body: `Cat` is no longer an alternative."),
        (to("Cat", "Dog"), to("Fox", "Dog"), "The request body: `Cat` is no longer an alternative."),
        (to("Cat", "Dog"), to("Fox", "Dog"), "The request body: a new alternative is `Fox`."),
    ],
)
def test_a_change_of_a_request_is_described_by_the_difference(old: Any, new: Any, told: str) -> None:
    texts = [change.text for change in requests(old, new, components={"schemas": MODELS}).changes]
    assert told in texts
    assert len([text for text in texts if text.partition(":")[0] == told.partition(":")[0]]) <= 2, texts


def test_an_added_or_removed_property_is_reported_once() -> None:
    closed = objects("a", additionalProperties=False)
    for old, new in ((objects("a"), objects("a", "b", required=["b"])), (closed, objects("a", "b"))):
        for pair in ((old, new), (new, old)):
            for report in (requests(*pair), responses(*pair)):
                told = [change for change in report.changes if "`b`" in change.text]
                assert len(told) == 1, report


def test_the_changed_target_of_equal_references_is_named() -> None:
    def taking(limit: int) -> Any:
        name = {"type": "string", "minLength": limit, "pattern": "(a)\\1"}
        return request(
            {"type": "object", "not": to("Name")},
            components={"schemas": {"Name": objects() | {"properties": {"n": name}}}},
        )

    texts = [change.text for change in compare(taking(1), taking(2)).changes]
    assert "The request body: not is not the same: `n` of `Name`: minLength was 1, is 2." in texts


def owner(pet: Any) -> Any:
    """Return a document whose response is a model with a pet."""
    models = MODELS | {"Owner": {"type": "object", "properties": {"pet": pet}, "required": ["pet"]}}
    return response({"$ref": "#/components/schemas/Owner"}, components={"schemas": models})


def test_a_place_that_accepts_more_than_a_model_is_reported_at_the_place() -> None:
    for more, told in (
        ({"anyOf": [to("Cat"), NULL]}, "type was object, is object or null"),
        ({"anyOf": [to("Cat"), {"type": "array", "items": to("Cat")}]}, "type was object, is array or object"),
    ):
        [change] = compare(owner(to("Cat")), owner(more)).changes
        assert (change.text, change.pointer) == (
            f"`pet` of `Owner`: {told}.",
            "/components/schemas/Owner/properties/pet",
        )


def test_the_words_of_a_model_that_is_now_one_of_several_are_compared_with_its_own() -> None:
    old, new = owner(to("Cat")), owner({"anyOf": [to("Cat"), NULL]})
    old["components"]["schemas"]["Cat"] = CAT | {"title": "Cat", "description": "It purrs."}
    new["components"]["schemas"]["Cat"] = CAT | {"title": "Cat", "description": "It bites."}
    assert '`Cat`: description was "It purrs.", is "It bites.".' in [one.text for one in compare(old, new).changes]
    assert not any("title" in one.text for one in compare(old, new).changes)


def test_an_alternative_that_is_new_in_two_places_is_never_called_a_rewriting() -> None:
    def two(*names: str) -> Any:
        return response(
            {"type": "object", "properties": {"a": to(*names), "b": to(*names)}}, components={"schemas": MODELS}
        )

    report = compare(two("Cat", "Dog"), two("Cat", "Dog", "Fox"))
    assert {change.rule for change in report.changes} == {"response-union-widened"}


def test_a_new_value_in_an_enum_with_null_is_named() -> None:
    def listed(*values: str) -> Any:
        return {"anyOf": [{"enum": [*values], "type": "string"}, NULL]}

    [change] = responses(listed("a", "b"), listed("a", "b", "c")).changes
    assert change.text == 'The 200 response may be "c" now.'


def test_two_properties_of_a_closed_object_are_both_reported() -> None:
    old, new = (objects(*names, additionalProperties=False) for names in ("a", "abc"))
    told = {change.text.partition(" ")[0] for change in responses(old, new).changes}
    assert told == {"`b`", "`c`"}


def test_a_changed_text_of_a_parameter_is_documentation() -> None:
    old = query(TEXT)
    new = query(TEXT)
    new["paths"]["/things"]["post"]["parameters"][0]["x-order"] = 1
    [change] = compare(old, new).changes
    assert (change.rule, change.text) == ("described", "The x-order of the query parameter `q` changed.")
    [change] = compare(query({"anyOf": [{"type": "integer"}, TEXT]}), query(TEXT)).changes
    assert (change.rule, change.text) == (
        "schema-rewritten",
        "The query parameter `q`: it was written with anyOf, and is written with type.",
    )
