"""A change of a model that many operations use is reported once, with its path in the model."""

from typing import Any

from contracts.drift import Change, Verdict, compare
from contracts.drift.tests.documents import JSON

DONE = {"204": {"description": "Done"}}
TEXT = {"type": "string"}


def user(*required: str, **properties: Any) -> Any:
    """Return a model with an email, and other properties."""
    return {"type": "object", "properties": {"email": TEXT, **properties}, "required": [*required]}


def body(schema: Any) -> Any:
    """Return an operation with a schema as its body."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}, "responses": DONE}


def answer(schema: Any) -> Any:
    """Return an operation that answers with a schema."""
    return {"responses": {"200": {"description": "Here", "content": {JSON: {"schema": schema}}}}}


def document(model: Any, **paths: Any) -> Any:
    """Return a document with operations, POST of each path, and with the model User."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {f"/{path}": {"post": operation} for path, operation in paths.items()},
        "components": {"schemas": {"User": model}},
    }


USER = {"$ref": "#/components/schemas/User"}
LISTED = {"type": "array", "items": USER, "minItems": 1}


def changes(old: Any, new: Any, **paths: Any) -> tuple[Change, ...]:
    """Return the changes between two models that some operations use."""
    return compare(document(old, **paths), document(new, **paths)).changes


def test_a_change_of_a_shared_model_is_reported_once_with_the_smallest_value() -> None:
    paths = {"a": body(LISTED), "b": body(USER), "c": body({**USER, "description": "Another."}), "d": body(LISTED)}
    [change] = changes(user(), user("email"), **paths)
    assert (change.rule, change.verdict) == ("request-property-became-required", Verdict.BREAKING)
    assert change.text == "`email` of `User` is now required."
    assert change.pointer == "/components/schemas/User/required/0"
    # The witness is for the operation that is named first.
    assert (change.operation, change.likewise) == ("POST /b", ("POST /a", "POST /c", "POST /d"))
    assert change.witness is not None
    assert change.witness.value == {}


def test_the_other_places_of_a_shared_change_are_known() -> None:
    [change] = changes(user(), user("email"), a=body(LISTED), b=body(USER))
    assert (change.operation, change.place, change.path) == ("POST /b", "the request body", ("email",))
    [other] = change.elsewhere
    assert (other.operation, other.place, other.path) == ("POST /a", "the request body", ("[]", "email"))
    assert other.witness is not None
    assert other.witness.value == [{}]


def test_without_values_the_first_operation_is_named() -> None:
    [change] = changes(user("email"), user(), a=body(LISTED), b=body(USER))
    assert (change.rule, change.operation, change.likewise) == (
        "request-property-became-optional",
        "POST /a",
        ("POST /b",),
    )


def test_requests_and_responses_are_distinguished() -> None:
    found = changes(user(), user("email"), a=body(USER), b=answer(USER), c=answer(LISTED))
    assert [(one.rule, one.operation, one.likewise) for one in found] == [
        ("request-property-became-required", "POST /a", ()),
        ("response-property-became-required", "POST /b", ("POST /c",)),
    ]


def test_an_operation_that_uses_a_model_twice_is_named_once() -> None:
    both = {"responses": {status: answer(USER)["responses"]["200"] for status in ("200", "201")}}
    [change] = changes(user(), user("email"), a=both)
    assert (change.operation, change.likewise) == ("POST /a", ())


def test_changes_with_different_contents_are_not_merged() -> None:
    closed = user(b=TEXT) | {"additionalProperties": False}
    more = user(b=TEXT, c=TEXT) | {"additionalProperties": False}
    [change] = changes(closed, more, a=answer(USER), b=answer(USER))
    assert change.text == "`c` of `User` is new, in an object that was closed."
    assert change.likewise == ("POST /b",)


def test_a_change_inside_a_model_is_described_with_its_path_in_the_model() -> None:
    def nested(limit: Any) -> Any:
        inner = {"type": "array", "items": {"type": "object", "properties": {"b": limit}, "required": ["b"]}}
        return user("a", a=inner)

    [change] = changes(nested(TEXT), nested({**TEXT, "maxLength": 5}), a=body(LISTED), b=body(LISTED))
    assert change.text.startswith("`a[].b` of `User`: maxLength")
    [change] = changes(user(), user() | {"additionalProperties": False}, a=body(LISTED), b=body(LISTED))
    assert change.text == "`User`: undeclared properties are refused now."


def test_a_word_that_is_gone_is_shown_where_it_was() -> None:
    [change] = changes(user() | {"description": "A user."}, user(), a=body(USER), b=answer(LISTED))
    assert (change.pointer, change.likewise) == ("/components/schemas/User/description", ("POST /b",))
