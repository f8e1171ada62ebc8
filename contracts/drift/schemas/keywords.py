"""The keywords of schemas: what they are about, and where other schemas stand in a schema."""

from collections.abc import Mapping
from typing import Any, NamedTuple

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

# What is said for people, and not checked; so is every keyword that nobody knows.
ANNOTATIONS = frozenset(
    {
        *("title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"),
        *("externalDocs", "xml", "$comment", "contentMediaType", "contentEncoding", "contentSchema"),
    }
)
# What says where a schema is, not what it allows.
PLACES = frozenset({"$defs", "definitions", "$ref"})
# By these a validator looks for a schema; here references are JSON pointers alone.
NAMES_OF_SCHEMAS = frozenset({"$id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary"})
# These change what is allowed in some dialect, and are not compared.
FOREIGN = frozenset(
    {
        "$dynamicRef",
        "$recursiveRef",
        "nullable",
        "dependencies",
        "additionalItems",
        "extends",
        "disallow",
        "divisibleBy",
    }
)

# What these allow depends on the way to them, and so on the whole document.
DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
# What these allow depends on what is beside them.
SEEING = frozenset({"unevaluatedProperties", "unevaluatedItems"})

# Under these names an object of a document keeps what was removed from it: by keyword, a `Removed`.
MALFORMED = "malformed keywords"
NOT_COMPARED = "keywords that are not compared"
REMOVED = (MALFORMED, NOT_COMPARED)
STRANGE = frozenset({*SEEING, "pattern of ECMA-262", "patternProperties of ECMA-262", *REMOVED})

# Schemas in a schema, by the shape in which they are given.
SINGLE = ("items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else")
UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")


class Removed(NamedTuple):
    """Something that was removed since it cannot be compared.

    Attributes:
        text: What is wrong with it, as a sentence without its stop; if it is only not compared, what it says.
        meaning: A text that is the same where it means the same, with all that its references lead to.
    """

    text: str
    meaning: str


def strangers(schema: Mapping[str, Any]) -> list[str]:
    """Return the keywords of a schema that change what it allows, and are not compared."""
    return [keyword for keyword in schema if keyword in STRANGE]


def is_annotation(keyword: str) -> bool:
    """Return whether a keyword says nothing that a value could fail."""
    return keyword not in COMPARED and keyword not in PLACES and keyword not in STRANGE
