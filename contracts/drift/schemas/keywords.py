"""The keywords of schemas: the types that they apply to, and those that contain schemas."""

from collections.abc import Mapping
from typing import Any, NamedTuple

TYPES = ("null", "boolean", "number", "string", "array", "object")

# The type that each keyword applies to; it has no effect on values of other types.
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

# Keywords that validators ignore; every unknown keyword is one, too.
ANNOTATIONS = frozenset(
    {
        *("title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"),
        *("externalDocs", "xml", "$comment", "contentMediaType", "contentEncoding", "contentSchema"),
    }
)
# Keywords that locate schemas and do not restrict values.
PLACES = frozenset({"$defs", "definitions", "$ref"})
# Validators use these to find schemas; here, references are only JSON pointers.
NAMES_OF_SCHEMAS = frozenset({"$id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary"})
# These restrict values in some dialects; they are not compared.
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

# The meaning of these depends on the path of references to them, and so on the whole document.
DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
# The meaning of these depends on adjacent keywords.
SEEING = frozenset({"unevaluatedProperties", "unevaluatedItems"})

# The keys under which an object of a document stores its removed parts, each a `Removed` by its keyword.
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
    """A part that was removed because it cannot be compared.

    Attributes:
        text: A sentence about the error, without the full stop; for a part that is only not compared, its content.
        meaning: A text that is equal for equal meaning, including the targets of its references.
    """

    text: str
    meaning: str


def strangers(schema: Mapping[str, Any]) -> list[str]:
    """Return the keywords of a schema that restrict values but are not compared."""
    return [keyword for keyword in schema if keyword in STRANGE]


def is_annotation(keyword: str) -> bool:
    """Return whether a keyword does not restrict values."""
    return keyword not in COMPARED and keyword not in PLACES and keyword not in STRANGE
