"""Values made from the keywords of a schema, without undeclared names."""

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from contracts.drift.tests.labelled.judging import at, validator

MOST = 40
DEPTH = 4
TEXTS = (
    *("", "a", "b", "ab", "ba", "aa", "aaa", "aaaa", "aaaaa", "a" * 12, "A", "0", "1", "a1", " ", "x", "y"),
    *("2000-01-01", "2000-01-01T00:00:00Z", "a@example.com", "00000000-0000-4000-8000-000000000000", "127.0.0.1"),
    *("red", "green", "blue", "true", "false", "null", "-1", "1.5", "1,2", "Asia/City1"),
)
NUMBERS = (0, 1, -1, 2, 3, 4, 5, 6, 7, 10, 12, 15, 20, 100, 1000, 0.5, 1.5, -0.5)
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def sent(document: Any, schema: Any) -> list[Any]:
    """Return values that a schema of a document accepts, each once."""
    found = {repr(value): value for value in _near(document, schema, DEPTH)}
    judge = validator(document, schema)
    return [value for value in found.values() if judge.is_valid(value)]


def _near(document: Any, schema: Any, depth: int) -> list[Any]:
    if isinstance(schema, bool) or depth == 0:
        return [None, True, 1, "a", [], {}] if schema else []
    return list(islice(_of(document, schema, depth), 4 * MOST))


def _of(document: Any, schema: Any, depth: int) -> Iterator[Any]:
    if "$ref" in schema:
        yield from _near(document, at(document, schema["$ref"][1:]), depth)
    yield from schema.get("enum", ())
    if "const" in schema:
        yield schema["const"]
    parts = [part for keyword in ("anyOf", "oneOf", "allOf") for part in schema.get(keyword, ())]
    parts += [schema[keyword] for keyword in ("then", "else", "if", "not") if isinstance(schema.get(keyword), dict)]
    members = [_near(document, part, depth) for part in parts]
    yield from _mixed(members)
    objects = [one for some in members for one in some if isinstance(one, dict)][:8]
    yield from ({**one, **other} for one in objects for other in objects)
    types = schema.get("type", [] if {"anyOf", "oneOf", "allOf", "$ref"} & schema.keys() else _types(schema))
    for type_ in types if isinstance(types, list) else [types]:
        yield from _typed(document, schema, type_, depth)


def _types(schema: Any) -> list[str]:
    if {"properties", "required", "additionalProperties"} & schema.keys():
        return ["object"]
    return ["null", "boolean", "number", "string", "array", "object"]


def _typed(document: Any, schema: Any, type_: str, depth: int) -> Iterator[Any]:
    if type_ in ("number", "integer"):
        bounds = [schema[keyword] for keyword in BOUNDS if isinstance(schema.get(keyword), (int, float))]
        yield from (bound + step for bound in bounds for step in (0, 1, -1, 0.5))
        yield from NUMBERS
    elif type_ == "string":
        lengths = [schema[keyword] for keyword in ("minLength", "maxLength") if isinstance(schema.get(keyword), int)]
        yield from ("a" * (length + step) for length in lengths for step in (0, 1, -1))
        yield from TEXTS
    elif type_ == "array":
        yield from _arrays(document, schema, depth)
    elif type_ == "object":
        yield from _objects(document, schema, depth)
    else:
        yield from {"null": (None,), "boolean": (True, False)}.get(type_, ())


def _arrays(document: Any, schema: Any, depth: int) -> Iterator[Any]:
    prefix = [_near(document, one, depth - 1)[:5] for one in schema.get("prefixItems", ())]
    yield from (list(one) for one in islice(product(*prefix), MOST))
    items = [*_near(document, schema.get("items", True), depth - 1)[:8]]
    items += _near(document, schema["contains"], depth - 1)[:4] if "contains" in schema else []
    yield from ([one] for one in items)
    yield from ([one, other] for one in items for other in items)
    yield from ([one] * length for one in items for length in (3, 4))


def _objects(document: Any, schema: Any, depth: int) -> Iterator[Any]:
    declared = {name: _near(document, one, depth - 1) for name, one in schema.get("properties", {}).items()}
    required = schema.get("required", ())
    rest = _near(document, schema.get("additionalProperties", True), depth - 1)
    for name in sorted({*required, "zz"} - declared.keys()):
        declared[name] = rest
    for chosen in (required, [*declared], [name for name in declared if name != "zz"]):
        names = [name for name in chosen if declared[name]]
        plain = {name: declared[name][0] for name in names}
        yield plain
        yield from ({**plain, name: value} for name, value in _mixed_named(declared, MOST))
        yield from ({other: plain[other] for other in names if other != name} for name in names)
        wide = [declared[name][:4] for name in names[:3]]
        yield from ({**plain, **dict(zip(names, values, strict=False))} for values in islice(product(*wide), MOST))


def _mixed_named(declared: dict[str, list[Any]], most: int) -> Iterator[tuple[str, Any]]:
    yield from ((name, value) for name, values in declared.items() for value in values[:most])


def _mixed(lists: Iterable[list[Any]]) -> Iterator[Any]:
    """Give the values of several lists in turn."""
    remaining = [iter(one) for one in lists]
    while remaining:
        for one in [*remaining]:
            try:
                yield next(one)
            except StopIteration:
                remaining.remove(one)
