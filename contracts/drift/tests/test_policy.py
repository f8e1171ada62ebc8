"""A project chooses the verdict on a removed field with a default, and on a new field of a closed object."""

from typing import Any

import pytest

from contracts.drift import Policy, Verdict, compare
from contracts.drift.tests.documents import request, response
from contracts.drift.tests.test_rules import objects

TEXT: Any = {"type": "string"}
CREATED = {"type": "object", "properties": {"id": TEXT, "created_at": {**TEXT, "default": ""}}, "required": ["id"]}
PLAIN = {"type": "object", "properties": {"id": TEXT}, "required": ["id"]}
VERDICTS = [Verdict.DOCUMENTATION, Verdict.COMPATIBLE, Verdict.UNDECIDED, Verdict.BREAKING]


def around(schema: Any) -> list[Any]:
    """Return the schema, and schemas that contain it."""
    return [
        schema,
        {"type": "array", "items": schema},
        {"type": "object", "properties": {"inner": schema}},
        {"type": "object", "additionalProperties": schema},
        {"type": "array", "prefixItems": [TEXT, schema]},
        {"anyOf": [schema, {"type": "null"}]},
    ]


@pytest.mark.parametrize(("old", "new"), [*zip(around(CREATED), around(PLAIN), strict=True)])
def test_a_property_with_a_default_that_a_response_drops_breaks_its_readers(old: Any, new: Any) -> None:
    [change] = compare(response(old), response(new)).changes
    assert (change.rule, change.verdict) == ("response-property-with-default-removed", Verdict.BREAKING)
    assert "created_at` in the 200 response is gone; it had a default, so it was always sent." in change.text
    assert change.witness is not None
    assert '"id"' in str(change.witness.value).replace("'", '"')
    assert "created_at" not in str(change.witness.value)
    assert change.witness.sentence == (
        "As the 200 response, the new document allows it, but the old application always sent `created_at`."
    )


def test_the_witness_of_a_dropped_default_is_of_the_model_that_lost_it() -> None:
    def with_field(name: str, schema: Any) -> Any:
        return {"type": "object", "properties": {name: schema}}

    def workflow(*cached: str) -> Any:
        def block(kind: str, **more: Any) -> Any:
            cache = {"cache": {"type": "boolean", "default": False}} if kind in cached else {}
            return {"type": "object", "properties": {"kind": {"const": kind}, **cache, **more}}

        action, page = block("action"), block("page")
        loop = block("loop", blocks={"type": "array", "items": {"oneOf": [page, action]}})
        definition = with_field("blocks", {"type": "array", "items": {"oneOf": [page, loop]}})
        return {"type": "array", "items": with_field("current", with_field("definition", definition))}

    changes = compare(response(workflow("action")), response(workflow())).changes
    [change] = [change for change in changes if change.rule == "response-property-with-default-removed"]
    assert change.witness is not None
    loop = {"kind": "loop", "blocks": [{"kind": "action"}]}
    assert change.witness.value == [{"current": {"definition": {"blocks": [loop]}}}]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdict_on_a_dropped_default_is_the_projects(verdict: Verdict) -> None:
    report = compare(response(CREATED), response(PLAIN), policy=Policy(dropped_default=verdict))
    assert [(change.verdict, change.witness is None) for change in report.changes] == [
        (verdict, verdict is not Verdict.BREAKING)
    ]


def test_a_default_is_dropped_wherever_a_model_is_used() -> None:
    def using(model: Any) -> Any:
        tree = {"type": "object", "properties": {"model": model, "above": {"$ref": "#/components/schemas/Tree"}}}
        schemas = {
            "Tree": tree,
            "Leaf": {"type": "object", "properties": {"above": {"$ref": "#/components/schemas/Tree"}}},
        }
        document = request({"$ref": "#/components/schemas/Tree"}, components={"schemas": schemas})
        answering = response({"$ref": "#/components/schemas/Leaf"})["paths"]["/things"]["post"]
        return document | {"paths": document["paths"] | {"/others": {"post": answering}}}

    report = compare(using(CREATED), using(PLAIN))
    assert {(change.rule, change.operation) for change in report.changes} == {
        ("request-property-removed", "POST /things"),
        ("response-property-with-default-removed", "POST /others"),
    }


def test_a_default_that_a_request_drops_breaks_no_client() -> None:
    assert compare(request(CREATED), request(PLAIN)).verdict == Verdict.COMPATIBLE


def test_a_default_that_moved_to_the_factory_breaks_no_client() -> None:
    new = {**CREATED, "properties": {"id": TEXT, "created_at": TEXT}}
    assert compare(response(CREATED), response(new)).verdict == Verdict.DOCUMENTATION


def test_the_verdict_on_an_addition_to_a_closed_response_is_the_projects() -> None:
    old, new = (response(objects(*names, additionalProperties=False)) for names in ("a", "ab"))
    for verdict in VERDICTS:
        [change] = compare(old, new, policy=Policy(closed_response_addition=verdict)).changes
        assert (change.rule, change.verdict) == ("response-property-added-to-closed-object", verdict)
        assert (change.witness is None) == (verdict is not Verdict.BREAKING)


def test_no_policy_excuses_a_property_that_a_closed_request_no_longer_takes() -> None:
    old, new = (request(objects(*names, additionalProperties=False)) for names in ("ab", "a"))
    mild = Policy(dropped_default=Verdict.COMPATIBLE, closed_response_addition=Verdict.COMPATIBLE)
    assert compare(old, new, policy=mild).verdict == Verdict.BREAKING


def test_no_policy_excuses_another_change_of_a_closed_response() -> None:
    old, new = (
        response({"type": "object", "properties": properties, "additionalProperties": False})
        for properties in ({"a": TEXT}, {"a": {"type": "integer"}, "b": TEXT})
    )
    assert compare(old, new, policy=Policy(closed_response_addition=Verdict.COMPATIBLE)).verdict == Verdict.BREAKING
