"""The keywords of schemas: what they are about, and where other schemas stand in a schema."""

from collections.abc import Mapping
from typing import Any

TYPES = ("null", "boolean", "number", "string", "array", "object")

# What each keyword is about; on values of other types it has no effect.
ABOUT = {
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength", "pattern"),
    "array": ("items", "prefixItems", "contains", "minContains", "maxContains", "uniqueItems", "minItems", "maxItems"),
    "object": (
        *("properties", "patternProperties", "additionalProperties", "propertyNames", "required"),
        *("dependentRequired", "minProperties", "maxProperties"),
    ),
}
LISTS = frozenset({"enum", "const"})
CONTAINERS = frozenset({*ABOUT["array"], *ABOUT["object"]})
CONDITIONS = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"})
COMPARED = (
    frozenset({"type", "format", "discriminator", *LISTS, *CONDITIONS, *ABOUT["number"], *ABOUT["string"]}) | CONTAINERS
)

# What is said for people, and not checked.
ANNOTATIONS = frozenset(
    {
        *("title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"),
        *("externalDocs", "xml", "$comment"),
    }
)
# What says where a schema is, not what it allows.
PLACES = frozenset({"$id", "$schema", "$anchor", "$defs", "definitions", "$ref", "$vocabulary"})
# What depends on more than its own value: on what is beside it, or on where it is reached from.
NOT_FOLLOWED = "$dynamicRef that is not followed"
SEEING = frozenset({"unevaluatedProperties", "unevaluatedItems", NOT_FOLLOWED})
_KNOWN = COMPARED | ANNOTATIONS | PLACES

# Schemas in a schema, by the shape in which they are given.
SINGLE = ("items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else")
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")


def strangers(schema: Mapping[str, Any]) -> list[str]:
    """Return the keywords of a schema that are neither compared nor said for people alone."""
    return [keyword for keyword in schema if keyword not in _KNOWN and not keyword.startswith("x-")]
