"""Every rule has a page of two lines and an example that it finds, and every example has the right verdict."""

from typing import Any

import pytest

from contracts.drift import RULES, Change, Verdict, compare
from contracts.drift.tests.documents import JSON, document, query, request, response

BREAKING, COMPATIBLE, DOCUMENTATION, UNDECIDED = (
    Verdict.BREAKING,
    Verdict.COMPATIBLE,
    Verdict.DOCUMENTATION,
    Verdict.UNDECIDED,
)
DONE = {"204": {"description": "Done"}}
Example = tuple[str, Verdict, Any, Any]


def objects(*names: str, required: list[str] | None = None, **keywords: Any) -> Any:
    """Return a schema of objects with properties that are texts."""
    properties = {name: {"type": "string"} for name in names}
    return {"type": "object", "properties": properties, "required": required or [], **keywords}


# For each aspect, an old schema, and a new one with fewer values.
NARROWED = {
    "type": ({"type": ["string", "null"]}, {"type": "string"}),
    "enum": ({"enum": ["a", "b"]}, {"enum": ["a"]}),
    "range": ({"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 5}),
    "length": ({"type": "string"}, {"type": "string", "maxLength": 5}),
    "pattern": ({"type": "string"}, {"type": "string", "pattern": "^a"}),
    "format": ({"type": "string"}, {"type": "string", "format": "date"}),
    "items": ({"type": "array"}, {"type": "array", "uniqueItems": True}),
    "names": ({"type": "object"}, {"type": "object", "minProperties": 1}),
    "condition": ({"type": "string"}, {"type": "string", "not": {"const": "a"}}),
    "union": (True, {"oneOf": [{"type": ["string", "null"]}, {"type": ["number", "null"]}]}),
    "property-became-required": (objects("a"), objects("a", required=["a"])),
    "property-removed": (objects("a", "b", additionalProperties=False), objects("a", additionalProperties=False)),
    "object-closed": (objects("a"), objects("a", additionalProperties=False)),
}
MIRRORED = {
    "property-became-required": "property-became-optional",
    "property-removed": "property-added",
    "object-closed": "object-opened",
}


# Rules with another name for closed responses.
CLOSED = {"property-added": "property-added-to-closed-object"}


def by_schema() -> list[Example]:
    """Return examples for the rules about schemas: narrowed and widened, in requests and responses."""
    found = []
    for aspect, (more, fewer) in NARROWED.items():
        narrowed = aspect if aspect in MIRRORED else f"{aspect}-narrowed"
        widened = MIRRORED.get(aspect, f"{aspect}-widened")
        found += [
            (f"request-{narrowed}", BREAKING, request(more), request(fewer)),
            (f"request-{widened}", COMPATIBLE, request(fewer), request(more)),
            (f"response-{narrowed}", COMPATIBLE, response(more), response(fewer)),
            (f"response-{CLOSED.get(widened, widened)}", BREAKING, response(fewer), response(more)),
        ]
    return found


def parameter(**parts: Any) -> Any:
    """Return a document whose operation has one parameter in the query."""
    return document(
        {"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}, **parts}], "responses": DONE}
    )


def taking(body: Any, **responses: Any) -> Any:
    """Return a document whose operation takes a body, and has responses."""
    return document({**({"requestBody": body} if body else {}), "responses": responses or DONE})


def answering(**parts: Any) -> Any:
    """Return a document whose operation answers with one response."""
    return taking(None, **{"200": {"description": "Here", **parts}})


def guarded(*needs: Any, description: str = "") -> Any:
    """Return a document whose operation requires one of some credentials."""
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": description}}
    return document({"responses": DONE, "security": list(needs)}, components={"securitySchemes": schemes})


def sending(**parts: Any) -> Any:
    """Return a document whose app sends a webhook."""
    return document({"responses": DONE}, webhooks={"done": {"post": {"responses": DONE, **parts}}})


def until(sunset: Any = None, **parts: Any) -> Any:
    """Return a document whose operation is deprecated, with a sunset if one is given."""
    said = {"x-sunset": sunset} if sunset else {}
    return document({"responses": DONE, "deprecated": True, **said, **parts})


def many(offset: int) -> Any:
    """Return a union of so many string schemas that the comparison gives up."""
    lengths = [2 * number + offset for number in range(150)]
    return {"anyOf": [{"type": "string", "minLength": one, "maxLength": one} for one in lengths]}


def dispatching(by: str = "kind", **mapping: str) -> Any:
    """Return a document whose operation has a union of models with a discriminator as its body."""
    letters = {"Cat": "C", "Kitten": "C", "Dog": "D"}
    schemas = {name: objects("kind", "type", letter) for name, letter in letters.items()}
    discriminator = {"propertyName": by, "mapping": {tag: f"#/components/schemas/{to}" for tag, to in mapping.items()}}
    union = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    return request({"anyOf": union, "discriminator": discriminator}, components={"schemas": schemas})


EMPTY = {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}, "paths": {}}
PLAIN = document({"responses": DONE})
ANY: Any = {JSON: {}}
XML: Any = {"application/xml": {}}
CALLBACK = {"done": {"{$url}": {"post": {"responses": DONE}}}}
MODELS = {name: {"type": "string"} for name in ("Old", "New")}
TAGGED = {"anyOf": [{"properties": {"kind": {"const": kind}}, "required": ["kind"]} for kind in ("cat", "dog")]}
UNTAGGED = {"anyOf": [objects("kind", "lives"), objects("kind", "tricks")]}
BY_KIND = {"discriminator": {"propertyName": "kind"}}
LISTED = {"type": "array", "items": {"type": "string"}}

EXAMPLES: list[Example] = [
    *by_schema(),
    ("request-property-added", COMPATIBLE, request(objects("a")), request(objects("a", "b"))),
    ("request-property-removed", COMPATIBLE, request(objects("a", "b")), request(objects("a"))),
    ("response-property-added", COMPATIBLE, response(objects("a")), response(objects("a", "b"))),
    ("response-property-removed", COMPATIBLE, response(objects("a", "b")), response(objects("a"))),
    ("request-required-property-added", BREAKING, request(objects("a")), request(objects("a", "b", required=["b"]))),
    ("request-property-removed", COMPATIBLE, request(objects("a", "b", required=["b"])), request(objects("a"))),
    ("response-property-added", COMPATIBLE, response(objects("a")), response(objects("a", "b", required=["b"]))),
    (
        "response-required-property-removed",
        BREAKING,
        response(objects("a", "b", required=["b"])),
        response(objects("a")),
    ),
    (
        "response-property-with-default-removed",
        BREAKING,
        response({"type": "object", "properties": {"a": {"type": "string", "default": ""}}}),
        response({"type": "object", "properties": {}}),
    ),
    ("operation-added", COMPATIBLE, EMPTY, PLAIN),
    ("operation-removed", BREAKING, PLAIN, EMPTY),
    ("operation-removed", BREAKING, until(), EMPTY),
    ("operation-removed", BREAKING, until("9999-12-31"), EMPTY),
    ("operation-removed-after-sunset", COMPATIBLE, until("2020-01-01"), EMPTY),
    ("parameter-added", COMPATIBLE, PLAIN, parameter()),
    ("required-parameter-added", BREAKING, PLAIN, parameter(required=True)),
    ("parameter-removed", COMPATIBLE, parameter(), PLAIN),
    ("parameter-removed", BREAKING, parameter(deprecated=True, **{"x-sunset": "9999-12-31"}), PLAIN),
    ("parameter-became-required", BREAKING, parameter(), parameter(required=True)),
    ("parameter-became-optional", COMPATIBLE, parameter(required=True), parameter()),
    ("parameter-style-changed", BREAKING, parameter(schema=LISTED), parameter(schema=LISTED, explode=False)),
    ("request-body-added", COMPATIBLE, PLAIN, taking({"content": ANY})),
    ("required-request-body-added", BREAKING, PLAIN, taking({"content": ANY, "required": True})),
    ("request-body-removed", BREAKING, taking({"content": ANY}), PLAIN),
    ("request-body-became-required", BREAKING, taking({"content": ANY}), taking({"content": ANY, "required": True})),
    ("request-body-became-optional", COMPATIBLE, taking({"content": ANY, "required": True}), taking({"content": ANY})),
    ("request-media-type-added", COMPATIBLE, taking({"content": ANY}), taking({"content": ANY | XML})),
    ("request-media-type-removed", BREAKING, taking({"content": ANY | XML}), taking({"content": ANY})),
    ("response-media-type-added", COMPATIBLE, answering(content=ANY), answering(content=ANY | XML)),
    ("response-media-type-removed", BREAKING, answering(content=ANY | XML), answering(content=ANY)),
    ("media-type-renamed", COMPATIBLE, taking({"content": ANY}), taking({"content": {"*/*": {}}})),
    (
        "encoding-not-compared",
        UNDECIDED,
        taking({"content": {"multipart/form-data": {}}}),
        taking({"content": {"multipart/form-data": {"encoding": {"a": {"contentType": "text/plain"}}}}}),
    ),
    ("status-added", COMPATIBLE, answering(), taking(None, **{"200": {"description": "Here"}, "404": {}})),
    ("status-removed", COMPATIBLE, taking(None, **{"200": {"description": "Here"}, "404": {}}), answering()),
    ("success-status-removed", BREAKING, answering(), PLAIN),
    ("header-added", COMPATIBLE, answering(), answering(headers={"ETag": {}})),
    ("header-removed", COMPATIBLE, answering(headers={"ETag": {}}), answering()),
    ("header-removed", BREAKING, answering(headers={"ETag": {"required": True}}), answering()),
    (
        "header-became-required",
        COMPATIBLE,
        answering(headers={"ETag": {}}),
        answering(headers={"etag": {"required": True}}),
    ),
    (
        "header-became-optional",
        BREAKING,
        answering(headers={"ETag": {"required": True}}),
        answering(headers={"ETag": {}}),
    ),
    ("links-changed", DOCUMENTATION, answering(), answering(links={"next": {"operationId": "read"}})),
    ("security-narrowed", BREAKING, PLAIN, guarded({"key": []})),
    ("security-narrowed", BREAKING, guarded({}, {"key": []}), guarded({"key": []})),
    ("security-widened", COMPATIBLE, guarded({"key": []}), PLAIN),
    ("security-scheme-described", DOCUMENTATION, guarded({"key": []}), guarded({"key": []}, description="Ask for it.")),
    ("deprecated", DOCUMENTATION, PLAIN, until("9999-12-31")),
    ("deprecation-withdrawn", DOCUMENTATION, until(), PLAIN),
    ("schema-deprecated", DOCUMENTATION, request({}), request({"deprecated": True})),
    ("sunset-changed", DOCUMENTATION, until("2030-01-01"), until("2031-01-01")),
    ("sunset-sooner", BREAKING, until("2031-01-01"), until("2030-01-01")),
    ("sunset-withdrawn", BREAKING, until("2031-01-01"), until()),
    ("sunset-unreadable", BREAKING, until(), until("soon")),
    ("request-default-changed", COMPATIBLE, query({"default": 1}), query({"default": 2})),
    ("discriminator-changed", COMPATIBLE, request(TAGGED), request(TAGGED | BY_KIND)),
    ("discriminator-changed", UNDECIDED, request(UNTAGGED), request(UNTAGGED | BY_KIND)),
    ("discriminator-changed", UNDECIDED, dispatching("kind"), dispatching("type")),
    ("discriminator-changed", UNDECIDED, dispatching(cat="Cat", dog="Dog"), dispatching(cat="Dog", dog="Dog")),
    ("discriminator-changed", COMPATIBLE, dispatching(cat="Cat"), dispatching(cat="Kitten")),
    ("keyword-without-effect", DOCUMENTATION, request({"type": "string"}), request({"type": "string", "maximum": 5})),
    ("schema-too-large", UNDECIDED, request(many(0)), request(many(1))),
    (
        "schema-accepts-nothing",
        UNDECIDED,
        response(objects("a", required=["a"], additionalProperties=False)),
        response(objects(required=["a"], additionalProperties=False)),
    ),
    (
        "model-renamed",
        DOCUMENTATION,
        request({"$ref": "#/components/schemas/Old"}, components={"schemas": MODELS}),
        request({"$ref": "#/components/schemas/New"}, components={"schemas": MODELS}),
    ),
    ("schema-rewritten", DOCUMENTATION, request({"enum": ["a"]}), request({"enum": ["a"], "maxLength": 5})),
    ("document-rewritten", DOCUMENTATION, EMPTY, EMPTY | {"components": {"schemas": MODELS}}),
    ("keyword-not-compared", UNDECIDED, request({}), request({"$dynamicRef": "#node"})),
    ("part-not-compared", UNDECIDED, EMPTY, EMPTY | {"jsonSchemaDialect": "https://example.com/dialect"}),
    ("part-not-compared", UNDECIDED, taking({"content": ANY}), taking({"content": {JSON: {"itemSchema": {}}}})),
    ("document-malformed", UNDECIDED, request({"maximum": 50}), request({"maximum": "50"})),
    (
        "server-added",
        COMPATIBLE,
        EMPTY | {"servers": [{"url": "/"}]},
        EMPTY | {"servers": [{"url": "/"}, {"url": "/v2"}]},
    ),
    ("server-removed", BREAKING, EMPTY | {"servers": [{"url": "/v1"}]}, EMPTY | {"servers": [{"url": "/v2"}]}),
    ("server-removed", UNDECIDED, EMPTY, EMPTY | {"servers": [{"url": "/v2"}]}),
    (
        "server-default-changed",
        COMPATIBLE,
        EMPTY | {"servers": [{"url": "/{v}", "variables": {"v": {"default": "1"}}}]},
        EMPTY | {"servers": [{"url": "/{v}", "variables": {"v": {"default": "2"}}}]},
    ),
    ("webhook-added", COMPATIBLE, PLAIN, sending()),
    ("webhook-removed", BREAKING, sending(), PLAIN),
    ("webhook-added", COMPATIBLE, PLAIN, document({"responses": DONE, "callbacks": CALLBACK})),
    ("webhook-removed", BREAKING, document({"responses": DONE, "callbacks": CALLBACK}), PLAIN),
    ("sent-body-added", COMPATIBLE, sending(), sending(requestBody={"content": ANY})),
    ("sent-body-removed", BREAKING, sending(requestBody={"content": ANY}), sending()),
    (
        "sent-body-became-required",
        COMPATIBLE,
        sending(requestBody={"content": ANY}),
        sending(requestBody={"content": ANY, "required": True}),
    ),
    (
        "sent-body-became-optional",
        BREAKING,
        sending(requestBody={"content": ANY, "required": True}),
        sending(requestBody={"content": ANY}),
    ),
    (
        "sent-media-type-added",
        BREAKING,
        sending(requestBody={"content": ANY}),
        sending(requestBody={"content": ANY | XML}),
    ),
    (
        "sent-media-type-removed",
        COMPATIBLE,
        sending(requestBody={"content": ANY | XML}),
        sending(requestBody={"content": ANY}),
    ),
    ("described", DOCUMENTATION, PLAIN, document({"responses": DONE, "summary": "Does it."})),
    ("described", DOCUMENTATION, request({"title": "A"}), request({"title": "B"})),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{i}-{one[0]}-{one[1]}" for i, one in enumerate(EXAMPLES)])
def test_an_example_of_a_rule_is_found_by_it(example: Example) -> None:
    rule, verdict, old, new = example
    report = compare(old, new)
    found = {change.rule: change for change in report.changes}
    assert rule in found, report
    assert found[rule].verdict == verdict
    assert report.verdict == verdict, report
    assert compare(new, new).changes == ()


def test_every_rule_has_an_example_and_none_is_unknown() -> None:
    assert {rule for rule, *_ in EXAMPLES} == RULES.keys()


def test_every_rule_has_a_page_of_two_lines() -> None:
    for name, rule in RULES.items():
        lines = rule.page.splitlines()
        assert rule.name == name
        assert len(lines) == 2, name
        assert all(line.endswith((".", ")")) and line[0].isupper() and len(line) <= 160 for line in lines), name


def test_a_breaking_change_of_a_schema_has_a_text_a_place_and_a_witness() -> None:
    [change] = compare(request(objects("a")), request(objects("a", required=["a"]))).changes
    assert change == Change(
        "request-property-became-required",
        BREAKING,
        "POST /things",
        "/paths/~1things/post/requestBody/content/application~1json/schema/required/0",
        "`a` in the request body is now required.",
        change.witness,
        place="the request body",
        path=("a",),
    )
    assert change.witness is not None
    assert change.witness.value == {}
    assert change.witness.sentence == "As the request body, the old document accepts it, but the new one refuses it."
