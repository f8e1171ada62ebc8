"""Changes of schemas, written by hand: combinations of JSON Schema keywords."""

from typing import Any

from contracts.drift.tests.labelled.changes import Edit

TEXT: Any = {"type": "string"}
INTEGER: Any = {"type": "integer"}
X, Y = {"const": "x"}, {"const": "y"}
REFERENCE = "#/components/schemas/"
ZONES = [f"{area}/{name}{number}" for area in ("Europe", "Asia") for name in ("Town", "City") for number in range(40)]


def thing(required: str = "", **properties: Any) -> Any:
    """Return the schema of an object."""
    schema = {"type": "object", "properties": properties}
    return {**schema, "required": required.split()} if required else schema


def ref(name: str) -> Any:
    """Return a reference to a named schema."""
    return {"$ref": REFERENCE + name}


A, B = thing(a=TEXT), thing(b=TEXT)
TREE = {"Tree": thing("name", name=TEXT, children={"type": "array", "items": ref("Tree")})}
NAMED = {
    "Name": {"type": "string", "maxLength": 3},
    "Alias": {"type": "string", "maxLength": 3},
    "Loop": thing(next=ref("Loop")),
}
CLOSED = {"unevaluatedProperties": False}

COMPOSITIONS = [
    Edit(
        "composition",
        "a part of a closed composition gone",
        {"allOf": [A, B], **CLOSED},
        {"allOf": [A], **CLOSED},
        lost={"b": ""},
    ),
    Edit(
        "composition",
        "an alternative of a closed composition gone",
        {"anyOf": [A, B], **CLOSED},
        {"anyOf": [A], **CLOSED},
        lost={"b": ""},
    ),
    Edit("composition", "a closed composition opened", {"allOf": [A], **CLOSED}, {"allOf": [A]}, gained={"zz": 1}),
    Edit(
        "composition",
        "items of a closed composition gone",
        {"type": "array", "allOf": [{"prefixItems": [TEXT, TEXT]}], "unevaluatedItems": False},
        {"type": "array", "allOf": [{"prefixItems": [TEXT]}], "unevaluatedItems": False},
        lost=["a", "a"],
    ),
    Edit("composition", "a part that says nothing more", A, {"allOf": [A, {"type": "object"}]}),
    Edit("composition", "a part that requires", A, {"allOf": [A, {"required": ["a"]}]}, lost={}),
    Edit("composition", "one schema and all of one", A, {"allOf": [A]}),
    Edit(
        "composition",
        "an alternative added",
        {"anyOf": [TEXT, INTEGER]},
        {"anyOf": [TEXT, INTEGER, {"type": "null"}]},
        gained=None,
    ),
    Edit("composition", "an equal alternative added", {"anyOf": [TEXT, INTEGER]}, {"anyOf": [TEXT, INTEGER, INTEGER]}),
    Edit("composition", "alternatives in another order", {"anyOf": [A, TEXT]}, {"anyOf": [TEXT, A]}),
    Edit(
        "composition", "any of disjoint types made one of them", {"anyOf": [TEXT, INTEGER]}, {"oneOf": [TEXT, INTEGER]}
    ),
    Edit(
        "composition",
        "any of made one of, where both match",
        {"anyOf": [INTEGER, {"type": "number"}]},
        {"oneOf": [INTEGER, {"type": "number"}]},
        lost=1,
    ),
    Edit(
        "composition",
        "a member of one of widened over another",
        {"oneOf": [thing("a", a=X), thing("a", a=Y)]},
        {"oneOf": [thing("a"), thing("a", a=Y)]},
        lost={"a": "y"},
        gained={"a": 1},
    ),
    Edit("composition", "not a text", {}, {"not": TEXT}, lost="a"),
    Edit("composition", "nothing at all is forbidden", TEXT, {"allOf": [TEXT], "not": False}),
    Edit(
        "conditions",
        "what follows from a condition",
        {"if": thing("k", k=X), "then": thing(v=TEXT)},
        {"if": thing("k", k=X), "then": thing(v=INTEGER)},
        lost={"k": "x", "v": "a"},
        gained={"k": "x", "v": 1},
    ),
    Edit(
        "conditions",
        "a condition added",
        thing(k=TEXT, v=TEXT),
        {**thing(k=TEXT, v=TEXT), "if": thing("k", k=X), "then": {"required": ["v"]}},
        lost={"k": "x"},
    ),
    Edit(
        "conditions",
        "the other case",
        {**thing(k=TEXT, v=TEXT), "if": thing("k", k=X), "else": thing("v")},
        {**thing(k=TEXT, v=TEXT), "if": thing("k", k=X), "else": True},
        gained={"k": "a"},
    ),
    Edit(
        "conditions",
        "a dependent schema",
        {"type": "object", "dependentSchemas": {"k": thing(v=TEXT)}},
        {"type": "object", "dependentSchemas": {"k": thing(v=INTEGER)}},
        lost={"k": 1, "v": "a"},
        gained={"k": 1, "v": 1},
    ),
    Edit(
        "conditions",
        "a dependent field",
        thing(a=TEXT, b=TEXT),
        {**thing(a=TEXT, b=TEXT), "dependentRequired": {"a": ["b"]}},
        lost={"a": "a"},
    ),
    Edit(
        "objects",
        "a required name that is declared now",
        {"type": "object", "required": ["a"]},
        thing("a", a=INTEGER),
        lost={"a": "x"},
    ),
    Edit(
        "objects",
        "other values of one required name",
        {**thing("a"), "maxProperties": 1, "additionalProperties": TEXT},
        {**thing("a"), "maxProperties": 1, "additionalProperties": INTEGER},
        lost={"a": "x"},
        gained={"a": 1},
    ),
    Edit(
        "objects",
        "names given a pattern",
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": INTEGER, "propertyNames": {"pattern": "^[a-z]+$"}},
        lost={"A": 1},
    ),
    Edit(
        "objects",
        "other values of names of a pattern",
        {"type": "object", "patternProperties": {"^x": TEXT}},
        {"type": "object", "patternProperties": {"^x": INTEGER}},
        lost={"x": "a"},
        gained={"x": 1},
    ),
    Edit(
        "objects",
        "a largest number of names",
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": INTEGER, "maxProperties": 1},
        lost={"a": 1, "b": 1},
    ),
    Edit(
        "objects",
        "a smallest number of names",
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": INTEGER, "minProperties": 1},
        lost={},
    ),
    Edit("objects", "a field declared as anything", thing(a=TEXT), thing(a={}), gained={"a": 1}),
    Edit(
        "arrays",
        "an item that must be there",
        {"type": "array", "items": {}},
        {"type": "array", "items": {}, "contains": INTEGER},
        lost=[],
    ),
    Edit(
        "arrays",
        "no more than the first items",
        {"type": "array", "prefixItems": [TEXT]},
        {"type": "array", "prefixItems": [TEXT], "items": False},
        lost=["a", 1],
    ),
    Edit(
        "arrays",
        "the first item of another type",
        {"type": "array", "prefixItems": [TEXT]},
        {"type": "array", "prefixItems": [INTEGER]},
        lost=["a"],
        gained=[1],
    ),
    Edit(
        "arrays",
        "each item once",
        {"type": "array", "items": TEXT},
        {"type": "array", "items": TEXT, "uniqueItems": True},
        lost=["a", "a"],
    ),
    Edit(
        "arrays",
        "each of one possible item once",
        {"type": "array", "items": X, "maxItems": 1},
        {"type": "array", "items": X, "maxItems": 1, "uniqueItems": True},
    ),
    Edit(
        "keywords without effect",
        "a longest length beside an enum",
        {"enum": ["a", "b"]},
        {"enum": ["a", "b"], "maxLength": 9},
    ),
    Edit("keywords without effect", "a format of another type", INTEGER, {**INTEGER, "format": "email"}),
    Edit("keywords without effect", "a format that tells how text is shown", TEXT, {**TEXT, "format": "password"}),
    Edit("keywords without effect", "an unknown keyword", INTEGER, {**INTEGER, "precision": 2}),
    Edit(
        "keywords without effect",
        "binary written in the other way",
        {**TEXT, "format": "binary"},
        {**TEXT, "contentMediaType": "application/octet-stream"},
    ),
    Edit("keywords without effect", "bounds of a single number", {"const": 5}, {"const": 5, "minimum": 0}),
    Edit("references", "another model of the same content", thing(a=ref("Name")), thing(a=ref("Alias")), named=NAMED),
    Edit(
        "references",
        "a reference in place of its content",
        thing(a={"type": "string", "maxLength": 3}),
        thing(a=ref("Name")),
        named=NAMED,
    ),
    Edit(
        "references",
        "a limit beside a reference",
        ref("Name"),
        {**ref("Name"), "maxLength": 2},
        lost="aaa",
        named=NAMED,
    ),
    Edit("recursion", "a loop, and the same once unrolled", ref("Loop"), thing(next=ref("Loop")), named=NAMED),
    Edit(
        "recursion", "a loop whose end is required", ref("Loop"), thing("next", next=ref("Loop")), lost={}, named=NAMED
    ),
    Edit(
        "recursion",
        "a tree without children",
        ref("Tree"),
        thing("name", name=TEXT, children={"type": "array", "maxItems": 0}),
        lost={"name": "", "children": [{"name": ""}]},
        named=TREE,
    ),
    Edit(
        "patterns",
        "one of many names gone",
        {**TEXT, "pattern": f"^({'|'.join(ZONES)})$"},
        {**TEXT, "pattern": f"^({'|'.join(ZONES[1:])})$"},
        lost=ZONES[0],
    ),
    Edit(
        "patterns",
        "the same pattern written otherwise",
        {**TEXT, "pattern": "^[ab]+$"},
        {**TEXT, "pattern": "^(a|b)(a|b)*$"},
    ),
    Edit("patterns", "a pattern without its start", {**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "a"}, gained="ba"),
    Edit(
        "patterns",
        "a pattern and a length together",
        {**TEXT, "pattern": "^a*$", "maxLength": 2},
        {**TEXT, "pattern": "^a{0,2}$"},
    ),
    Edit("numbers", "an integer, and a multiple of one", INTEGER, {"type": "number", "multipleOf": 1}),
    Edit(
        "numbers", "half a step", {"type": "number", "multipleOf": 0.5}, {"type": "number", "multipleOf": 1}, lost=0.5
    ),
    Edit(
        "optional and null",
        "null by its type, and by an alternative",
        {"type": ["string", "null"]},
        {"anyOf": [TEXT, {"type": "null"}]},
    ),
]

# The new schemas accept no value, so the reverse changes show nothing.
EMPTIED = [
    Edit(
        "objects",
        "a closed object that requires what it refuses",
        {**thing("a b", a=TEXT, b=TEXT), "additionalProperties": False},
        {**thing("a b", a=TEXT), "additionalProperties": False},
        lost={"a": "", "b": ""},
    ),
    Edit(
        "numbers",
        "an empty range",
        {**INTEGER, "minimum": 1, "maximum": 2},
        {**INTEGER, "minimum": 2, "maximum": 1},
        lost=1,
    ),
]

# In the form of OpenAPI 3.0.
OLDER = [
    Edit("OpenAPI 3.0", "nullable no longer", {**TEXT, "nullable": True}, TEXT, lost=None),
    Edit(
        "OpenAPI 3.0",
        "a bound made exclusive",
        {**INTEGER, "minimum": 1},
        {**INTEGER, "minimum": 1, "exclusiveMinimum": True},
        lost=1,
    ),
    Edit(
        "OpenAPI 3.0",
        "an exclusive bound that is not",
        {**INTEGER, "minimum": 1},
        {**INTEGER, "minimum": 1, "exclusiveMinimum": False},
    ),
    Edit("OpenAPI 3.0", "a nullable object", {**A, "nullable": True}, {**A, "nullable": False}, lost=None),
]
