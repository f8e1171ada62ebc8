"""A malformed part of a document is undecided; everything else is compared."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.drift import Change, DocumentError, Verdict, compare
from contracts.drift.document import follow
from contracts.drift.json_values import escaped
from contracts.drift.tests.documents import JSON, document, request

DONE = {"204": {"description": "Done"}}
A: Any = {"$ref": "#/components/schemas/A"}
NULL: Any = {"type": "null"}

# A malformed schema, the pointer of the error, and its text.
SCHEMAS: list[tuple[Any, str, str]] = [
    ({"maximum": "50"}, "/maximum", '`maximum` is "50", and must be a number'),
    ({"exclusiveMaximum": True}, "/exclusiveMaximum", "`exclusiveMaximum` is true, and must be a number"),
    ({"multipleOf": 0}, "/multipleOf", "`multipleOf` is 0, and must be a number above 0"),
    ({"maxLength": -1}, "/maxLength", "`maxLength` is -1, and must be an integer from 0"),
    ({"minItems": 1.5}, "/minItems", "`minItems` is 1.5, and must be an integer from 0"),
    ({"type": "any"}, "/type", '`type` is "any", and must be one of the seven types'),
    ({"type": []}, "/type", "`type` is [], and must be one of the seven types"),
    ({"enum": {}}, "/enum", "`enum` is {}, and must be a list of values"),
    ({"pattern": 5}, "/pattern", "`pattern` is 5, and must be a text"),
    ({"required": True}, "/required", "`required` is true, and must be a list of texts"),
    ({"properties": None}, "/properties", "`properties` is null, and must be an object by names"),
    ({"allOf": ["string"]}, "/allOf/0", '"string" is no schema'),
    ({"anyOf": []}, "/anyOf", "`anyOf` is [], and must be a list that is not empty"),
    ({"dependentRequired": {"a": "b"}}, "/dependentRequired", "must be an object of lists of texts"),
    ({"discriminator": "kind"}, "/discriminator", "must be an object with a propertyName"),
    ({"$ref": 5}, "/$ref", "`$ref` is 5, and must be a text"),
    ({"$ref": "#/nowhere"}, "/$ref", "the reference #/nowhere has no target: there is no 'nowhere'"),
    ({"$ref": "#/info"}, "/$ref", "the reference #/info has a target that is no schema"),
    ({"$ref": "other.json#/A"}, "/$ref", "the reference other.json#/A refers to another document: bundle them"),
    ({"$ref": "#anchor"}, "/$ref", "the reference #anchor names an anchor: write it as a JSON pointer"),
    ([], "", "[] is no schema"),
    ("string", "", '"string" is no schema'),
]
UNDECIDED, BREAKING, COMPATIBLE = Verdict.UNDECIDED, Verdict.BREAKING, Verdict.COMPATIBLE
# Schemas, the circular reference in them, and the verdicts if an integer replaces A, and the reverse: a value that
# does not use the reference is still a proof.
CIRCLES: list[tuple[Any, str, Verdict, Verdict]] = [
    ({"A": A}, "/A/$ref", UNDECIDED, UNDECIDED),
    ({"A": {"anyOf": [NULL, A]}}, "/A/anyOf/1/$ref", BREAKING, UNDECIDED),
    ({"A": {"not": A}}, "/A/not/$ref", UNDECIDED, UNDECIDED),
    ({"A": {"dependentSchemas": {"a": A}}}, "/A/dependentSchemas/a/$ref", BREAKING, COMPATIBLE),
    ({"A": {"allOf": [{"$ref": "#/components/schemas/B"}]}, "B": A}, "/A/allOf/0/$ref", UNDECIDED, UNDECIDED),
    ({"A": {"$ref": "#/components/schemas/A/anyOf/0", "anyOf": [A]}}, "/A/$ref", UNDECIDED, UNDECIDED),
]


def faults(old: Any, new: Any) -> list[Change]:
    """Return the changes for malformed parts; there must be no other severe change."""
    changes = [one for one in compare(old, new).changes if one.verdict.gravity >= Verdict.UNDECIDED.gravity]
    assert all((one.rule, one.verdict) == ("document-malformed", Verdict.UNDECIDED) for one in changes), changes
    return changes


def inside(schema: Any) -> Any:
    """Return a document whose body has a property with the schema, and another property."""
    return request({"type": "object", "properties": {"a": schema, "b": {"type": "string"}}})


INSIDE = "/paths/~1things/post/requestBody/content/application~1json/schema/properties/a"


@pytest.mark.parametrize(("schema", "where", "told"), SCHEMAS, ids=[json.dumps(one[0]) for one in SCHEMAS])
def test_a_malformed_schema_is_undecided_at_its_place(schema: Any, where: str, told: str) -> None:
    for old, new in ((inside(NULL), inside(schema)), (inside(schema), inside(NULL))):
        [change] = faults(old, new)
        assert change.pointer == INSIDE + where
        assert told in change.text


@pytest.mark.parametrize(("schema", "where", "told"), SCHEMAS, ids=[json.dumps(one[0]) for one in SCHEMAS])
def test_a_part_that_is_malformed_in_both_is_one_remark_and_no_change(schema: Any, where: str, told: str) -> None:
    report = compare(inside(schema), inside(deepcopy(schema)))
    assert report.changes == ()
    assert report.remark.startswith(f"1 place is malformed and not compared: at {INSIDE}{where}, ")
    assert told in report.remark
    changed = inside(schema)
    changed["paths"]["/things"]["post"]["requestBody"]["content"][JSON]["schema"]["properties"]["b"]["maxLength"] = 5
    [change] = compare(inside(schema), changed).changes
    assert change.verdict == Verdict.BREAKING
    assert change.witness is not None
    assert change.witness.value == {"b": "aaaaaa"}


@pytest.mark.parametrize(
    ("schemas", "where", "replaced", "replacing"), CIRCLES, ids=[json.dumps(one[0]) for one in CIRCLES]
)
def test_a_circle_without_a_value_in_between_is_undecided(
    schemas: Any, where: str, replaced: Verdict, replacing: Verdict
) -> None:
    circle = request(A, components={"schemas": schemas})
    assert compare(circle, deepcopy(circle)).changes == ()
    assert f"at /components/schemas{where}, " in compare(circle, circle).remark
    integer = request(A, components={"schemas": {"A": {"type": "integer"}}})
    assert compare(circle, integer).verdict == replaced
    assert compare(integer, circle).verdict == replacing


def test_the_same_words_that_lead_elsewhere_are_not_the_same() -> None:
    def leading(schema: Any) -> Any:
        return request({"items": [A], "minItems": 1}, components={"schemas": {"A": schema}})

    assert compare(leading(NULL), leading(NULL)).changes == ()
    assert len(faults(leading(NULL), leading({"type": "integer"}))) == 1


def test_an_excluded_schema_that_is_malformed_proves_nothing() -> None:
    def without(schema: Any) -> Any:
        return request({"enum": [{"a": 5}, {"a": 6}], "not": {"properties": {"a": schema}}})

    assert compare(without({"maximum": "5"}), without({"maximum": "6"})).verdict == Verdict.UNDECIDED
    assert compare(without({"maximum": "5"}), request({"enum": []})).verdict == Verdict.UNDECIDED
    assert compare(without(NULL), without(5)).verdict == Verdict.UNDECIDED


def test_a_malformed_member_of_a_union_is_not_taken_for_another() -> None:
    text: Any = {"type": "string"}
    assert compare(request(text), request({"anyOf": [{"maxLength": "5"}, {"minLength": 2}]})).verdict == UNDECIDED
    assert compare(request(text), request({"anyOf": [{"maxLength": "5"}, text]})).verdict == COMPATIBLE


OPERATION: Any = {
    "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
    "requestBody": {"content": {JSON: {"schema": {"type": "string"}}}},
    "responses": {"200": {"description": "Here", "headers": {"ETag": {}}, "content": {JSON: {}}}},
    "security": [],
    "callbacks": {"done": {"{$url}": {"post": {"responses": DONE}}}},
    "servers": [{"url": "/a/{b}", "variables": {"b": {"default": "c"}}}],
}
SENT: Any = {key: deepcopy(OPERATION[key]) for key in ("parameters", "requestBody", "responses")}
WHOLE: Any = document(OPERATION, webhooks={"told": {"post": SENT}}, servers=[{"url": "/"}], security=[{"key": []}])
WHOLE["components"] = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
POST = "/paths/~1things/post"
# A place, its new value, and the pointer and the text of the fault.
PLACES: list[tuple[str, Any, str, str]] = [
    ("/paths/~1things", None, "", "null is no path item"),
    ("/paths/~1things", {"$ref": "#/nowhere"}, "", "has no target"),
    ("/paths/~1things/parameters", {}, "", "`parameters` is {}, and must be a list"),
    (POST, None, "", "null is no operation"),
    (f"{POST}/parameters", None, "", "`parameters` is null, and must be a list"),
    (f"{POST}/parameters/0", {"in": "query"}, "", "`name` is missing"),
    (f"{POST}/parameters/0", {"name": "q"}, "", "`in` is missing"),
    (f"{POST}/parameters/0", {"name": "q", "in": "body"}, "", '`in` is "body", and must be path, query'),
    (f"{POST}/parameters/0", {"$ref": "#/components/parameters/q"}, "", "has no target"),
    (f"{POST}/parameters/0/required", "yes", "", '`required` is "yes", and must be true or false'),
    (f"{POST}/requestBody", [], "", "[] is no request body"),
    (f"{POST}/requestBody/required", 1, "", "`required` is 1, and must be true or false"),
    (f"{POST}/requestBody/content", None, "", "`content` is null, and must be an object by names"),
    (f"{POST}/requestBody/content/application~1json", None, "", "null is no media type"),
    (f"{POST}/responses", [], "", "[] is no responses"),
    (f"{POST}/responses/200", "text", "", '"text" is no response'),
    (f"{POST}/responses/200", {"$ref": "#/paths"}, "", "has a target that is no response"),
    (f"{POST}/responses/200/headers/ETag", 5, "", "5 is no header"),
    (f"{POST}/security", {}, "", "`security` is {}, and must be a list of objects"),
    (f"{POST}/callbacks", [], "", "`callbacks` is [], and must be an object by names"),
    (f"{POST}/callbacks/done", 5, "", "5 is no callback"),
    (f"{POST}/callbacks/done/{{$url}}", 5, "", "5 is no path item"),
    (f"{POST}/callbacks/done/{{$url}}/post", 5, "", "5 is no operation"),
    (f"{POST}/servers", {}, "", "`servers` is {}, and must be a list"),
    (f"{POST}/servers/0", {}, "", "`url` is missing"),
    (f"{POST}/servers/0/variables/b", {}, "", "`default` is missing"),
    ("/servers", "here", "", '`servers` is "here", and must be a list'),
    ("/security", "key", "", '`security` is "key", and must be a list of objects'),
    ("/webhooks", [], "", "`webhooks` is [], and must be an object by names"),
    ("/webhooks/told", 5, "", "5 is no path item"),
    ("/webhooks/told/post", 5, "", "5 is no operation"),
    ("/webhooks/told/post/parameters/0", {"in": "query"}, "", "`name` is missing"),
    ("/webhooks/told/post/requestBody", 5, "", "5 is no request body"),
    ("/webhooks/told/post/responses/200", 5, "", "5 is no response"),
    ("/components/securitySchemes/key", {}, "", "`type` is missing"),
]


def put(whole: Any, pointer: str, value: Any) -> Any:
    """Return a copy of a document with another value at a place."""
    copy = deepcopy(whole)
    above, _, key = pointer.rpartition("/")
    holder = follow(copy, above)
    if isinstance(holder, list):
        holder[int(key)] = value
    else:
        holder[key.replace("~1", "/").replace("~0", "~")] = value
    return copy


@pytest.mark.parametrize(("pointer", "value", "where", "told"), PLACES, ids=[f"{one[0]} {one[1]}" for one in PLACES])
def test_a_malformed_object_is_undecided_at_its_place(pointer: str, value: Any, where: str, told: str) -> None:
    broken = put(WHOLE, pointer, value)
    assert compare(broken, broken).changes == ()
    assert told in compare(broken, broken).remark
    for old, new in ((WHOLE, broken), (broken, WHOLE)):
        changes = faults(old, new)
        assert any(told in one.text and one.pointer.startswith(pointer + where) for one in changes), changes


def test_a_parameter_without_a_name_may_be_the_required_one() -> None:
    nameless, named = ({"in": "query"}, {"name": "q", "in": "query", "required": True})
    old, new = (document({"parameters": [one], "responses": DONE}) for one in (nameless, named))
    assert len(faults(old, new)) == 1
    assert len(faults(new, old)) == 1


def test_references_into_malformed_components_are_undecided() -> None:
    old = request(A, components={"schemas": {"A": {}}})
    broken: list[Any] = [None, [], {"schemas": []}]
    for components in broken:
        assert faults(old, old | {"components": components})


PLANTED = {
    "get": {
        "security": [],
        "responses": {"200": {"description": "", "content": {JSON: {"schema": {"type": "string"}}}}},
    }
}
FEATURES: Any = {
    "type": "object",
    "properties": {
        "a": {"type": ["string", "null"], "pattern": "^a", "minLength": 1, "maxLength": 5, "format": "email"},
        "b": {"type": "integer", "minimum": 0, "exclusiveMaximum": 9, "multipleOf": 2, "enum": [2, 4]},
        "c": {"type": "array", "items": A, "prefixItems": [{"const": 1}], "minItems": 1, "uniqueItems": True},
        "d": {"anyOf": [{"type": "null"}, {"oneOf": [A, {"not": NULL}]}], "default": None},
        "e": {"type": "object", "additionalProperties": A, "propertyNames": {"maxLength": 3}},
        "f": {"if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {"maxProperties": 1}},
        "g": {"allOf": [A], "readOnly": True, "dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": A}},
        "h": {"contains": {"type": "string"}, "patternProperties": {"^x": A}, "unevaluatedProperties": False},
    },
    "required": ["a"],
    "discriminator": {"propertyName": "a", "mapping": {"x": "#/components/schemas/A"}},
}
FULL: Any = WHOLE | {
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "post": OPERATION
            | {
                "requestBody": {"$ref": "#/components/requestBodies/B"},
                "responses": {"200": {"$ref": "#/components/responses/R"}, "default": {"description": ""}},
            },
        },
        "/planted": PLANTED,
    },
    "components": {
        "schemas": {"A": {"type": "object", "properties": {"a": A, "b": {"type": "string"}}}, "F": FEATURES},
        "requestBodies": {"B": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/F"}}}}},
        "responses": {"R": {"description": "", "content": {JSON: {"schema": {"$ref": "#/components/schemas/F"}}}}},
        **WHOLE["components"],
    },
}
BROKEN: Any = put(FULL, "/paths/~1planted/get/responses/200/content/application~1json/schema/type", "integer")


def pointers(node: Any, above: str = "") -> Iterator[str]:
    """Give the places in a document that may be broken."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        pointer = f"{above}/{escaped(str(key))}"
        if pointer not in ("/openapi", "/paths", "/paths/~1planted"):
            yield pointer
        if pointer != "/paths/~1planted":
            yield from pointers(value, pointer)


PIECES: Any = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "a",
    "#/nowhere",
    [],
    ["a"],
    [None],
    {},
    {"a": 1},
    A,
    {"$ref": "#/nowhere"},
)
anything = st.sampled_from(PIECES) | st.recursive(
    st.sampled_from(PIECES),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab/~$"), inner, max_size=2),
)


@st.composite
def breakages(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Return places and their new values: random ones, or values from other places."""
    places = st.sampled_from(list(pointers(FULL)))
    pieces = anything | places.map(lambda place: follow(FULL, place))
    return draw(st.lists(st.tuples(places, pieces), min_size=1, max_size=4))


@given(breakages())
def test_a_malformed_document_is_compared_and_other_breaks_are_found(some: list[tuple[str, Any]]) -> None:
    broken, planted = FULL, BROKEN
    for pointer, value in some:
        try:
            broken, planted = put(broken, pointer, deepcopy(value)), put(planted, pointer, deepcopy(value))
        except (LookupError, TypeError, ValueError):
            continue  # an earlier breakage removed the place
    for old, new in ((FULL, planted), (broken, BROKEN)):
        found = [one.verdict for one in compare(old, new).changes if one.operation == "GET /planted"]
        assert BREAKING in found
    assert compare(broken, deepcopy(broken)).changes == ()


@given(anything)
def test_a_wrong_document_raises_only_document_error(value: Any) -> None:
    for bad in (value, {"openapi": value}, {"openapi": "3.1.0", "paths": value}, {"openapi": "3.1.0", "info": value}):
        try:
            compare(bad, FULL)
            compare(FULL, bad)
        except DocumentError:
            continue
