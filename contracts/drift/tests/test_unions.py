"""The alternatives of a union are compared with their counterparts, even if other alternatives accept the values."""

from functools import partial
from typing import Any

import pytest

from contracts.drift import Report, Verdict, compare
from contracts.drift.schemas.branches import branches
from contracts.drift.schemas.findings import Choice, Finding
from contracts.drift.schemas.inclusion import Inclusion
from contracts.drift.schemas.nodes import Node, Part
from contracts.drift.schemas.pairing import paired
from contracts.drift.tests.documents import request, requests, responses

NODE = Node({}, ())
TEXT: Any = {"type": "string"}
SAFE = (Verdict.IDENTICAL, Verdict.DOCUMENTATION, Verdict.COMPATIBLE)


def password(**changed: Any) -> Any:
    """Return a model with a required field and a tag."""
    properties = {"user": TEXT, "kind": {"enum": ["x"]}, **changed}
    return {"type": "object", "title": "Password", "properties": properties, "required": ["user"]}


# An open model without a required field: it accepts every object.
SECRET = {"type": "object", "title": "Secret", "properties": {"label": TEXT}}
OTHER_KIND = password(kind={"enum": ["x", "y"]})
OTHER_TYPE = password(user={"type": "integer"})
OPTIONAL = {**password(), "required": []}


def union(*members: Any) -> Any:
    """Return a union as FastAPI writes it."""
    return {"anyOf": list(members)}


@pytest.mark.parametrize("changed", [OTHER_KIND, OTHER_TYPE, OPTIONAL], ids=["kind", "type", "required"])
def test_an_open_member_does_not_hide_the_properties_of_another(changed: Any) -> None:
    old, new = union(password(), SECRET), union(changed, SECRET)
    assert responses(old, new).verdict not in SAFE
    assert requests(new, old).verdict not in SAFE
    untitled = [{key: said for key, said in one.items() if key != "title"} for one in (password(), changed, SECRET)]
    assert responses(union(untitled[0], untitled[2]), union(*untitled[1:])).verdict not in SAFE


def test_an_open_member_does_not_hide_a_new_one() -> None:
    token = {"type": "object", "properties": {"token": TEXT, "kind": {"const": "token"}}, "required": ["token"]}
    assert responses(union(password(), SECRET), union(password(), token, SECRET)).verdict not in SAFE
    assert requests(union(password(), token, SECRET), union(password(), SECRET)).verdict not in SAFE
    assert requests(union(password(), token), SECRET).verdict not in SAFE
    assert requests(union(password(), SECRET), union(password(), token, SECRET)).verdict in SAFE


def test_a_model_that_is_split_into_several_with_its_fields_breaks_no_client() -> None:
    whole = {"id": TEXT, "email": TEXT, "name": TEXT}
    old = {"type": "object", "properties": whole, "required": ["id", "email"]}
    members = [
        {"type": "object", "properties": {**whole, "kind": {"const": kind}}, "required": ["id", "email", "kind"]}
        for kind in ("person", "team")
    ]
    assert responses(old, union(*members)).verdict in SAFE
    assert requests(union(*members), old).verdict in SAFE


def test_a_member_that_is_meant_decides_though_others_are_nearer_in_place() -> None:
    old = union(password(), SECRET, {"type": "null"})
    new = union({"type": "null"}, SECRET, password(user={"type": "string", "minLength": 0}))
    for report in (requests(old, new), responses(old, new)):
        assert report.verdict in SAFE, report


def test_an_optional_field_of_a_member_breaks_no_client() -> None:
    old, new = union(password(), SECRET), union(password(note=TEXT), SECRET)
    for report in (requests(old, new), responses(old, new), requests(new, old), responses(new, old)):
        assert report.verdict in SAFE, report


def expressions(text: Any, description: str = "") -> dict[str, Any]:
    """Return three models that contain each other and share the names of their fields."""
    any_of = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Leaf", "And", "Or")]}
    items = {"type": "array", "items": any_of}

    def model(title: str, content: Any) -> Any:
        properties = {"kind": {"const": title.lower(), "default": title.lower()}, "items": content, "value": text}
        return {"type": "object", "title": title, "description": description, "properties": properties}

    schemas = {"Leaf": model("Leaf", {"type": "array", "items": text}), "And": model("And", items)}
    return {"Any": any_of, "Or": model("Or", items), **schemas}


def recursive(old: dict[str, Any], new: dict[str, Any]) -> Report:
    """Compare two documents whose body is any of the three models."""
    body = {"$ref": "#/components/schemas/Any"}
    return compare(request(body, components={"schemas": old}), request(body, components={"schemas": new}))


def test_models_that_contain_each_other_are_compared() -> None:
    same = recursive(expressions(TEXT), expressions(TEXT, "Described."))
    assert same.verdict == Verdict.DOCUMENTATION
    shorter = recursive(expressions(TEXT), expressions({"type": "string", "maxLength": 3}))
    assert shorter.verdict == Verdict.BREAKING
    wider = recursive(expressions(TEXT), expressions({"type": ["string", "integer"]}))
    assert wider.verdict == Verdict.COMPATIBLE


def test_a_long_list_of_alternatives_in_a_pattern_is_compared() -> None:
    names = [f"Region{number % 20}/City{number}+{number}" for number in range(600)]
    old, new = ({"type": "string", "pattern": "|".join(some)} for some in (names, names[1:]))
    assert requests(old, new).verdict == Verdict.BREAKING
    assert requests(new, old).verdict == Verdict.COMPATIBLE
    whole, fewer = ({"type": "string", "pattern": f"^({'|'.join(some)})$"} for some in (names, names[1:]))
    assert requests(whole, fewer).verdict == Verdict.BREAKING
    assert requests(fewer, whole).verdict == Verdict.COMPATIBLE
    assert requests(fewer, old).verdict == Verdict.COMPATIBLE


def test_alternatives_that_flags_or_groups_reach_are_not_taken_apart() -> None:
    listed = "|".join(f"a{number}" for number in range(60))
    upper, sight = ({"type": "string", "pattern": pattern} for pattern in (f"(?i){listed}", f"^(?={listed})$"))
    plain = {"type": "string", "pattern": listed}
    assert requests(upper, plain).verdict not in SAFE
    assert requests({"type": "string", "pattern": "^(a1)$"}, sight).verdict not in SAFE


def test_a_choice_is_known_by_itself_and_not_by_its_place_in_memory() -> None:
    findings = [Finding("union", f"/{index}") for index in range(50)]
    choices = (Choice(NODE, (), NODE, partial(iter, (one,))) for one in findings)
    assert list(Inclusion().chosen_from(choices, shown=True)) == findings


def test_overlapping_models_that_all_gain_a_field_are_still_distinguished() -> None:
    def models(*more: str) -> Any:
        fixed = {"amount": {"type": "integer"}, **dict.fromkeys(more, TEXT)}
        months = {"months": {"type": "integer"}}
        shapes = {"Once": fixed, "Repeat": {**fixed, **months}, "Rate": {"rate": {"type": "number"}, **months}}
        return {
            "oneOf": [
                {"title": title, "type": "object", "properties": properties, "required": sorted(properties)}
                for title, properties in shapes.items()
            ]
        }

    for wrap in (lambda one: one, lambda one: {"anyOf": [one, {"type": "null"}]}):
        assert responses(wrap(models()), wrap(models("currency"))).verdict is Verdict.COMPATIBLE
        assert requests(wrap(models("currency")), wrap(models())).verdict is Verdict.COMPATIBLE
        assert requests(wrap(models()), wrap(models("currency"))).verdict is Verdict.BREAKING


def test_members_of_unions_in_a_union_are_paired_one_by_one() -> None:
    def prices(*kinds: str) -> Node:
        root: Any = {kind: {"type": "object", "properties": {"kind": {"const": kind}, kind: TEXT}} for kind in kinds}
        root |= {f"Old{kind}": {**model, "required": ["kind"]} for kind, model in root.items()}
        for name in ("", "Old"):
            root[f"{name}Price"] = {"oneOf": [{"$ref": f"#/{name}{kind}"} for kind in kinds]}
        return Node(root, (Part({"oneOf": [{"$ref": "#/OldPrice"}, {"$ref": "#/Price"}]}, ""),))

    new, old = prices("Fixed", "Free", "Seats"), prices("Fixed", "Free")
    alternatives = [old.node(part) for part in old.unions[0].alternatives]
    assert paired(branches(new), alternatives) == {0: 0, 1: 0, 3: 1, 4: 1}
