"""Replace unevaluatedProperties and unevaluatedItems by keywords that do not depend on adjacent keywords.

The schemas that apply to the same value evaluate its properties and items: a part of allOf always does, an
alternative or a condition only if the value matches it. So there is a case for each combination of matched schemas,
and each case uses additionalProperties or items instead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from .document import target
from .json_values import canonical
from .schemas.keywords import REMOVED

UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
MANY = 40  # cases of a schema; with more, the keyword stays and is not compared
DEPTH = 20  # references that are followed


class TooManyCases(Exception):
    """A schema has too many cases."""


@dataclass(frozen=True)
class Case:
    """The properties and items that are evaluated if a value matches some schemas.

    Attributes:
        met: The schemas that the value matches.
        names: The names of the evaluated properties.
        patterns: The patterns of such names.
        others: Whether all other properties are evaluated.
        places: How many items are evaluated by their positions.
        rest: Whether all items after them are evaluated.
        contained: The schemas that evaluate each item that matches them.
    """

    met: tuple[Any, ...] = ()
    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    others: bool = False
    places: int = 0
    rest: bool = False
    contained: tuple[Any, ...] = ()

    def together(self, other: "Case") -> "Case":
        """Return the case in which a value matches the schemas of both."""
        return Case(
            tuple({canonical(one): one for one in (*self.met, *other.met)}.values()),
            self.names | other.names,
            self.patterns | other.patterns,
            self.others or other.others,
            max(self.places, other.places),
            self.rest or other.rest,
            tuple({canonical(one): one for one in (*self.contained, *other.contained)}.values()),
        )


def spelled_out(root: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Return an equivalent schema without the unevaluated... keywords, as far as possible."""
    if not schema.keys() & set(UNEVALUATED):
        return schema
    said = {keyword: schema[keyword] for keyword in UNEVALUATED if keyword in schema}
    rest = {keyword: value for keyword, value in schema.items() if keyword not in UNEVALUATED}
    try:
        cases = _cases(root, rest, DEPTH)
    except TooManyCases:
        return schema
    whole = [{"allOf": [*case.met, *_unevaluated(case, said)]} for case in cases]
    if len(cases) == 1:
        return _with_parts(rest, _unevaluated(cases[0], said))
    own = rest.get("anyOf", ())
    if all(any(one is other for other in own) for case in cases for one in case.met):
        # The cases already contain the alternatives of the schema.
        return {**rest, "anyOf": whole}
    return _with_parts(rest, [{"anyOf": whole}])


def _with_parts(schema: dict[str, Any], parts: list[Any]) -> dict[str, Any]:
    for part in parts:
        if not part.keys() & schema.keys():
            schema = {**schema, **part}
        elif part.keys() <= {"properties", "patternProperties", "additionalProperties"}:
            named = {one: {**part.get(one, {}), **schema.get(one, {})} for one in ("properties", "patternProperties")}
            schema = {**schema, **part, **{keyword: value for keyword, value in named.items() if value}}
        else:
            schema = {**schema, "allOf": [*schema.get("allOf", ()), part]}
    return schema


def _unevaluated(case: Case, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas for properties and items that a case does not evaluate."""
    found: list[dict[str, Any]] = []
    if "unevaluatedProperties" in said and not case.others:
        evaluated = {"properties": case.names, "patternProperties": case.patterns}
        named = {keyword: dict.fromkeys(sorted(some), True) for keyword, some in evaluated.items() if some}
        found.append({**named, "additionalProperties": said["unevaluatedProperties"]})
    if "unevaluatedItems" in said and not case.rest:
        others = said["unevaluatedItems"]
        items = {"anyOf": [*case.contained, others]} if case.contained else others
        found.append({"prefixItems": [True] * case.places, "items": items} if case.places else {"items": items})
    return found


def _cases(root: Any, schema: Any, depth: int) -> list[Case]:
    """Return the cases in which a value matches a schema."""
    if not isinstance(schema, dict):
        return [Case()]
    if depth == 0 or not schema.keys().isdisjoint(REMOVED):
        raise TooManyCases
    found = [_own(schema)]
    for ways in _ways(root, schema, depth - 1):
        evaluated = [replace(case, met=()) for case in ways]
        if all(case == evaluated[0] for case in evaluated):
            ways = evaluated[:1]  # noqa: PLW2901 - all cases evaluate the same
        found = [some.together(more) for some in found for more in ways]
        if len(found) > MANY:
            raise TooManyCases
    return found


def _own(schema: Mapping[str, Any]) -> Case:
    return Case(
        names=frozenset(schema.get("properties", ())),
        patterns=frozenset(schema.get("patternProperties", ())),
        others="additionalProperties" in schema or "unevaluatedProperties" in schema,
        places=len(schema.get("prefixItems", ())),
        rest="items" in schema or "unevaluatedItems" in schema,
        contained=(schema["contains"],) if "contains" in schema else (),
    )


def _ways(root: Any, schema: Mapping[str, Any], depth: int) -> Iterator[list[Case]]:
    """Give the cases of each keyword that applies other schemas to the same value."""
    if isinstance(schema.get("$ref"), str):
        yield _cases(root, target(root, schema["$ref"])[0], depth)
    for part in schema.get("allOf", ()):
        yield _cases(root, part, depth)
    if "anyOf" in schema:
        yield _several(root, schema["anyOf"], depth)
    if "oneOf" in schema:
        yield [case for one in schema["oneOf"] for case in _met(root, one, depth)]
    if "if" in schema:
        asked = schema["if"]
        then = _cases(root, schema.get("then", True), depth)
        met = [one.together(other) for one in _met(root, asked, depth) for other in then]
        yield [
            *met,
            *(replace(one, met=({"not": asked}, *one.met)) for one in _cases(root, schema.get("else", True), depth)),
        ]
    for name, one in schema.get("dependentSchemas", {}).items():
        there = {"required": [name]}
        present = [replace(case, met=(there, *case.met)) for case in _cases(root, one, depth)]
        yield [*present, Case(met=({"not": there},))]


def _met(root: Any, schema: Any, depth: int) -> list[Case]:
    return [replace(case, met=(schema, *case.met)) for case in _cases(root, schema, depth)]


def _several(root: Any, alternatives: list[Any], depth: int) -> list[Case]:
    """Return the cases in which a value matches one or more of some alternatives."""
    found: list[Case] = []
    apart = {
        (one, other)
        for one, other in combinations(range(len(alternatives)), 2)
        if _apart(root, alternatives[one], alternatives[other])
    }
    chosen: list[tuple[int, ...]] = [(place,) for place in range(len(alternatives))]
    for places in chosen:
        cases = [Case()]
        for place in places:
            cases = [some.together(more) for some in cases for more in _met(root, alternatives[place], depth)]
        found += cases
        if len(found) > MANY:
            raise TooManyCases
        chosen += [
            (*places, more)
            for more in range(places[-1] + 1, len(alternatives))
            if not any((place, more) in apart for place in places)
        ]
    return found


def _apart(root: Any, one: Any, other: Any) -> bool:
    """Return whether two alternatives exclude each other, because both require a property with different values."""
    ours, theirs = (_tags(root, schema) for schema in (one, other))
    return any(not ours[name] & theirs[name] for name in ours.keys() & theirs.keys())


def _tags(root: Any, schema: Any) -> dict[str, frozenset[str]]:
    if isinstance(schema, dict) and schema.keys() == {"$ref"}:
        schema = target(root, schema["$ref"])[0]
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return {}
    tags = {}
    for name, said in schema.get("properties", {}).items():
        if name in schema.get("required", ()) and isinstance(said, dict) and said.keys() & {"const", "enum"}:
            tags[name] = frozenset(map(canonical, said.get("enum", [said.get("const")])))
    return tags
