"""Alternatives are paired with their counterparts."""

from typing import Any

import pytest

from contracts.drift.schemas.counterparts import along, paired, within
from contracts.drift.schemas.nodes import Node, Part

CAT, DOG = ({"type": "object", "properties": {"kind": {"const": one}, "name": {}}} for one in ("cat", "dog"))
TEXT, NUMBER, NULL = ({"type": one} for one in ("string", "number", "null"))
PLAIN, OTHER = ({"type": "object", "properties": {one: TEXT}} for one in "ab")
ROOT = {"components": {"schemas": {"Cat": CAT, "Dog": DOG, "Kitten": {**CAT, "required": ["name"]}, "Plain": PLAIN}}}


def node(raw: Any) -> Node:
    """Return a schema of the document."""
    return Node(ROOT, (Part(raw, ""),))


def to(name: str) -> Any:
    """Return a reference."""
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("old", "new", "alike", "gone", "added"),
    [
        ([to("Cat"), NULL], [NULL, to("Cat")], [(0, 1), (1, 0)], [], []),
        ([CAT, DOG], [{**DOG, "required": ["name"]}, CAT], [(0, 1), (1, 0)], [], []),
        ([to("Cat")], [to("Kitten"), to("Dog")], [(0, 0)], [], [1]),
        ([to("Cat"), to("Dog")], [to("Cat"), to("Plain")], [(0, 0)], [1], [1]),
        ([to("Cat")], [to("Dog")], [], [0], [0]),
        ([TEXT, NULL], [{"type": "string", "maxLength": 5}, NUMBER, NULL], [(0, 0), (1, 2)], [], [1]),
        ([{"enum": ["a", "b"]}], [{"enum": ["b", "a"]}], [(0, 0)], [], []),
        ([PLAIN, OTHER], [{**OTHER, "required": ["b"]}, PLAIN], [(0, 1), (1, 0)], [], []),
        ([PLAIN], [OTHER], [], [0], [0]),
        ([TEXT, TEXT], [TEXT], [(0, 0)], [1], []),
    ],
)
def test_alternatives_are_paired_by_name_by_tag_by_type_or_not_at_all(
    old: list[Any], new: list[Any], alike: list[Any], gone: list[Any], added: list[Any]
) -> None:
    before, after = [[node(raw) for raw in side] for side in (old, new)]
    found = paired(before, after)
    assert sorted((before.index(one), after.index(other)) for one, other in found.alike) == alike
    assert [before.index(one) for one in found.old] == gone
    assert [after.index(one) for one in found.new] == added


def test_the_way_to_a_place_leads_through_items_and_alternatives() -> None:
    old, new = (
        {"type": "object", "properties": {"pets": {"type": "array", "items": items}}}
        for items in (CAT, {"anyOf": [to("Cat"), NULL]})
    )
    levels = along(node(old), node(new), ("pets", "[]", "kind"))
    assert [len(level) for level in levels] == [1, 1, 2, 2]
    # Pairs with a schema on both sides come first.
    assert [[part.raw for node in pair for part in node.parts] for pair in levels[-1]] == [
        [{"const": "cat"}, {"const": "cat"}],
        [{"const": "cat"}],
    ]


def test_a_path_may_lead_to_several_values() -> None:
    value = {"a": [{"b": 1}, {"b": 2}, {}], "c": {"d": 3}}
    assert list(within(value, ("a", "[]", "b"))) == [1, 2]
    assert list(within(value, ("a", "[1]", "b"))) == [2]
    assert list(within(value, ("c", "*"))) == [3]
    assert list(within(value, ("a", "b"))) == []
    assert list(within(value, ())) == [value]
