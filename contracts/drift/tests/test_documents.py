"""Which documents can be compared, and how references are resolved."""

from datetime import date
from typing import Any

import pytest

from contracts.drift import DocumentError, Verdict, compare
from contracts.drift.tests.documents import JSON, document, query, request, requests, responses
from contracts.drift.tests.scale import generated

DONE = {"204": {"description": "Done"}}


def named(**schemas: Any) -> Any:
    """Return a document whose body is the schema A of the given ones."""
    return request({"$ref": "#/components/schemas/A"}, components={"schemas": schemas})


def nested(levels: int, **keywords: Any) -> Any:
    """Return a schema of nested objects."""
    schema = {"type": "string", **keywords}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ([], "not an OpenAPI 3.0, 3.1 or 3.2 document"),
        ({"swagger": "2.0"}, "its `openapi` is None"),
        ({"openapi": "3.3.0", "paths": {}}, "its `openapi` is '3.3.0'"),
        ({"openapi": "3.1.0", "paths": []}, "its `paths` is not an object"),
        (request(nested(100)), "nested too deeply: more than 200 objects"),
    ],
)
def test_a_document_that_cannot_be_compared_is_an_error(bad: Any, told: str) -> None:
    for pair in ((bad, bad), (bad, request({})), (request({}), bad)):
        with pytest.raises(DocumentError, match=told):
            compare(*pair)


def test_a_deeply_nested_document_is_compared_or_reported() -> None:
    for levels in (30, 90):
        for changed in ({"maxLength": 5}, {"title": "A"}):
            [change] = requests(nested(levels), nested(levels, **changed)).changes
            assert change.verdict in (Verdict.BREAKING, Verdict.DOCUMENTATION, Verdict.UNDECIDED)


def test_recursion_through_a_property_is_followed() -> None:
    def tree(text: Any) -> Any:
        child = {"$ref": "#/components/schemas/A"}
        return named(A={"type": "object", "properties": {"name": text, "children": {"type": "array", "items": child}}})

    assert compare(tree({"type": "string"}), tree({"type": "string"})).changes == ()
    [change] = compare(tree({"type": "string"}), tree({"type": "string", "maxLength": 2})).changes
    assert change.verdict == Verdict.BREAKING
    assert change.witness is not None
    assert change.witness.value == {"name": "aaa"}


def test_a_renamed_path_parameter_is_the_same_path() -> None:
    def reading(name: str, **schema: Any) -> Any:
        parameter = {"name": name, "in": "path", "required": True, "schema": schema}
        return document({"parameters": [parameter], "responses": DONE}, path=f"/things/{{{name}}}")

    assert compare(reading("id", type="integer"), reading("thing_id", type="integer")).verdict == Verdict.DOCUMENTATION
    assert compare(reading("id", type="string"), reading("thing_id", type="integer")).verdict == Verdict.BREAKING


def test_a_parameter_of_the_path_item_is_one_of_the_operation() -> None:
    parameter = {"name": "q", "in": "query", "schema": {"type": "integer"}}
    outside = document({"responses": DONE})
    outside["paths"]["/things"]["parameters"] = [parameter]
    assert compare(outside, document({"parameters": [parameter], "responses": DONE})).verdict == Verdict.DOCUMENTATION


def test_a_value_that_is_sent_as_text_may_become_a_string() -> None:
    integer, text, several = {"type": "integer"}, {"type": "string"}, {"type": "array", "items": {"type": "integer"}}
    assert compare(query(integer), query(text)).verdict == Verdict.COMPATIBLE
    assert compare(query(text), query(integer)).verdict == Verdict.BREAKING
    assert compare(query(integer), query(several)).verdict == Verdict.COMPATIBLE
    assert compare(query(several), query(integer)).verdict == Verdict.BREAKING
    assert requests(integer, text).verdict == Verdict.BREAKING


def test_a_property_that_is_only_read_is_no_part_of_a_request() -> None:
    text = {"type": "string"}
    old = {"type": "object", "properties": {"id": {**text, "readOnly": True}}, "required": ["id"]}
    new = {"type": "object", "properties": {"id": {**text, "readOnly": True, "maxLength": 5}}, "required": ["id"]}
    assert requests(old, new).verdict in (Verdict.IDENTICAL, Verdict.DOCUMENTATION)
    assert responses(new, old).verdict == Verdict.BREAKING


def test_a_property_that_is_only_written_is_no_part_of_a_response() -> None:
    old = {"type": "object", "properties": {"password": {"type": "string", "writeOnly": True}}}
    new = {"type": "object", "properties": {"password": {"type": "string", "writeOnly": True, "maxLength": 5}}}
    assert requests(old, new).verdict == Verdict.BREAKING
    assert responses(new, old).verdict in (Verdict.IDENTICAL, Verdict.DOCUMENTATION)


def test_a_property_that_an_open_object_does_not_declare_counts_as_absent() -> None:
    old: Any = {"type": "object", "properties": {}}
    new: Any = {"type": "object", "properties": {"a": {"type": "string"}}}
    assert requests(old, new).verdict == Verdict.COMPATIBLE
    assert responses(old, new).verdict == Verdict.COMPATIBLE
    assert requests(new, old).verdict == Verdict.COMPATIBLE
    assert requests(old | {"additionalProperties": {"type": "integer"}}, new).verdict == Verdict.BREAKING


def test_a_status_that_a_range_describes_is_not_gone() -> None:
    def answering(status: str, schema: Any) -> Any:
        return document({"responses": {status: {"description": "", "content": {JSON: {"schema": schema}}}}})

    text: Any = {"type": "string"}
    assert compare(answering("200", text), answering("2XX", text)).verdict == Verdict.COMPATIBLE
    assert compare(answering("default", text), answering("200", {"type": "integer"})).verdict == Verdict.BREAKING


def test_a_sunset_is_past_or_future_of_the_day_that_is_named() -> None:
    old = document({"responses": DONE, "deprecated": True, "x-sunset": "2026-01-01"})
    gone = {**old, "paths": {}}
    assert compare(old, gone, today=date(2025, 12, 31)).verdict == Verdict.BREAKING
    assert compare(old, gone, today=date(2026, 1, 1)).verdict == Verdict.COMPATIBLE


def test_the_order_of_changes_is_always_the_same() -> None:
    old, new = generated(3), generated(4)
    changes = compare(old, new).changes
    assert changes == compare(old, new).changes
    assert [one.operation for one in changes] == sorted(one.operation for one in changes)
