"""Pairs of small schemas about one matter: some keywords that limit one another, said otherwise by the second one."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from contracts.drift.tests.search.shapes import NAMES

Make = Callable[[Random], Any]
Matter = dict[str, Make]

LEAVES = (
    True,
    False,
    {"type": "string"},
    {"type": "integer"},
    {"const": 0},
    {"minimum": 1},
    {"type": ["string", "null"]},
)
NEAR_ZERO = (0, 1, 2, 0.5)


def leaf(random: Random) -> Any:
    """Return one of a few plain schemas."""
    return deepcopy(random.choice(LEAVES))


def few(random: Random) -> int:
    """Return a small number."""
    return random.randrange(4)


def names(random: Random) -> list[str]:
    """Return a few names of properties."""
    return sorted(random.sample(NAMES, random.randint(0, 2)))


def properties(random: Random) -> dict[str, Any]:
    """Return plain schemas of a few properties."""
    return {name: leaf(random) for name in sorted(random.sample(NAMES, random.randint(0, 3)))}


def objects(random: Random) -> Any:
    """Return a plain schema of objects."""
    return {"type": "object", "properties": properties(random), "required": names(random)}


def spans(random: Random) -> Any:
    """Return a schema of values between two limits of one kind: numbers, lengths, or numbers of items."""
    low, high = sorted((few(random), few(random)))
    kind = random.choice(("integer", "number", "string", "array", "tag"))
    if kind == "tag":
        return {"type": "object", "properties": {"a": {"enum": list(range(low, high + 1))}}, "required": names(random)}
    limits = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
    least, most = limits.get(kind, (random.choice(("minimum", "exclusiveMinimum")), "maximum"))
    return {"type": kind, least: low, most: high}


def several(make: Make) -> Make:
    """Return what makes two or three schemas."""
    return lambda random: [make(random) for _ in range(random.randint(2, 3))]


def always(value: Any) -> Make:
    """Return what makes the same value each time."""
    return lambda _: deepcopy(value)


def one_of(*values: Any) -> Make:
    """Return what makes one of some values."""
    return lambda random: deepcopy(random.choice(values))


def by_name(make: Make, *among: str) -> Make:
    """Return what makes an object with one or two names."""
    return lambda random: {name: make(random) for name in sorted(random.sample(among, random.randint(1, 2)))}


OBJECT: Matter = {"type": always("object"), "properties": properties, "required": names}
ARRAY: Matter = {"type": always("array")}
ANY_NAMES = ("^a", "^[ab]$", "^z", "c")
MATTERS: tuple[Matter, ...] = (
    {
        "type": one_of("integer", "number"),
        **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), one_of(*NEAR_ZERO)),
        "multipleOf": one_of(1, 2, 3, 0.5, 1.5),
    },
    {
        "type": always("string"),
        "minLength": few,
        "maxLength": few,
        "pattern": one_of("^a", "b$", "^[ab]*$", "^a?b?$", "0", "^.$", "a"),
        "format": one_of("date", "uuid", "email", "ipv4"),
        "enum": one_of(["a", "ab"], ["ab", "aaa"], ["a", ""]),
    },
    ARRAY
    | {"items": leaf, "prefixItems": several(leaf), "minItems": few, "maxItems": few, "uniqueItems": always(True)},
    ARRAY
    | {"items": leaf, "minItems": few, "maxItems": few}
    | {"contains": one_of(*LEAVES[2:]), "minContains": few, "maxContains": few},
    ARRAY
    | {"prefixItems": several(leaf), "contains": one_of(*LEAVES[2:]), "unevaluatedItems": leaf}
    | {"allOf": lambda random: [{"prefixItems": [leaf(random)] * random.randint(1, 3)}], "items": leaf},
    OBJECT | {"additionalProperties": leaf, "patternProperties": by_name(leaf, *ANY_NAMES)},
    OBJECT | {"minProperties": few, "maxProperties": few, "additionalProperties": leaf},
    OBJECT
    | {"patternProperties": by_name(leaf, *ANY_NAMES), "additionalProperties": always(False)}
    | {"maxProperties": few, "propertyNames": one_of({"maxLength": 1}, {"pattern": "^[a-c]$"}, {"enum": ["a", "b"]})},
    OBJECT | {"dependentRequired": by_name(names, *NAMES), "additionalProperties": leaf},
    OBJECT | {"dependentSchemas": by_name(objects, *NAMES), "additionalProperties": leaf},
    OBJECT | {"if": objects, "then": objects, "else": objects},
    OBJECT | {"not": objects, "additionalProperties": leaf},
    {"anyOf": several(objects), "required": names, "unevaluatedProperties": leaf},
    {"oneOf": several(objects), "properties": properties, "unevaluatedProperties": leaf},
    {"allOf": several(objects), "anyOf": several(objects), "unevaluatedProperties": leaf},
    {"anyOf": several(objects)},
    {"oneOf": several(objects), "properties": properties},
    {"anyOf": several(spans), "oneOf": several(spans)},
    {"type": one_of("integer", "number", "string", "array"), "not": spans, "anyOf": several(spans)},
    {"if": spans, "then": spans, "else": spans, "allOf": several(spans)},
    {
        "enum": one_of([0, 1], [1, 2], ["a", 1], [None, "a", {}]),
        "type": one_of("integer", "string", ["integer", "null"]),
    },
)
OTHER_WORDS = {
    "anyOf": ("oneOf",),
    "oneOf": ("anyOf",),
    "allOf": ("anyOf", "oneOf"),
    "then": ("else",),
    "else": ("then",),
}


def focused(random: Random) -> tuple[Any, Any]:
    """Return two schemas about one matter."""
    matter = random.choice(MATTERS)
    one = {keyword: make(random) for keyword, make in matter.items() if keyword == "type" or random.randrange(3)}
    other = deepcopy(one)
    for _ in range(random.randint(1, 2)):
        keyword = random.choice(sorted(matter))
        if keyword in OTHER_WORDS and keyword in other and random.randrange(2):
            other[random.choice(OTHER_WORDS[keyword])] = other.pop(keyword)
        elif keyword in other and random.randrange(3) == 0:
            del other[keyword]
        else:
            other[keyword] = _changed(random, matter[keyword], other.get(keyword))
    return one, other


def _changed(random: Random, make: Make, said: Any) -> Any:
    """Return another value for a keyword; of several schemas, one is another."""
    new = make(random)
    if random.randrange(2) and type(said) is type(new) and said:
        if isinstance(new, list) and new and not isinstance(new[-1], str):
            return [*said[:-1], new[-1]]
        if isinstance(new, dict):
            return said | new
    return new
