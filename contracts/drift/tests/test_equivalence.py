"""Equivalent documents break no client: a reordered one is identical, and a rewritten one is documentation."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.drift import Verdict, compare
from contracts.drift.json_values import canonical
from contracts.drift.tests.documents import request, requests, response, responses
from contracts.drift.tests.strategies import components, plain_schemas, schemas

UNORDERED = ("required", "enum", "type", "anyOf", "oneOf", "allOf")


def same(old: Any, new: Any) -> None:
    """Check that two schemas are equivalent, as a request and as a response, in both directions."""
    for pair in ((old, new), (new, old)):
        for report in (requests(*pair), responses(*pair)):
            written_alike = reordered(pair[0], order=canonical) == reordered(pair[1], order=canonical)
            assert report.verdict == (Verdict.IDENTICAL if written_alike else Verdict.DOCUMENTATION), report


def reordered(node: Any, key: str = "", order: Any = None) -> Any:
    """Return a JSON value with its keys and unordered lists reversed, or in a given order."""
    if isinstance(node, list):
        items = [reordered(item, order=order) for item in node]
        return (sorted(items, key=order) if order else items[::-1]) if key in UNORDERED else items
    if isinstance(node, dict):
        return {name: reordered(value, name, order) for name, value in reversed(node.items())}
    return node


def renamed(node: Any) -> Any:
    """Return a JSON value with other names in its references."""
    if isinstance(node, list):
        return [renamed(item) for item in node]
    if isinstance(node, dict):
        return {key: f"{value}er" if key == "$ref" else renamed(value) for key, value in node.items()}
    return node


def inlined(node: Any, named: Any, depth: int = 3) -> Any:
    """Return a schema with its references replaced by their targets, some levels deep."""
    if isinstance(node, list):
        return [inlined(item, named, depth) for item in node]
    if isinstance(node, dict):
        if "$ref" in node and depth:
            return inlined(named[node["$ref"][-1]], named, depth - 1)
        return {key: inlined(value, named, depth) for key, value in node.items()}
    return node


@given(schemas, components)
def test_a_document_is_itself(schema: Any, named: Any) -> None:
    for make in (request, response):
        document = make(schema, components={"schemas": named})
        assert compare(document, deepcopy(document)).changes == ()


@given(plain_schemas)
def test_a_reordered_document_is_the_same(schema: Any) -> None:
    for make in (request, response):
        assert compare(make(schema), reordered(make(schema))).changes == ()


@given(schemas, components)
def test_other_names_of_models_are_documentation(schema: Any, named: Any) -> None:
    others = {f"{name}er": renamed(one) for name, one in named.items()}
    for make in (request, response):
        old = make(schema, components={"schemas": named})
        report = compare(old, make(renamed(schema), components={"schemas": others}))
        assert report.verdict == Verdict.DOCUMENTATION
        rules = {change.rule for change in report.changes}
        assert rules <= {"model-renamed", "schema-rewritten"} if "$ref" in str(schema) else {"document-rewritten"}


@given(schemas, components)
def test_a_reference_equals_its_target(schema: Any, named: Any) -> None:
    for make in (request, response):
        old, new = (make(one, components={"schemas": named}) for one in (schema, inlined(schema, named)))
        verdict = Verdict.DOCUMENTATION if "$ref" in str(schema) else Verdict.IDENTICAL
        assert compare(old, new).verdict == verdict
        assert compare(new, old).verdict == verdict


SPELLINGS = [
    ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ({"type": ["string", "null"]}, {"oneOf": [{"type": "null"}, {"type": "string"}]}),
    ({"const": "a"}, {"enum": ["a"]}),
    ({"type": "string", "enum": ["a", "b"]}, {"enum": ["b", "a"]}),
    ({"enum": ["a", "b"]}, {"anyOf": [{"const": "a"}, {"const": "b"}]}),
    ({"type": "boolean"}, {"enum": [True, False]}),
    ({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}),
    ({"type": "integer", "minimum": 0.5}, {"type": "integer", "minimum": 1}),
    ({"type": "integer", "minimum": 1, "maximum": 3}, {"enum": [1, 2, 3.0]}),
    ({"type": "integer"}, {"type": "number", "multipleOf": 1}),
    ({"type": "integer"}, {"type": ["integer"]}),
    ({"type": "number"}, {"type": ["number", "integer"]}),
    ({"type": "integer", "multipleOf": 6}, {"allOf": [{"type": "integer", "multipleOf": 2}, {"multipleOf": 3}]}),
    ({"type": "string", "minLength": 1}, {"type": "string", "pattern": r"[\s\S]"}),
    ({"type": "string", "pattern": "^[ab]+$"}, {"type": "string", "pattern": "^(?:a|b)(?:a|b)*$"}),
    ({"type": "string", "pattern": "^a{2,4}$"}, {"type": "string", "pattern": "^a*$", "minLength": 2, "maxLength": 4}),
    ({"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "string"}, "minItems": 0}),
    ({"type": "array", "maxItems": 0}, {"type": "array", "items": False}),
    ({"type": "object", "additionalProperties": True}, {"type": "object"}),
    ({"type": "object", "additionalProperties": {}}, {"type": "object"}),
    ({"type": "object", "required": ["a"]}, {"type": "object", "required": ["a"], "minProperties": 1}),
    (
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"required": ["a"]}]},
    ),
    (
        {"type": "object", "properties": {"a": {"type": ["string", "null"]}}},
        {"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}},
    ),
    (
        {"type": "object", "properties": {"k": {"enum": ["a", "b"]}}, "required": ["k"]},
        {"anyOf": [{"type": "object", "properties": {"k": {"const": one}}, "required": ["k"]} for one in ("a", "b")]},
    ),
    ({"not": {"type": "string"}}, {"type": ["null", "boolean", "number", "array", "object"]}),
    ({"type": "string", "not": {"type": "null"}}, {"type": "string"}),
    ({"type": "object", "unevaluatedProperties": False}, {"type": "object", "additionalProperties": False}),
    ({"allOf": [{"type": "string"}]}, {"type": "string"}),
    ({"anyOf": [{"type": "string"}]}, {"type": "string"}),
    ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, {"type": "number"}),
    ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, {"oneOf": [{"type": "number"}, {"type": "integer"}]}),
    ({"not": {"oneOf": [{}, {"type": "number"}]}}, {"not": {"oneOf": [{"type": "number"}, {}]}}),
    (
        {"oneOf": [{"oneOf": [{"type": "number"}, {"type": "number"}]}]},
        {"oneOf": [{"type": "number"}, {"type": "number"}]},
    ),
]


def test_other_spellings_of_a_set_are_documentation() -> None:
    for old, new in SPELLINGS:
        same(old, new)


def test_a_3_0_document_is_its_3_1_spelling() -> None:
    old = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "nullable": True},
            "b": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            "c": {"type": "number", "maximum": 5, "exclusiveMaximum": False},
            "d": {"nullable": True, "allOf": [{"type": "string"}]},
        },
    }
    new = {
        "type": "object",
        "properties": {
            "a": {"type": ["string", "null"]},
            "b": {"type": "integer", "exclusiveMinimum": 0},
            "c": {"type": "number", "maximum": 5},
            "d": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
    }
    for make in (request, response):
        report = compare(make(old) | {"openapi": "3.0.3"}, make(new))
        assert report.verdict == Verdict.DOCUMENTATION
        assert [change.text for change in report.changes] == [
            "The openapi of the document changed.",
            f"`d` in the {'request body' if make is request else '200 response'}: it is no longer wrapped in an allOf.",
        ]


@given(plain_schemas, st.sampled_from(["allOf", "anyOf", "oneOf"]))
def test_a_combination_of_one_is_that_one(schema: Any, keyword: str) -> None:
    same({keyword: [schema]}, schema)
