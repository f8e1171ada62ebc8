"""Hypothesis strategies for schemas; they use no code of the engine."""

from typing import Any

from hypothesis import strategies as st

NAMES = ("a", "b", "c")
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
# The targets of references; recursion goes through a property or an item, so that values are finite.
components = st.fixed_dictionaries(
    {
        "A": plain_schemas,
        "B": st.recursive(_leaves, _containers, max_leaves=3).map(
            lambda one: {"type": "object", "properties": {"a": one, "b": {"$ref": REFERENCES[1]}}}
        ),
    }
)
