"""Values to judge schemas with: all small values of a small alphabet, and values made from the keywords of a schema."""

from functools import cache
from itertools import combinations, product
from random import Random
from typing import Any

from contracts.drift.tests.search.schemas import Spelled
from contracts.drift.tests.search.shapes import FRESH, NAMES

SCALARS = (
    None,
    True,
    False,
    -2,
    -1,
    0,
    1,
    2,
    3,
    4,
    10,
    11,
    0.5,
    1.5,
    2.5,
    "",
    "a",
    "b",
    "ab",
    "ba",
    "0",
    "aaa",
    "x",
    "y",
)
SPECIAL = ("2000-01-01", "a@b.co", "00000000-0000-0000-0000-000000000000", "1.1.1.1")
FEW = (None, True, 0, 1, "", "a")
FEWER = (0, "a")
ALL_NAMES = (*NAMES, FRESH[0])


def _objects(sizes: int, values: Any) -> list[Any]:
    return [
        dict(zip(names, some, strict=True))
        for size in range(sizes + 1)
        for names in combinations(ALL_NAMES, size)
        for some in product(values, repeat=size)
    ]


def _arrays(lengths: int, values: Any) -> list[Any]:
    return [list(some) for length in range(lengths + 1) for some in product(values, repeat=length)]


@cache
def enumerated() -> tuple[Any, ...]:
    """Return every value of the alphabet up to a size, one level deep, and some that are two levels deep."""
    flat = [*_arrays(2, FEW), *_arrays(4, FEWER), *_objects(2, FEW), *_objects(4, FEWER)]
    inner = [*_arrays(1, FEWER), *_objects(2, FEWER), *_arrays(1, _objects(1, FEWER))]
    nested = [*_arrays(1, inner), *_objects(1, inner)]
    nested += [
        {first: one, second: 0} for first, second in product(ALL_NAMES, repeat=2) if first != second for one in inner
    ]
    nested += [[one, other] for one in _objects(1, FEWER) for other in (*FEWER, *_objects(1, FEWER))]
    return (*SCALARS, *SPECIAL, *flat, *nested)


def near(random: Random, spelled: Spelled, many: int) -> list[Any]:
    """Return values made from the keywords of a schema, and some that are one step away from them."""
    found = []
    for _ in range(many):
        value = _near(random, spelled["schema"], spelled, 5)
        found += [value, _mutated(random, value)]
    return found


def _near(random: Random, schema: Any, spelled: Spelled, depth: int) -> Any:
    if depth == 0 or not isinstance(schema, dict) or random.randrange(12) == 0:
        return random.choice((*SCALARS, [], {}, {"a": 0}, {"a": "a", "b": "a"}))
    if schema.get("$ref", "")[-1:] in spelled and random.randrange(4):
        return _near(random, spelled[schema["$ref"][-1]], spelled, depth - 1)
    listed = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    if listed:
        return random.choice(listed)
    parts = [one for keyword in ("anyOf", "oneOf", "allOf") for one in schema.get(keyword, ())]
    parts += [schema[keyword] for keyword in ("then", "else", "not", "if") if keyword in schema]
    parts += schema.get("dependentSchemas", {}).values()
    own = _own(random, schema, spelled, depth)
    if not parts or random.randrange(4) == 0:
        return own
    chosen = [_near(random, one, spelled, depth - 1) for one in random.sample(parts, random.randint(1, len(parts)))]
    if isinstance(own, dict):
        # An object with the properties of several parts.
        return {name: one for part in (own, *chosen) if isinstance(part, dict) for name, one in part.items()}
    return chosen[0]


def _own(random: Random, schema: Any, spelled: Spelled, depth: int) -> Any:
    types = schema.get("type", "object")
    type_ = random.choice(types) if isinstance(types, list) else types
    if type_ == "array" or (types == "object" and not schema.keys().isdisjoint(("items", "prefixItems", "contains"))):
        return _array(random, schema, spelled, depth)
    if type_ == "object":
        return _object(random, schema, spelled, depth)
    if type_ in ("number", "integer"):
        bounds = [said for said in schema.values() if isinstance(said, (int, float)) and not isinstance(said, bool)]
        return random.choice([0, *bounds]) + random.choice((-1, -0.5, 0, 0, 0.5, 1))
    fitting = [one for one in (*SCALARS, *SPECIAL) if isinstance(one, str) == (type_ == "string")]
    return random.choice(fitting)


def _array(random: Random, schema: Any, spelled: Spelled, depth: int) -> Any:
    prefix = schema.get("prefixItems", [])
    rest = [schema[one] for one in ("items", "contains", "unevaluatedItems") if one in schema] or [True]
    length = max(0, schema.get(random.choice(("minItems", "maxItems")), len(prefix)) + random.randint(-1, 2))
    whole = [
        _near(random, prefix[place] if place < len(prefix) else random.choice(rest), spelled, depth - 1)
        for place in range(min(length, 5))
    ]
    return whole[:1] * len(whole) if random.randrange(5) == 0 else whole


def _object(random: Random, schema: Any, spelled: Spelled, depth: int) -> Any:
    declared = schema.get("properties", {})
    others = [*schema.get("patternProperties", {}).values()]
    others += [schema[one] for one in ("additionalProperties", "unevaluatedProperties") if one in schema]
    names = {*schema.get("required", ())} | {name for name in declared if random.randrange(2)}
    if random.randrange(3) == 0:
        names.add(random.choice((*NAMES, *FRESH)))
    return {
        name: _near(random, declared.get(name, random.choice(others or [True])), spelled, depth - 1)
        for name in sorted(names)
    }


def _mutated(random: Random, value: Any) -> Any:
    """Return a value that differs at one place."""
    if isinstance(value, list) and value and random.randrange(3):
        place = random.randrange(len(value))
        changed = [] if random.randrange(3) == 0 else [_mutated(random, value[place])]
        return [*value[:place], *changed, *value[place + 1 :]]
    if isinstance(value, dict) and random.randrange(4):
        name = random.choice((*ALL_NAMES, *value))
        if name in value and random.randrange(3) == 0:
            return {other: one for other, one in value.items() if other != name}
        return {**value, name: _mutated(random, value.get(name, 0))}
    return random.choice((*SCALARS, *SPECIAL, [], {}))
