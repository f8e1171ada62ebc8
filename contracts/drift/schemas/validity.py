"""Validate a value against a schema, with the formats that are checked here."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from typing import Any

from ..document import target
from ..json_values import canonical, json_type
from .formats import CHECKS, RANGES, admits
from .keywords import ABOUT, COMPARED, REMOVED, TYPES, strangers
from .nodes import Node

Seen = dict[tuple[int, int], bool]
"""The results for the arrays and objects inside the checked value, by the `id` of the schema and of the value."""
Check = Callable[[Any, Seen], bool]

_MEMBERS = {"properties", "additionalProperties"}
# Keywords that this module checks; the jsonschema library checks all others.
_FOLLOWED = {
    *("type", "format", "enum", "const", "allOf", "anyOf", "oneOf", "discriminator"),
    *("required", *_MEMBERS, "prefixItems", "items"),
}
_ASKED = {
    type_: (COMPARED - _FOLLOWED).difference(*(keywords for about, keywords in ABOUT.items() if about != type_))
    for type_ in TYPES
}


class NotKnownError(Exception):
    """A removed part of a schema decides whether it accepts a value."""


def accepts(node: Node, value: Any, *, unknown: bool = True) -> bool:
    """Return whether a node accepts a value; `unknown` if a removed part of the schema decides it.

    The result is that of the jsonschema library, but much faster: thousands of values are tried to find a witness, and
    most of a schema is only properties and types.
    """
    seen: Seen = {}
    try:
        return all(_checker(node).of(part.raw)(value, seen) for part in node.parts)
    except NotKnownError:
        return unknown


def library_accepts(node: Node, value: Any) -> bool | None:
    """Return whether the jsonschema library alone accepts a value, None if a removed part decides it."""
    said: dict[str, bool | None] = node.kept.setdefault("library", {})
    text = canonical(value)
    if text not in said:
        try:
            said[text] = bool(_validator(node.root, [part.raw for part in node.parts]).is_valid(value))
        except NotKnownError:
            said[text] = None
    return said[text]


def refusing_keyword(node: Node, schema: Any, value: Any) -> str | None:
    """Return the keyword of a schema that refuses the value, if it is its own and not in a reference or an allOf.

    The references of the schema have their targets in the document of the node.
    """
    if isinstance(schema, bool):
        return None if schema else ""
    own = {keyword: said for keyword, said in schema.items() if keyword not in ("$ref", "allOf")}
    try:
        if Checker(node.root).of(own)(value, {}):
            return None
        # The keyword follows allOf and its index in the path; it is missing if a condition leads to `false`.
        paths = (list(error.absolute_schema_path)[2:3] for error in _validator(node.root, [own]).iter_errors(value))
        return next(iter(sorted(str(path[0]) if path else "" for path in paths)), None)
    except NotKnownError:
        return ""


def _checker(node: Node) -> "Checker":
    checker: Checker = node.shared.setdefault(Checker, Checker(node.root))
    return checker


class Checker:
    """Validates values against the schemas of a document; each schema is read once."""

    def __init__(self, root: Any) -> None:
        """Take the document with the targets of references."""
        self._root = root
        self._known: dict[int, tuple[Any, Check]] = {}  # with the schema, so that its `id` is not reused

    def of(self, schema: Any) -> Check:
        """Return the function that validates a value against a schema."""
        if isinstance(schema, bool):
            return _everything if schema else _nothing
        known = self._known.get(id(schema))
        if known is None:
            # The schema is read lazily, because it may be recursive.
            known = self._known[id(schema)] = (schema, _Schema(self, self._root, schema))
        return known[1]


def _everything(_: Any, __: Seen) -> bool:
    return True


def _nothing(_: Any, __: Seen) -> bool:
    return False


class _Schema:
    """Validates values against one schema, with the fastest checks first."""

    def __init__(self, checker: Checker, root: Any, schema: Any) -> None:
        self._checker = checker
        self._root = root
        self._schema = schema
        self._checks: dict[str, tuple[Check, ...]] = {}

    def __call__(self, value: Any, seen: Seen) -> bool:
        type_ = json_type(value)
        checks = self._checks.get(type_)
        if checks is None:
            checks = self._checks[type_] = tuple(self._read(type_))
        if type_ not in ("array", "object"):
            return _every(checks, value, seen)
        key = (id(self._schema), id(value))
        if key not in seen:
            seen[key] = _every(checks, value, seen)
        return seen[key]

    def _read(self, type_: str) -> Iterator[Check]:
        schema = self._schema
        if strangers(schema):
            yield self._library(schema)
            return
        types = schema.get("type", type_)
        named = types if isinstance(types, list) else [types]
        if type_ not in named:
            yield _is_integer if type_ == "number" and "integer" in named else _nothing
        if "enum" in schema:
            yield partial(_is_one_of, _like(type_, schema["enum"]))
        if "const" in schema:
            yield partial(_is_one_of, _like(type_, [schema["const"]]))
        if "format" in schema:
            yield lambda value, _: admits(schema["format"], value)
        yield from self._members(type_)
        yield from self._combinations()
        asked = _ASKED[type_] | _MEMBERS if "patternProperties" in schema else _ASKED[type_]
        own = {keyword: schema[keyword] for keyword in schema.keys() & asked}
        if own:
            yield self._library(own)

    def _members(self, type_: str) -> Iterator[Check]:
        schema, of = self._schema, self._checker.of
        if type_ == "object":
            required = schema.get("required", ())
            yield lambda value, _: all(name in value for name in required)
            if "patternProperties" in schema:
                return
            properties, others = schema.get("properties", {}), of(schema.get("additionalProperties", True))
            # A tag shows quickly that the value belongs to another alternative.
            tags = [
                name for name, one in properties.items() if isinstance(one, dict) and {"const", "enum"} & one.keys()
            ]
            members = {name: of(properties[name]) for name in (*tags, *properties)}
            yield partial(_every_member, tuple(members.items()))
            if others is not _everything:
                yield lambda value, seen: all(others(one, seen) for name, one in value.items() if name not in members)
        elif type_ == "array":
            prefix, rest = [of(one) for one in schema.get("prefixItems", ())], of(schema.get("items", True))
            yield lambda value, seen: all(
                (prefix[place] if place < len(prefix) else rest)(one, seen) for place, one in enumerate(value)
            )

    def _combinations(self) -> Iterator[Check]:
        schema, of = self._schema, self._checker.of
        if "$ref" in schema:
            yield of(target(self._root, schema["$ref"])[0])
        yield from map(of, schema.get("allOf", ()))
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                yield partial(_any if keyword == "anyOf" else _exactly_one, [of(one) for one in schema[keyword]])

    def _library(self, schema: Any) -> Check:
        validator = _validator(self._root, [schema])
        return lambda value, _: bool(validator.is_valid(value))


def _every(checks: tuple[Check, ...], value: Any, seen: Seen) -> bool:
    # A loop takes half the time of `all` with a generator, and a comparison spends most of its time here.
    for check in checks:  # noqa: SIM110
        if not check(value, seen):
            return False
    return True


def _every_member(members: tuple[tuple[str, Check], ...], value: Any, seen: Seen) -> bool:
    for name, check in members:  # noqa: SIM110
        if name in value and not check(value[name], seen):
            return False
    return True


def _any(checks: list[Check], value: Any, seen: Seen) -> bool:
    return any(check(value, seen) for check in checks)


def _exactly_one(checks: list[Check], value: Any, seen: Seen) -> bool:
    accepted = (check(value, seen) for check in checks)
    return any(accepted) and not any(accepted)


def _is_integer(value: Any, _: Seen) -> bool:
    return isinstance(value, int) or value.is_integer()


def _like(type_: str, listed: Iterable[Any]) -> Collection[Any]:
    """Return the values of a type, in the form that `_is_one_of` needs."""
    found = [one for one in listed if json_type(one) == type_]
    return {canonical(one) for one in found} if type_ in ("array", "object") else found


def _is_one_of(listed: Collection[Any], value: Any, _: Seen) -> bool:
    return (canonical(value) if isinstance(value, (list, dict)) else value) in listed


def _validator(root: Any, schemas: list[Any]) -> Any:
    # The document is the root of the schema, so that references can be resolved; other keys could be read as keywords.
    document = {key: value for key, value in root.items() if key in ("components", "paths", "webhooks")}
    return _validator_class()({**document, "allOf": schemas}, format_checker=format_checker())


@cache
def _validator_class() -> Callable[..., Any]:
    # Imported only here: most comparisons need no validator, and the import takes as long as a comparison.
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    validator: Callable[..., Any] = extend(Draft202012Validator, dict.fromkeys(REMOVED, _refuse_to_say))
    return validator


def _refuse_to_say(*_: Any) -> None:
    raise NotKnownError


@cache
def format_checker() -> Any:
    """Return the format checker for a jsonschema validator, with the formats that are known here."""
    from jsonschema import FormatChecker  # noqa: PLC0415

    checker = FormatChecker(formats=())
    for name in (*CHECKS, *RANGES):
        checker.checks(name)(partial(admits, name))
    return checker
