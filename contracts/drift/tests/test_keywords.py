"""Keywords that validators ignore are documentation; keywords that are not compared are undecided."""

from typing import Any

import pytest

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import document, query, request, requests, response, responses

BREAKING, COMPATIBLE, DOCUMENTATION, UNDECIDED = (
    Verdict.BREAKING,
    Verdict.COMPATIBLE,
    Verdict.DOCUMENTATION,
    Verdict.UNDECIDED,
)
WORDS = ["widget", "contentMediaType", "contentEncoding", "contentSchema", "$id", "$schema", "$anchor", "$comment"]


@pytest.mark.parametrize("make", [request, response, query])
@pytest.mark.parametrize("keyword", WORDS)
def test_a_keyword_that_is_not_checked_is_documentation(make: Any, keyword: str) -> None:
    schema = {"type": "string", "maxLength": 5}
    for value in ("https://example.com/a", {"a": [None]}, None):
        for old, new in (({}, {keyword: value}), ({keyword: value}, {}), ({keyword: "b"}, {keyword: value})):
            [change] = compare(make(schema | old), make(schema | new)).changes
            assert (change.rule, change.verdict) == ("described", DOCUMENTATION)


def test_an_unknown_keyword_is_reported_at_its_place() -> None:
    new = {"type": "object", "properties": {"a": {"type": "string", "widget": "area"}}}
    [change] = requests({"type": "object", "properties": {"a": {"type": "string"}}}, new).changes
    assert change.pointer.endswith("/schema/properties/a/widget")


def test_fastapi_writes_a_file_in_two_ways() -> None:
    binary = {"type": "string", "format": "binary"}
    media = {"type": "string", "contentMediaType": "application/octet-stream"}
    for old, new in ((binary, media), (media, binary)):
        for report in (requests(old, new), responses(old, new)):
            assert report.verdict == DOCUMENTATION, report


@pytest.mark.parametrize("keyword", ["$dynamicRef", "$recursiveRef", "nullable", "dependencies", "additionalItems"])
def test_a_keyword_of_another_dialect_is_undecided(keyword: str) -> None:
    for old, new in (({}, {keyword: "#a"}), ({keyword: "#a"}, {}), ({keyword: "#a"}, {keyword: "#b"})):
        [change] = requests({"type": "string"} | old, {"type": "string"} | new).changes
        assert (change.rule, change.verdict) == ("keyword-not-compared", UNDECIDED)
        assert change.pointer.endswith(f"/schema/{keyword}")
    kept = {"type": "object", "properties": {"a": {"type": "string", keyword: "#a"}, "b": {"type": "string"}}}
    less = {"type": "object", "properties": {"a": {"type": "string", keyword: "#a"}, "b": {"type": "integer"}}}
    assert requests(kept, less).verdict == BREAKING


def test_restricted_names_break_clients_that_send_others() -> None:
    [change] = requests({"type": "object"}, {"type": "object", "propertyNames": {"pattern": "^a"}}).changes
    assert (change.rule, change.verdict) == ("request-names-narrowed", BREAKING)
    assert change.witness is not None
    assert all(not name.startswith("a") for name in change.witness.value)


CAT = {"type": "object", "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}, "required": ["kind"]}
DOG = {"type": "object", "properties": {"kind": {"const": "dog"}, "tricks": {"type": "array"}}, "required": ["kind"]}
FOX = {"type": "object", "properties": {"kind": {"const": "fox"}}, "required": ["kind"]}
LOOSE = {"type": "object", "properties": {"kind": {"type": "string"}, "x": {"type": "integer"}}, "required": ["kind"]}
TIGHT = {"type": "object", "properties": {"kind": {"type": "string"}, "y": {"type": "integer"}}, "required": ["kind"]}
SCHEMAS = {"Cat": CAT, "Dog": DOG, "Fox": FOX, "Loose": LOOSE, "Tight": TIGHT}


def union(*members: str, by: str = "kind", **mapping: str) -> Any:
    """Return a document whose body is a union of schemas, with a discriminator if its values are given."""
    schema: Any = {"oneOf": [{"$ref": f"#/components/schemas/{one}"} for one in members]}
    if mapping:
        said = {value: f"#/components/schemas/{one}" for value, one in mapping.items()}
        schema["discriminator"] = {"propertyName": by, "mapping": said}
    return request(schema, components={"schemas": SCHEMAS})


# Two unions, and the verdict on the discriminator.
DISCRIMINATORS: list[tuple[Any, Any, Verdict]] = [
    (union("Cat", "Dog"), union("Cat", "Dog", cat="Cat", dog="Dog"), COMPATIBLE),
    (union("Cat", "Dog", cat="Cat"), union("Cat", "Dog", cat="Cat", dog="Dog"), COMPATIBLE),
    (
        union("Cat", "Dog", cat="Cat", dog="Dog"),
        union("Cat", "Dog", "Fox", cat="Cat", dog="Dog", fox="Fox"),
        COMPATIBLE,
    ),
    (union("Cat", "Dog", cat="Cat", dog="Dog"), union("Cat", "Dog", cat="Dog", dog="Cat"), UNDECIDED),
    (union("Cat", "Dog", by="kind", cat="Cat"), union("Cat", "Dog", by="type", cat="Cat"), UNDECIDED),
    (union("Loose", "Tight"), union("Loose", "Tight", a="Loose", b="Tight"), UNDECIDED),
    (union("Loose", "Tight", a="Loose"), union("Loose", "Tight", "Fox", a="Loose", fox="Fox"), COMPATIBLE),
    (union("Loose", "Tight", a="Loose", b="Tight"), union("Loose", "Tight", a="Tight", b="Loose"), UNDECIDED),
    (union("Loose", "Tight", a="Loose", b="Tight"), union("Loose", "Tight", a="Loose"), UNDECIDED),
    (union("Loose", "Tight", a="Loose"), union("Loose", "Tight", a="Loose", b="Loose"), UNDECIDED),
]


@pytest.mark.parametrize(("old", "new", "verdict"), DISCRIMINATORS)
def test_a_discriminator_is_words_where_the_members_say_the_same(old: Any, new: Any, verdict: Verdict) -> None:
    [change] = [one for one in compare(old, new).changes if one.rule == "discriminator-changed"]
    assert change.verdict == verdict
    assert change.pointer.endswith("/schema/discriminator")


def test_a_document_of_3_2_is_compared_except_for_its_new_parts() -> None:
    def of_3_2(**parts: Any) -> Any:
        media = {"schema": {"type": "string"}, **parts}
        return document({"responses": {"200": {"description": "", "content": {"a/b": media}}}}) | {"openapi": "3.2.0"}

    assert compare(of_3_2(), of_3_2() | {"openapi": "3.1.0"}).verdict == DOCUMENTATION
    [change] = compare(of_3_2(), of_3_2(itemSchema={"type": "integer"})).changes
    assert (change.rule, change.verdict) == ("part-not-compared", UNDECIDED)
    queried = of_3_2()
    queried["paths"]["/things"]["query"] = {"responses": {}}
    queried["paths"]["/things"]["additionalOperations"] = {"COPY": {"responses": {}}}
    assert {one.operation for one in compare(queried, of_3_2()).changes} == {"QUERY /things", "COPY /things"}
