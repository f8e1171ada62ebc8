"""Changes of whole documents, written by hand: malformed places, removed parts, and equivalent documents."""

from copy import deepcopy
from typing import Any, NamedTuple

from contracts.drift.tests.documents import JSON, document
from contracts.drift.tests.labelled.changes import NOTHING

BODY = "/paths/~1things/post/requestBody/content/application~1json/schema"
CONTENT = BODY.removesuffix("/application~1json/schema")
ANSWER = "/paths/~1things/post/responses/200"
DONE: Any = {"204": {"description": "Done"}}
TEXT: Any = {"type": "string"}


class DocumentEdit(NamedTuple):
    """Two documents, and the value or pointer that shows the change.

    Attributes:
        kind: The class of the benchmark.
        name: What changed.
        old: A document.
        new: A document.
        label: The label.
        reason: Why no client breaks, or why it is not known.
        lost: A body that the old document accepts and the new one refuses; NOTHING if there is none.
        gone: A pointer to a part that clients rely on, which only the old document has.
    """

    kind: str
    name: str
    old: Any
    new: Any
    label: str | None
    reason: str = ""
    lost: Any = NOTHING
    gone: str = ""


def body(schema: Any, *names: str, **parts: Any) -> Any:
    """Return a document whose operation has a body with a schema, in some media types."""
    content = {name: {"schema": schema} for name in names or (JSON,)}
    return document({"requestBody": {"required": True, "content": content}, "responses": DONE}, **parts)


def answer(**parts: Any) -> Any:
    """Return a document whose operation has a response with these parts."""
    return document({"responses": {"200": {"description": "Here", **parts}}})


def beside(malformed: Any, **text: Any) -> Any:
    """Return a document with a text as a body, and a malformed schema in the response of another operation."""
    whole = body({**TEXT, **text})
    content = {JSON: {"schema": malformed}}
    whole["paths"]["/others"] = {"get": {"responses": {"200": {"description": "Here", "content": content}}}}
    return whole


def turned(node: Any) -> Any:
    """Return a JSON value with its keys in reverse order."""
    if isinstance(node, list):
        return [turned(item) for item in node]
    return {key: turned(node[key]) for key in reversed(node)} if isinstance(node, dict) else node


MALFORMED = {
    "a reference that leads nowhere": {"$ref": "#/components/schemas/Gone"},
    "a reference to another file": {"$ref": "other.json#/Thing"},
    "a bound that is a text": {"type": "integer", "maximum": "50"},
    "a bound that is a boolean": {"type": "integer", "exclusiveMaximum": True},
    "an unknown type": {"type": "any"},
    "properties that are null": {"type": "object", "properties": None},
    "a required name outside of a list": {"type": "object", "required": "a"},
    "a pattern that is none": {"type": "string", "pattern": "("},
    "an enum that is no list": {"enum": "a"},
    "a schema that is a list": [{"type": "string"}],
    "a length below zero": {"type": "string", "maxLength": -1},
    "a step of zero": {"type": "integer", "multipleOf": 0},
}
CHOICE = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
PETS = {
    name: {"type": "object", "properties": {"kind": TEXT, "sort": TEXT}, "required": ["kind", "sort"], "title": name}
    for name in ("Cat", "Dog")
}
ANIMALS: Any = {"components": {"schemas": PETS}}


def choice(name: str = "kind", **mapping: str) -> Any:
    """Return a document with a union that has a discriminator."""
    discriminator = {
        "propertyName": name,
        "mapping": {key: f"#/components/schemas/{to}" for key, to in mapping.items()},
    }
    return body({**CHOICE, "discriminator": discriminator}, **ANIMALS)


DEFAULTED = {"type": "object", "properties": {"a": TEXT, "created": {**TEXT, "default": "today"}}, "required": ["a"]}
UNDATED = {"type": "object", "properties": {"a": TEXT}, "required": ["a"]}
MODEL = {"type": "object", "properties": {"a": TEXT}}
REFERRING: Any = body({"$ref": "#/components/schemas/A"}, components={"schemas": {"A": MODEL}})
RENAMED: Any = body({"$ref": "#/components/schemas/B"}, components={"schemas": {"B": MODEL}})
XML, TOTAL = "application/xml", {"X-Total": {"required": True, "schema": {"type": "integer"}}}
OPTIONAL = {"X-Total": {"schema": {"type": "integer"}}}
BOTH: Any = {"content": {JSON: {"schema": TEXT}, XML: {"schema": TEXT}}}
JSON_ALONE: Any = {"content": {JSON: {"schema": TEXT}}}
SAME, OTHER = "The fault is the same in both.", "It says the same in another way."

DOCUMENTS = [
    *(
        DocumentEdit(
            "malformed places",
            f"{name}, and a break elsewhere",
            beside(fault, maxLength=9),
            beside(deepcopy(fault), maxLength=2),
            "breaking",
            lost="aaa",
        )
        for name, fault in MALFORMED.items()
    ),
    *(
        DocumentEdit(
            "malformed places",
            f"{name}, and other words elsewhere",
            beside(fault),
            beside(deepcopy(fault), description="A text"),
            "documentation",
            SAME,
        )
        for name, fault in MALFORMED.items()
    ),
    *(
        DocumentEdit(
            "malformed places", f"{name}, mended", beside(fault), beside({}), None, "Nobody knows what was meant."
        )
        for name, fault in [*MALFORMED.items()][:3]
    ),
    DocumentEdit(
        "media types",
        "a media type of the body gone",
        body(TEXT, JSON, XML),
        body(TEXT),
        "breaking",
        gone=f"{CONTENT}/application~1xml",
    ),
    DocumentEdit(
        "media types",
        "a media type of the body added",
        body(TEXT),
        body(TEXT, JSON, XML),
        "safe",
        "Nobody sends it yet.",
    ),
    DocumentEdit(
        "media types",
        "a media type of the answer gone",
        answer(**BOTH),
        answer(**JSON_ALONE),
        "breaking",
        gone=f"{ANSWER}/content/application~1xml",
    ),
    DocumentEdit(
        "media types",
        "a media type of the answer added",
        answer(**JSON_ALONE),
        answer(**BOTH),
        "safe",
        "Nobody asks for it yet.",
    ),
    DocumentEdit(
        "headers of answers",
        "a header that was always there is gone",
        answer(headers=TOTAL),
        answer(),
        "breaking",
        gone=f"{ANSWER}/headers/X-Total",
    ),
    DocumentEdit(
        "headers of answers",
        "a header that was always there may be missing",
        answer(headers=TOTAL),
        answer(headers=OPTIONAL),
        "breaking",
        gone=f"{ANSWER}/headers/X-Total/required",
    ),
    DocumentEdit(
        "headers of answers",
        "a header is always there",
        answer(headers=OPTIONAL),
        answer(headers=TOTAL),
        "safe",
        "Who did without it can go on.",
    ),
    DocumentEdit(
        "headers of answers",
        "a header added",
        answer(),
        answer(headers=TOTAL),
        "safe",
        "Headers that are not known are ignored.",
    ),
    DocumentEdit(
        "discriminated unions",
        "another property of the discriminator",
        choice("kind", a="Cat"),
        choice("sort", a="Cat"),
        "doubtful",
        "Clients choose the model by it.",
    ),
    DocumentEdit(
        "discriminated unions",
        "another mapping of the discriminator",
        choice(a="Cat", b="Dog"),
        choice(a="Dog", b="Cat"),
        "doubtful",
        "Clients choose the model by it.",
    ),
    DocumentEdit(
        "fields",
        "a field with a default leaves an answer",
        answer(content={JSON: {"schema": DEFAULTED}}),
        answer(content={JSON: {"schema": UNDATED}}),
        "doubtful",
        "The server always sent it.",
    ),
    DocumentEdit("references", "a model renamed", REFERRING, RENAMED, "documentation", OTHER),
    DocumentEdit("references", "a model in place of its reference", REFERRING, body(MODEL), "documentation", OTHER),
    DocumentEdit(
        "words",
        "another title of the document",
        body(TEXT),
        body(TEXT, info={"title": "Others", "version": "1"}),
        "documentation",
        "It is for people.",
    ),
    DocumentEdit(
        "words",
        "keys in another order",
        choice(a="Cat"),
        turned(choice(a="Cat")),
        "identical",
        "The order of keys says nothing.",
    ),
]
