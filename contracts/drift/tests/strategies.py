"""Schemas, edits of schemas, and values, none of them made by the engine."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

NAMES = ("a", "b", "c")
FRESH = ("z", "zz")  # names that no schema declares, though a pattern may speak of them
TEXTS = ("", "a", "b", "ab", "ba", "0", "aaa")
PATTERNS = ("^a", "b$", "^[ab]*$", "^a?b?$", "0", "^.$")
REFERENCES = ("#/components/schemas/A", "#/components/schemas/B")

few = st.integers(0, 3)
numbers = st.sampled_from([-2, -1, 0, 1, 2, 3, 10, 0.5, 1.5, -0.5])
scalars = st.none() | st.booleans() | numbers | st.sampled_from(TEXTS)


def _some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


def _typed(type_: Any, keywords: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return keywords.map(lambda some: {"type": type_, **some})


_number = _some(
    minimum=numbers,
    maximum=numbers,
    exclusiveMinimum=numbers,
    exclusiveMaximum=numbers,
    multipleOf=st.sampled_from([1, 2, 3, 0.5]),
)
_leaves = st.one_of(
    st.booleans(),
    st.just({}),
    st.sampled_from(["null", "boolean", "string", "number", "integer", "array", "object"]).map(
        lambda one: {"type": one}
    ),
    _typed("number", _number),
    _typed("integer", _number),
    _number,
    _typed("string", _some(minLength=few, maxLength=few, pattern=st.sampled_from(PATTERNS))),
    st.lists(scalars, min_size=1, max_size=3, unique_by=repr).map(lambda some: {"enum": some}),
    scalars.map(lambda one: {"const": one}),
    st.lists(st.sampled_from(["null", "string", "integer", "object"]), min_size=2, max_size=2, unique=True).map(
        lambda some: {"type": some}
    ),
    st.sampled_from(["date", "uuid", "email"]).map(lambda one: {"type": "string", "format": one}),
)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    arrays = _some(
        items=inner,
        prefixItems=st.lists(inner, min_size=1, max_size=2),
        minItems=few,
        maxItems=few,
        uniqueItems=st.booleans(),
        contains=inner,
    )
    names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    properties = st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    objects = _some(
        properties=properties,
        required=names,
        additionalProperties=st.just(False) | inner,
        patternProperties=st.dictionaries(st.sampled_from(["^z", "z$"]), inner, min_size=1, max_size=1),
        minProperties=few,
        maxProperties=few,
        propertyNames=st.sampled_from([{"maxLength": 1}, {"pattern": "^[a-z]$"}, {"enum": ["a", "b"]}]),
        dependentRequired=st.dictionaries(st.sampled_from(NAMES), names, min_size=1, max_size=1),
    )
    several = st.lists(inner, min_size=1, max_size=3)
    plain = st.tuples(properties, names).map(lambda one: {"type": "object", "properties": one[0], "required": one[1]})
    return st.one_of(
        plain,
        _typed("array", arrays),
        _typed("object", objects),
        several.map(lambda some: {"anyOf": some}),
        several.map(lambda some: {"oneOf": some}),
        several.map(lambda some: {"allOf": some}),
        inner.map(lambda one: {"not": one}),
        st.tuples(inner, inner, inner).map(lambda three: dict(zip(("if", "then", "else"), three, strict=True))),
        st.tuples(plain, several).map(lambda two: {**two[0], "anyOf": two[1]}),
        st.tuples(st.sampled_from(NAMES), inner).map(
            lambda two: {"type": "object", "dependentSchemas": {two[0]: two[1]}}
        ),
    )


references = st.sampled_from(REFERENCES).map(lambda one: {"$ref": one})
schemas: st.SearchStrategy[Any] = st.recursive(_leaves | references, _containers, max_leaves=6)
plain_schemas: st.SearchStrategy[Any] = st.recursive(_leaves, _containers, max_leaves=6)
# What references lead to; recursion goes through a property or an item, so that it ends.
components = st.fixed_dictionaries(
    {
        "A": plain_schemas,
        "B": st.recursive(_leaves, _containers, max_leaves=3).map(
            lambda one: {"type": "object", "properties": {"a": one, "b": {"$ref": REFERENCES[1]}}}
        ),
    }
)


@st.composite
def edits(draw: st.DrawFn, schema: Any) -> Any:
    """Return a schema that differs at one place, or at none."""
    copy = deepcopy(schema)
    places: list[Callable[[Any], None]] = []
    _collect(copy, places)
    if not places:
        return draw(plain_schemas)
    draw(st.sampled_from(places))(draw(st.one_of(plain_schemas, few, st.none())))
    return copy


def _collect(schema: Any, places: list[Callable[[Any], None]]) -> None:
    """Find the places where a schema can be edited."""
    if not isinstance(schema, dict):
        return
    places.append(lambda given: schema.update(given if isinstance(given, dict) else {}))
    for keyword, said in schema.items():
        places.append(lambda given, keyword=keyword: _edit(schema, keyword, given))  # type: ignore[misc]
        children = said if isinstance(said, list) else list(said.values()) if isinstance(said, dict) else []
        if keyword in ("items", "contains", "not", "if", "then", "else", "additionalProperties"):
            children = [said]
        for child in children:
            _collect(child, places)


def _edit(schema: dict[str, Any], keyword: str, given: Any) -> None:
    said = schema[keyword]
    if given is None:
        del schema[keyword]
    elif (
        isinstance(said, (int, float)) and not isinstance(said, bool) and isinstance(given, int) and keyword != "const"
    ):
        schema[keyword] = abs(said) + given if keyword != "multipleOf" else given + 1
    elif (
        isinstance(said, list)
        and said
        and keyword in ("anyOf", "oneOf", "allOf", "prefixItems")
        and not isinstance(given, int)
    ):
        said[-1] = given
    elif keyword == "properties" and not isinstance(given, int):
        said["a"] = given
    elif keyword in ("items", "additionalProperties", "contains", "then", "not") and not isinstance(given, int):
        schema[keyword] = given
    elif isinstance(said, list) and keyword in ("required", "enum") and len(said) > 1:
        said.pop()
    elif keyword == "type" and isinstance(given, dict) and "type" in given:
        schema[keyword] = given["type"]


values: st.SearchStrategy[Any] = st.recursive(
    scalars | st.sampled_from(["2000-01-01", "a@b.co", "00000000-0000-0000-0000-000000000000"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((*NAMES, *FRESH)), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def near(draw: st.DrawFn, schema: Any, schemas_: Any, depth: int = 4) -> Any:
    """Return a value that is near to being one of the schema: what its keywords mention, at random."""
    if depth == 0 or not isinstance(schema, dict) or draw(st.integers(0, 7)) == 0:
        return draw(values)
    if "$ref" in schema:
        return draw(near(schemas_[schema["$ref"][-1]], schemas_, depth - 1))
    listed = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    if listed:
        return draw(st.sampled_from(listed))
    parts = [one for keyword in ("anyOf", "oneOf", "allOf") for one in schema.get(keyword, ())]
    parts += [schema[keyword] for keyword in ("then", "else", "not", "if") if keyword in schema]
    if parts:
        part: Any = draw(st.sampled_from([*parts, None]))
        if part is not None:
            return draw(near(part, schemas_, depth - 1))
    if schema.get("type") == "array":
        return draw(_array(schema, schemas_, depth))
    return draw(_object(schema, schemas_, depth)) if schema.get("type") == "object" else draw(values)


@st.composite
def _array(draw: st.DrawFn, schema: Any, schemas_: Any, depth: int) -> Any:
    prefix = schema.get("prefixItems", [])
    least = schema.get("minItems", 0)
    length = draw(st.integers(least, max(least, schema.get("maxItems", 3))))
    rest = schema.get("items", schema.get("contains", True))
    if draw(st.booleans()):
        return [draw(near(rest, schemas_, depth - 1))] * length
    return [draw(near(prefix[i] if i < len(prefix) else rest, schemas_, depth - 1)) for i in range(length)]


@st.composite
def _object(draw: st.DrawFn, schema: Any, schemas_: Any, depth: int) -> Any:
    declared, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    known = declared if rest in (True, False) else NAMES
    names = {*schema.get("required", ()), *draw(st.sets(st.sampled_from([*known, *FRESH])))}
    return {name: draw(near(declared.get(name, rest), schemas_, depth - 1)) for name in sorted(names)}
