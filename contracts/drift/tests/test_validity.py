"""The fast validation gives the same results as the jsonschema library."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.drift.schemas.nodes import Node, Part
from contracts.drift.schemas.validity import accepts, library_accepts
from contracts.drift.tests.search.schemas import Spelled, spelled
from contracts.drift.tests.search.values import enumerated, near


def node(schema: Any, named: Any) -> Node:
    """Return the node of a schema in a document with these components."""
    return Node({"components": {"schemas": named}}, (Part(schema, ""),))


@given(st.randoms(use_true_random=False).map(spelled))
def test_a_value_is_accepted_where_the_library_accepts_it(one: Spelled) -> None:
    taken = node(one["schema"], {name: said for name, said in one.items() if name != "schema"})
    for value in (*near(Random(0), one, 12), *enumerated()[::40]):
        assert accepts(taken, value) == library_accepts(taken, value), value


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": [1]}, [True]),
        ({"enum": [0]}, False),
        ({"type": "integer"}, 10**400),
        ({"type": "integer"}, 1.0),
        ({"type": ["string", "integer"]}, 1.5),
        ({"format": "int32"}, 2**31),
        ({"format": "date"}, "2000-02-30"),
        ({"patternProperties": {"^x": {"type": "null"}}, "additionalProperties": False}, {"x": 1}),
        ({"properties": {"a": True}, "unevaluatedProperties": False}, {"b": 1}),
        ({"type": "object", "x-order": 1, "additionalProperties": False}, {"b": 1}),
        ({"prefixItems": [{"const": 1}], "items": False}, [1, 2]),
    ],
)
def test_easily_confused_values_are_judged_as_by_the_library(schema: Any, value: Any) -> None:
    assert accepts(node(schema, {}), value) == library_accepts(node(schema, {}), value)
