"""Pairs of small schemas with related keywords, some of which differ in the second schema."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from contracts.drift.tests.search.shapes import NAMES, REFERENCE

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
KINDS = ("integer", "number", "string", "array", "tag")
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


def models(random: Random) -> Any:
    """Return alternatives like models, most of which have a tag and share other properties."""
    found = []
    for tag in ("x", "y", "w")[: random.randint(2, 3)]:
        model = objects(random)
        if random.randrange(4):
            model["properties"]["a"] = {"const": tag}
        if random.randrange(2):
            model["required"] = sorted({*model["required"], "a"})
        found.append(model)
    return found


def span(random: Random, kind: str) -> Any:
    """Return a schema of values between two limits of one kind: numbers, lengths, or numbers of items."""
    low, high = sorted((few(random), few(random)))
    if kind == "tag":
        return {"type": "object", "properties": {"a": {"enum": list(range(low, high + 1))}}, "required": names(random)}
    if kind in ("integer", "number"):
        return {"type": kind, random.choice(("minimum", "exclusiveMinimum")): low, "maximum": high}
    limits = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
    return {"type": kind} | dict(zip(limits[kind], (low, high), strict=True))


def spans(random: Random) -> Any:
    """Return two or three schemas of one kind that may touch or overlap, sometimes with a different kind."""
    kind = random.choice(KINDS)
    found = [span(random, kind) for _ in range(random.randint(2, 3))]
    if random.randrange(4) == 0:
        found[0] = {"anyOf": [found[0], span(random, random.choice(KINDS))]}
    return found


def any_span(random: Random) -> Any:
    """Return a schema of values between two limits."""
    return span(random, random.choice(KINDS))


def several(make: Make) -> Make:
    """Return a function that makes two or three schemas."""
    return lambda random: [make(random) for _ in range(random.randint(2, 3))]


def always(value: Any) -> Make:
    """Return a function that makes the same value each time."""
    return lambda _: deepcopy(value)


def one_of(*values: Any) -> Make:
    """Return a function that makes one of some values."""
    return lambda random: deepcopy(random.choice(values))


def by_name(make: Make, *among: str) -> Make:
    """Return a function that makes an object with one or two names."""
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
    {"anyOf": models},
    {"oneOf": models, "properties": properties},
    {"allOf": spans, "type": one_of(*KINDS[:-1])},
    {"anyOf": spans, "oneOf": spans},
    {"type": one_of("integer", "number", "string", "array"), "not": any_span, "anyOf": spans},
    {"if": any_span, "then": any_span, "else": any_span, "allOf": spans},
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
    """Return two schemas with related keywords, and the targets of their references."""
    if random.randrange(10) == 0:
        return recursive(random)
    one, other = _said_otherwise(random, random.choice(MATTERS))
    return {"schema": one}, {"schema": other}


def recursive(random: Random) -> tuple[Any, Any]:
    """Return two models that may contain themselves or each other."""
    reference = random.choice(({"$ref": f"{REFERENCE}A"}, {"type": "array", "items": {"$ref": f"{REFERENCE}A"}}))
    one: dict[str, Any] = {"schema": reference}
    other: dict[str, Any] = {"schema": deepcopy(reference)}
    for name in ("A", "B"):
        one[name], other[name] = _said_otherwise(random, OBJECT | {"additionalProperties": leaf})
        held = random.choice(NAMES)
        inner = {"$ref": f"{REFERENCE}{random.choice('AB')}"}
        for model in (one[name], other[name]):
            model["properties"] = model.get("properties", {}) | {
                held: random.choice((inner, {"anyOf": [inner, leaf(random)]}))
            }
    return one, other


def _said_otherwise(random: Random, matter: Matter) -> tuple[Any, Any]:
    one = {keyword: make(random) for keyword, make in matter.items() if keyword == "type" or random.randrange(3)}
    other = deepcopy(one)
    for _ in range(random.randint(1, 2)):
        keyword = random.choice(sorted(matter))
        if keyword in OTHER_WORDS and keyword in other and random.randrange(2):
            other[random.choice(OTHER_WORDS[keyword])] = other.pop(keyword)
        elif keyword in other and random.randrange(4) == 0:
            del other[keyword]
        else:
            other[keyword] = _changed(random, matter[keyword], other.get(keyword))
    return one, other


def _changed(random: Random, make: Make, said: Any) -> Any:
    """Return another value for a keyword; of several schemas or properties, one is replaced."""
    new = make(random)
    if isinstance(said, list) and said and isinstance(said[0], dict) and random.randrange(4):
        place = random.randrange(len(said))
        return [*said[:place], _model_changed(random, said[place]), *said[place + 1 :]]
    if isinstance(said, dict) and isinstance(new, dict) and random.randrange(2):
        return said | new
    return new


def _model_changed(random: Random, said: Any) -> Any:
    """Return a schema with one property or one required property added, removed or changed."""
    if not isinstance(said, dict) or "properties" not in said:
        return leaf(random)
    declared, required = said.get("properties", {}), said.get("required", [])
    name = random.choice(NAMES)
    change = random.randrange(4)
    if change == 0:
        return {**said, "properties": {**declared, name: leaf(random)}}
    if change == 1:
        return {**said, "properties": {other: one for other, one in declared.items() if other != name}}
    return {**said, "required": sorted({*required} ^ {name})}
