"""A breaking change is never called safe: pairs of schemas that look equivalent but are not."""

from typing import Any, NamedTuple

import pytest

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import request, requests, response, responses

STRING, INTEGER = {"type": "string"}, {"type": "integer"}


class Break(NamedTuple):
    """A schema, another one, and a value that only the first accepts."""

    name: str
    wide: Any
    narrow: Any
    value: Any
    components: Any = {}


def objects(**properties: Any) -> Any:
    """Return a schema of objects with the properties."""
    return {"type": "object", "properties": properties}


def tagged(tag: str) -> Any:
    """Return a schema of objects with a tag."""
    return {**objects(a={"const": tag}), "required": ["a"]}


def closed(**keywords: Any) -> Any:
    """Return a schema that refuses unevaluated properties."""
    return {"type": "object", **keywords, "unevaluatedProperties": False}


AB, A, B = objects(a=STRING, b=STRING), objects(a=STRING), objects(b=STRING)
WITH_V = {"required": ["k"], **objects(v=STRING)}
IS_X = {"required": ["k"], "properties": {"k": {"const": "x"}}}

BREAKS = [
    Break(
        "a property that `then` alone declares",
        {"type": "object", "if": IS_X, "then": objects(v=STRING)},
        {**objects(v=INTEGER), "if": IS_X},
        {"k": "x", "v": ""},
    ),
    Break(
        "a property that `else` alone declares",
        {"type": "object", "if": IS_X, "else": objects(v=STRING)},
        objects(v=INTEGER),
        {"v": ""},
    ),
    Break(
        "a property that `if` alone declares",
        {"type": "object", "if": objects(v=STRING)},
        objects(v=INTEGER),
        {"v": ""},
    ),
    Break(
        "a property that dependentSchemas alone declare",
        {**objects(k=STRING), "dependentSchemas": {"k": objects(v=STRING)}},
        objects(k=STRING, v=INTEGER),
        {"k": "", "v": ""},
    ),
    Break(
        "a property that dependentRequired alone name",
        {**objects(k=STRING), "dependentRequired": {"k": ["v"]}},
        objects(k=STRING, v=INTEGER),
        {"k": "", "v": ""},
    ),
    Break("closed composition by allOf", closed(allOf=[AB]), closed(allOf=[A]), {"b": ""}),
    Break("closed composition by anyOf", closed(anyOf=[A, B]), closed(anyOf=[A, {}]), {"b": ""}),
    Break(
        "closed composition by oneOf",
        closed(oneOf=[tagged("x"), {**tagged("y"), **AB, "properties": {**AB["properties"], "a": {"const": "y"}}}]),
        closed(oneOf=[tagged("x"), tagged("y")]),
        {"a": "y", "b": ""},
    ),
    Break(
        "closed composition by $ref",
        closed(**{"$ref": "#/components/schemas/AB"}),
        closed(**{"$ref": "#/components/schemas/A"}),
        {"b": ""},
        {"AB": AB, "A": A},
    ),
    Break("closed composition by then", closed(**{"if": A, "then": B}), closed(**{"if": A}), {"a": "", "b": ""}),
    Break(
        "closed composition by dependentSchemas",
        closed(**A, dependentSchemas={"a": B}),
        closed(**A, dependentSchemas={"a": True}),
        {"a": "", "b": ""},
    ),
    Break(
        "what is unevaluated beside alternatives has a type",
        {"anyOf": [A, objects(b=INTEGER)], "unevaluatedProperties": STRING},
        {"anyOf": [A, objects(b=INTEGER)], "unevaluatedProperties": INTEGER},
        {"z": ""},
    ),
    Break(
        "unevaluatedProperties beside a property that became another",
        closed(allOf=[objects(a=STRING)], properties={"c": STRING}),
        closed(allOf=[objects(b=STRING)], properties={"c": STRING}),
        {"a": ""},
    ),
    Break(
        "unevaluatedProperties in a branch see that branch alone",
        {"allOf": [AB, {"properties": {"c": STRING}, "unevaluatedProperties": STRING}]},
        {"allOf": [AB, closed(properties={"c": STRING})]},
        {"a": ""},
    ),
    Break(
        "a value of two alternatives inside of one, where another one may not have it",
        {"oneOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"required": ["a", "b", "c"]}]},
        {"oneOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"required": ["a", "b"]}]},
        {"a": "", "b": ""},
    ),
    Break(
        "a condition that asks for a property and leads to nothing",
        {"if": {"required": ["b"]}},
        {"properties": {"b": INTEGER}},
        {"b": {}},
    ),
    Break(
        "a value of two alternatives, where only one may have it",
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"oneOf": [{"required": ["a"]}, {"type": "object", "required": ["b"]}]},
        {"a": "", "b": ""},
    ),
    Break(
        "a part that evaluates everything",
        closed(**A, allOf=[{"unevaluatedProperties": {}}]),
        closed(**A),
        {"b": ""},
    ),
    Break(
        "unevaluatedItems beside allOf",
        {"type": "array", "allOf": [{"prefixItems": [True, True]}], "unevaluatedItems": False},
        {"type": "array", "allOf": [{"prefixItems": [True]}], "unevaluatedItems": False},
        [None, None],
    ),
    Break(
        "unevaluatedItems beside contains",
        {"type": "array", "contains": STRING, "unevaluatedItems": INTEGER},
        {"type": "array", "contains": STRING, "unevaluatedItems": False},
        ["", 0],
    ),
    Break(
        "unevaluatedItems beside a condition",
        {"type": "array", "if": {"prefixItems": [STRING]}, "unevaluatedItems": False},
        {"type": "array", "if": {"prefixItems": [INTEGER]}, "unevaluatedItems": False},
        [""],
    ),
    Break(
        "a required name is all that there may be",
        {"type": "object", "required": ["a"], "maxProperties": 1, "additionalProperties": STRING},
        {"type": "object", "required": ["a"], "maxProperties": 1, "additionalProperties": INTEGER},
        {"a": ""},
    ),
    Break(
        "a required name cannot be absent",
        {"type": "object", "required": ["a"]},
        {**objects(a=INTEGER), "required": ["a"]},
        {"a": ""},
    ),
    Break(
        "alternatives that overlap by a required name",
        {"oneOf": [tagged("x"), tagged("y")]},
        {"oneOf": [{"required": ["a"]}, objects(a={"const": "y"})]},
        {"a": "y"},
    ),
    Break(
        "alternatives that overlap since one is open",
        {"oneOf": [objects(a={"const": "x"}), tagged("y")]},
        {"oneOf": [{"type": "object"}, tagged("y")]},
        {"a": "y"},
    ),
    Break(
        "an alternative that declares less beside a property that all have",
        {**objects(n=STRING), "oneOf": [tagged("x"), tagged("y")]},
        {**objects(n=STRING), "oneOf": [{**tagged("x"), **objects(a={"const": "x"}, n=INTEGER)}, tagged("y")]},
        {"a": "x", "n": ""},
    ),
    Break(
        "a property that a pattern alone names",
        {"type": "object", "patternProperties": {"^a$": True}},
        objects(a=INTEGER),
        {"a": ""},
    ),
    Break(
        "a value that two alternatives accept",
        {"anyOf": [{**objects(a=INTEGER), "required": ["a"]}, {**objects(b=INTEGER), "required": ["b"]}]},
        {
            "anyOf": [
                {**objects(a=INTEGER, b=STRING), "required": ["a"]},
                {**objects(b=INTEGER, a=STRING), "required": ["b"]},
            ]
        },
        {"a": 0, "b": 0},
    ),
    Break(
        "a value that three alternatives accept",
        {"anyOf": [objects(a=INTEGER), objects(b=INTEGER), objects(c=INTEGER)]},
        {"anyOf": [objects(a=INTEGER, b=STRING), objects(b=INTEGER, c=STRING), objects(c=INTEGER, a=STRING)]},
        {"a": 0, "b": 0, "c": 0},
    ),
    Break(
        "an item that the array is to contain knows its properties",
        {"type": "array", "contains": objects(a=INTEGER)},
        {"type": "array", "contains": objects(a=INTEGER), "items": objects(a=STRING)},
        [{"a": 0}],
    ),
    Break(
        "an item that declares less than all items do",
        {"type": "array", "items": objects(a={}), "contains": {"type": "object"}},
        {"type": "array", "items": objects(a={}), "contains": objects(a=INTEGER)},
        [{"a": ""}],
    ),
    Break(
        "what follows declares less than the whole",
        {**objects(v={}), "if": {"required": ["v"]}, "then": {}},
        {**objects(v={}), "if": {"required": ["v"]}, "then": objects(v=INTEGER)},
        {"v": ""},
    ),
    Break(
        "an open object is excluded",
        {**objects(a={}), "not": objects(a=INTEGER)},
        {**objects(a={}), "not": {"type": "object"}},
        {"a": ""},
    ),
    Break(
        "an open item is counted",
        {"type": "array", "items": objects(a={}), "contains": objects(a=INTEGER), "minContains": 0, "maxContains": 1},
        {"type": "array", "items": objects(a={}), "contains": {"type": "object"}, "minContains": 0, "maxContains": 1},
        [{"a": ""}, {"a": ""}],
    ),
    Break(
        "a condition on an open object",
        {**objects(a={}, b={}), "if": objects(a=INTEGER), "then": objects(b=STRING)},
        {**objects(a={}, b={}), "if": {"type": "object"}, "then": objects(b=STRING)},
        {"a": "", "b": 0},
    ),
]


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_a_breaking_change_is_never_called_safe(one: Break) -> None:
    named = {"schemas": one.components}
    for report in (
        requests(one.wide, one.narrow, components=named),
        responses(one.narrow, one.wide, components=named),
    ):
        assert report.verdict == Verdict.BREAKING, report


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_a_break_in_one_direction_is_not_one_in_the_other(one: Break) -> None:
    for make, old, new in ((request, one.narrow, one.wide), (response, one.wide, one.narrow)):
        before, after = (make(schema, components={"schemas": one.components}) for schema in (old, new))
        report = compare(before, after)
        assert report.verdict not in (Verdict.IDENTICAL, Verdict.DOCUMENTATION), report


def test_a_pattern_that_is_not_understood_is_undecided_in_an_alternative_too() -> None:
    old, new = ({"anyOf": [INTEGER, {"type": "string", "pattern": f"^\\p{{{one}}}$"}]} for one in ("L", "Lu"))
    assert requests(old, new).verdict == responses(old, new).verdict == Verdict.UNDECIDED
    assert requests(old, old).verdict == Verdict.IDENTICAL


def test_a_break_that_depends_on_many_alternatives_has_a_witness() -> None:
    """Each of the alternatives may hold or not, and evaluates another property."""
    many = [objects(**{f"p{number}": STRING}) for number in range(9)]
    old, new = (closed(anyOf=[*many, one]) for one in (AB, A))
    assert requests(old, new).verdict == responses(new, old).verdict == Verdict.BREAKING
    assert requests(old, old).verdict == Verdict.IDENTICAL


def test_a_dynamic_reference_is_undecided_if_its_possible_targets_differ() -> None:
    schema = {"$dynamicRef": "#node"}
    old, new = (
        request(schema, components={"schemas": {"Node": {"$dynamicAnchor": "node", **one}}})
        for one in (A, objects(a=INTEGER))
    )
    assert compare(old, new).verdict == Verdict.UNDECIDED
    assert compare(old, old).verdict == Verdict.IDENTICAL


def test_a_schema_that_accepts_no_value_is_reported_and_its_properties_are_compared() -> None:
    old = {**objects(a=STRING, b=STRING), "required": ["a"], "additionalProperties": False}
    new = {**objects(b=INTEGER), "required": ["a"], "additionalProperties": False}
    for wrap in (lambda one: one, lambda one: objects(inner=one), lambda one: {"type": "array", "items": one}):
        report = responses(wrap(old), wrap(new))
        assert report.verdict == Verdict.UNDECIDED, report
        said = {change.rule: change.text for change in report.changes}
        assert said["schema-accepts-nothing"].endswith("it requires what it does not allow, `a`.")
        assert said["response-type-widened"].endswith("type was string, is integer.")
        assert responses(wrap(new), wrap(new)).verdict == Verdict.IDENTICAL
