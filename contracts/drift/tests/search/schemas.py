"""Random schemas with every keyword that the comparison reads, and edits of them.

They are made with a `random.Random`, which Hypothesis can replace.
"""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from contracts.drift.tests.search.focus import focused
from contracts.drift.tests.search.shapes import DICTIONARIES, LISTS, NAMES, REFERENCE, SINGLES, inner_schemas

Spelled = dict[str, Any]  # a schema, under "schema", and the targets of its references, by name
Edit = Callable[["Maker", dict[str, Any]], None]

TYPES = ("null", "boolean", "string", "number", "integer", "array", "object")
TEXTS = ("", "a", "b", "ab", "ba", "0", "aaa")
PATTERNS = ("^a", "b$", "^[ab]*$", "^a?b?$", "0", "^.$")
NAME_PATTERNS = ("^z", "z$", "^a$", "^[ab]$")
FORMATS = ("date", "uuid", "email", "ipv4", "password", "int32")
NUMBERS = (-2, -1, 0, 1, 2, 3, 10, 0.5, 1.5, -0.5)
REFERENCES = ("A", "B")


class Maker:
    """Makes schemas with a source of randomness."""

    def __init__(self, random: Random) -> None:
        """Take the source."""
        self.random = random

    def one(self, some: Any) -> Any:
        """Return one of some values."""
        return self.random.choice(some)

    def likely(self, percent: int) -> bool:
        """Return true with a probability in percent."""
        return self.random.randrange(100) < percent

    def few(self) -> int:
        """Return a small number."""
        return self.random.randrange(4)

    def names(self, most: int = 2) -> list[str]:
        """Return a few names of properties."""
        return sorted(self.random.sample(NAMES, self.random.randint(0, most)))

    def some(self, keywords: dict[str, Callable[[], Any]], percent: int = 30) -> dict[str, Any]:
        """Return some of the keywords, with the values that are made for them."""
        return {keyword: make() for keyword, make in keywords.items() if self.likely(percent)}

    def scalar(self) -> Any:
        """Return null, a boolean, a number or a text."""
        return self.one((None, True, False, self.one(NUMBERS), self.one(TEXTS)))

    def schema(self, depth: int) -> Any:
        """Return a schema with a maximum depth."""
        if depth == 0 or self.likely(30):
            return self.leaf()
        return self.one(
            (self.object, self.object, self.closed, self.array, self.combined, self.tagged, self.condition)
        )(depth - 1)

    def leaf(self) -> Any:
        """Return a schema without inner schemas."""
        return self.one((self._plain, self._plain, self._number, self._string, self._listed, self._typed, self._ref))()

    def _plain(self) -> Any:
        return self.one((True, False, {}, *({"type": type_} for type_ in (*TYPES, "string", "integer"))))

    def _typed(self) -> Any:
        return {"type": self.random.sample(TYPES, 2)}

    def _ref(self) -> Any:
        return {"$ref": f"{REFERENCE}{self.one(REFERENCES)}"}

    def _number(self) -> Any:
        bounds = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        keywords: dict[str, Callable[[], Any]] = dict.fromkeys(bounds, lambda: self.one(NUMBERS))
        keywords["multipleOf"] = lambda: self.one((1, 2, 3, 0.5))
        return {"type": self.one(("number", "integer")), **self.some(keywords)}

    def _string(self) -> Any:
        keywords = {
            "minLength": self.few,
            "maxLength": self.few,
            "pattern": lambda: self.one(PATTERNS),
            "format": lambda: self.one(FORMATS),
        }
        return {"type": "string", **self.some(keywords)}

    def _listed(self) -> Any:
        values = [self.scalar() for _ in range(self.random.randint(1, 3))]
        if self.likely(10):
            values[0] = self.one(([], {}, {"a": 0}, [0], {"a": "", "b": ""}))
        return {"const": values[0]} if len(values) == 1 else {"enum": _distinct(values)}

    def properties(self, depth: int) -> dict[str, Any]:
        """Return schemas of a few properties."""
        return {name: self.schema(depth) for name in self.names(3)}

    def object(self, depth: int) -> Any:
        """Return a schema of objects, mostly a plain one."""
        found: dict[str, Any] = {"type": "object"}
        if self.likely(80):
            found["properties"] = self.properties(depth)
        if self.likely(50):
            found["required"] = self.names()
        if self.likely(50):
            found |= self.some(
                {
                    "additionalProperties": lambda: self.one((False, self.schema(depth))),
                    "patternProperties": lambda: {self.one(NAME_PATTERNS): self.schema(depth)},
                    "minProperties": self.few,
                    "maxProperties": self.few,
                    "propertyNames": lambda: self.one(({"maxLength": 1}, {"pattern": "^[a-z]$"}, {"enum": ["a", "b"]})),
                    "dependentRequired": lambda: {self.one(NAMES): self.names()},
                    "dependentSchemas": lambda: {self.one(NAMES): self.schema(depth)},
                    "unevaluatedProperties": lambda: self.one((False, self.schema(depth))),
                },
                20,
            )
        if self.likely(5):
            del found["type"]
        return found

    def closed(self, depth: int) -> Any:
        """Return a closed composition: alternatives or parts, and no property that none of them evaluates."""
        found = self.object(depth) if self.likely(50) else {}
        found |= self.combined(depth) if self.likely(70) else self.condition(depth)
        found.pop("additionalProperties", None)
        return found | {"unevaluatedProperties": False if self.likely(70) else self.schema(0)}

    def array(self, depth: int) -> Any:
        """Return a schema of arrays."""
        keywords = {
            "items": lambda: self.schema(depth),
            "prefixItems": lambda: [self.schema(depth) for _ in range(self.random.randint(1, 2))],
            "minItems": self.few,
            "maxItems": self.few,
            "uniqueItems": lambda: True,
            "contains": lambda: self.schema(depth),
            "unevaluatedItems": lambda: self.one((False, self.schema(depth))),
            "anyOf": lambda: [self.array(depth - 1) if depth > 0 else {}, self.schema(depth)],
        }
        found = self.some(keywords, 25)
        if "contains" in found:
            found |= self.some({"minContains": self.few, "maxContains": self.few})
        return {"type": "array", **found}

    def combined(self, depth: int) -> Any:
        """Return a combination of schemas."""
        keyword = self.one(("anyOf", "anyOf", "oneOf", "oneOf", "allOf", "allOf", "not"))
        if keyword == "not":
            return {"not": self.schema(depth)} | (self.object(depth) if self.likely(40) else {})
        make = self.object if self.likely(60) else self.schema
        found = {keyword: [make(depth) for _ in range(self.random.randint(1, 3))]}
        return self.object(depth) | found if self.likely(15) else found

    def tagged(self, depth: int) -> Any:
        """Return alternatives with a tag, like models."""
        found = []
        for tag in ("x", "y", "w")[: self.random.randint(2, 3)]:
            alternative = self.object(depth)
            alternative.setdefault("properties", {})["a"] = {"const": tag}
            alternative["required"] = sorted({*alternative.get("required", ()), "a"})
            found.append(alternative)
        hint = {"discriminator": {"propertyName": "a"}} if self.likely(50) else {}
        return {self.one(("anyOf", "oneOf")): found, **hint}

    def condition(self, depth: int) -> Any:
        """Return a schema with a condition."""
        asked = self.one(
            (self.schema(depth), {"properties": {self.one(NAMES): self.leaf()}, "required": self.names(1)})
        )
        found = {"if": asked, **self.some({"then": lambda: self.schema(depth), "else": lambda: self.schema(depth)}, 70)}
        return self.object(depth) | found if self.likely(50) else found


def spelled(random: Random, depth: int = 2) -> Spelled:
    """Return a random schema and the targets of its references: a plain schema, and a recursive one."""
    maker = Maker(random)
    found = {"schema": maker.schema(depth)}
    if f"{REFERENCE}A" in references(found["schema"]):
        found["A"] = _without_references(maker.schema(1))
    if f"{REFERENCE}B" in references(found["schema"]):
        found["B"] = _without_references(maker.object(1))
        found["B"].setdefault("properties", {})["b"] = {"$ref": f"{REFERENCE}B"}
    return _sound(found)


def references(schema: Any) -> set[str]:
    """Return the references in a schema."""
    return {place["$ref"] for place in inner_schemas(schema) if isinstance(place, dict) and "$ref" in place}


def edited(random: Random, original: Spelled) -> Spelled:
    """Return a schema that differs from another one at one or two places."""
    maker = Maker(random)
    copy = deepcopy(original)
    for _ in range(random.randint(1, 2)):
        places = [place for one in copy.values() for place in inner_schemas(one) if isinstance(place, dict)]
        if places:
            maker.one(EDITS)(maker, maker.one(places))
        else:
            copy["schema"] = maker.schema(2)
    for reference in sorted({one for said in copy.values() for one in references(said)}):
        copy.setdefault(reference[-1], {"type": "string"})
    return _sound(copy)


def pair(random: Random) -> tuple[Spelled, Spelled]:
    """Return two schemas; mostly, one is an edit of the other."""
    if random.randrange(2):
        one, other = focused(random)
    else:
        one = spelled(random)
        other = edited(random, one) if random.randrange(10) else spelled(random)
    return (one, other) if random.randrange(2) else (other, one)


def _replace(maker: Maker, place: dict[str, Any]) -> None:
    """Put another schema in its place."""
    new = maker.schema(1)
    place.clear()
    place |= new if isinstance(new, dict) else {"not": {}} if new is False else {}


def _add(maker: Maker, place: dict[str, Any]) -> None:
    """Add a keyword."""
    new = maker.schema(1)
    if isinstance(new, dict):
        place |= {keyword: said for keyword, said in new.items() if keyword not in place or maker.likely(30)}


def _remove(maker: Maker, place: dict[str, Any]) -> None:
    """Remove a keyword."""
    if place:
        del place[maker.one(sorted(place))]


def _change(maker: Maker, place: dict[str, Any]) -> None:
    """Change the value of a keyword."""
    if not place:
        return
    keyword = maker.one(sorted(place))
    said = place[keyword]
    if isinstance(said, bool) or keyword in ("const", "if", "not"):
        return
    if isinstance(said, (int, float)):
        place[keyword] = said + 1 if keyword == "multipleOf" or maker.likely(50) else max(0, said - 1)
    elif keyword in LISTS:
        if len(said) > 1 and maker.likely(50):
            said.pop(maker.random.randrange(len(said)))
        else:
            said.append(maker.schema(1))
    elif keyword in DICTIONARIES:
        if said and maker.likely(50):
            del said[maker.one(sorted(said))]
        elif keyword != "patternProperties":
            said[maker.one(NAMES)] = maker.schema(1)
    elif keyword in SINGLES:
        place[keyword] = maker.schema(1)
    elif keyword == "required":
        place[keyword] = sorted({*said} ^ {maker.one(NAMES)})
    elif keyword == "enum" and len(said) > 1:
        said.pop(maker.random.randrange(len(said)))


def _close(maker: Maker, place: dict[str, Any]) -> None:
    """Close an object, or open it."""
    keyword = maker.one(("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "items"))
    if place.pop(keyword, None) is None:
        place[keyword] = False


def _combine(maker: Maker, place: dict[str, Any]) -> None:
    """Combine the schema with others."""
    keyword = maker.one(("anyOf", "oneOf", "allOf"))
    inner = dict(place)
    place.clear()
    place[keyword] = [inner, maker.schema(1)] if maker.likely(70) else [maker.schema(1), inner]


def _move(maker: Maker, place: dict[str, Any]) -> None:
    """Move some keywords into an allOf, where they mean the same unless they depend on adjacent keywords."""
    keywords = [keyword for keyword in sorted(place) if keyword in ("properties", "required", "items", "prefixItems")]
    if keywords and "allOf" not in place:
        chosen = maker.one(keywords)
        place["allOf"] = [{chosen: place.pop(chosen)}]


EDITS: tuple[Edit, ...] = (_replace, _add, _add, _remove, _remove, _change, _change, _change, _close, _combine, _move)


def _distinct(values: list[Any]) -> list[Any]:
    return list({repr(value): value for value in values}.values())


def _without_references(schema: Any) -> Any:
    """Return the schema without references, which could be circular."""
    for place in inner_schemas(schema):
        if isinstance(place, dict):
            place.pop("$ref", None)
    return schema


def _sound(found: Spelled) -> Spelled:
    """Return the schema without discriminators that contradict the alternatives, because their meaning is unclear."""
    for place in (place for one in found.values() for place in inner_schemas(one)):
        if isinstance(place, dict) and "discriminator" in place and not _told_apart(place):
            del place["discriminator"]
    return found


def _told_apart(schema: dict[str, Any]) -> bool:
    alternatives = [one for keyword in ("anyOf", "oneOf") for one in schema.get(keyword, ())]
    tags = [_tag(one) for one in alternatives]
    return bool(tags) and None not in tags and len(set(tags)) == len(tags)


def _tag(schema: Any) -> str | None:
    if not isinstance(schema, dict) or "a" not in schema.get("required", ()):
        return None
    said = schema.get("properties", {}).get("a")
    return str(said["const"]) if isinstance(said, dict) and "const" in said else None
