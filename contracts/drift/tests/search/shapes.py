"""The parts of random schemas: names, and the keywords that contain schemas."""

from collections.abc import Iterator
from typing import Any

NAMES = ("a", "b", "c")
FRESH = ("z", "zz")  # names that no schema declares, although a pattern may match them
REFERENCE = "#/components/schemas/"
SINGLES = frozenset(
    {
        *("items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"),
        *("unevaluatedItems", "unevaluatedProperties"),
    }
)
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
DICTIONARIES = frozenset({"properties", "patternProperties", "dependentSchemas"})


def inner_schemas(schema: Any) -> Iterator[Any]:
    """Give a schema and all schemas inside it, the inner ones first."""
    if isinstance(schema, dict):
        for keyword, said in list(schema.items()):
            if keyword in SINGLES:
                yield from inner_schemas(said)
            elif keyword in LISTS:
                for one in list(said):
                    yield from inner_schemas(one)
            elif keyword in DICTIONARIES:
                for one in list(said.values()):
                    yield from inner_schemas(one)
    yield schema
