"""Judge two schemas with values, by jsonschema and jsonschema-rs and not by the engine.

A sent value counts only if its schema knows all its properties: by design, a property that an open object does not
declare counts as absent, so a value with such a property does not prove a break.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator

from contracts.drift.tests.search.schemas import Spelled
from contracts.drift.tests.search.shapes import FRESH, REFERENCE


class Judge:
    """Judges values by one schema."""

    def __init__(self, spelled: Spelled) -> None:
        """Take a schema and the targets of its references."""
        self.schema = spelled["schema"]
        self.named = {name: one for name, one in spelled.items() if name != "schema"}
        self._quick: dict[int, tuple[Any, Any]] = {}

    @cached_property
    def quickly(self) -> Callable[[Any], bool]:
        """Return the function that decides whether jsonschema-rs accepts a value."""
        accepts: Callable[[Any], bool] = self._validator(self.schema).is_valid
        return accepts

    def slowly(self, value: Any) -> bool:
        """Return whether jsonschema accepts a value."""
        return bool(self._slow.is_valid(value))

    def knows(self, value: Any) -> bool:
        """Return whether the schema knows all properties of a valid value."""
        return self._knows([self.schema], value)

    def document(self) -> dict[str, Any]:
        """Return the schema for a validator, with the targets of its references."""
        return self._whole(self.schema)

    @cached_property
    def _slow(self) -> Any:
        return Draft202012Validator(self.document(), format_checker=Draft202012Validator.FORMAT_CHECKER)

    def _whole(self, schema: Any) -> dict[str, Any]:
        return {"allOf": [schema], "components": {"schemas": self.named}}

    def _validator(self, schema: Any) -> Any:
        # The schema is stored with its validator, so that its `id` is not reused.
        if id(schema) not in self._quick:
            made = jsonschema_rs.Draft202012Validator(self._whole(schema), validate_formats=True)
            self._quick[id(schema)] = (schema, made)
        return self._quick[id(schema)][1]

    def _knows(self, schemas: Iterable[Any], value: Any) -> bool:
        if not isinstance(value, (dict, list)):
            return True
        applied = [part for schema in schemas for part in self._applied(schema, value)]
        if any("const" in part or "enum" in part for part in applied):
            return True
        if isinstance(value, list):
            return all(self._knows(self._of_item(applied, place, item), item) for place, item in enumerate(value))
        return all(self._knows_property(applied, name, item, value) for name, item in value.items())

    def _applied(self, schema: Any, value: Any) -> Iterator[dict[str, Any]]:
        """Give the schemas that apply to the same value and accept it."""
        if not isinstance(schema, dict) or not self._validator(schema).is_valid(value):
            return
        yield schema
        inner = [*(schema.get("allOf", ())), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
        if "if" in schema:
            met = self._validator(schema["if"]).is_valid(value)
            inner += [schema["if"], schema.get("then", True)] if met else [schema.get("else", True)]
        if "$ref" in schema:
            inner.append(self.named[schema["$ref"].removeprefix(REFERENCE)])
        if isinstance(value, dict):
            inner += [one for name, one in schema.get("dependentSchemas", {}).items() if name in value]
        for one in inner:
            yield from self._applied(one, value)

    def _of_item(self, applied: list[dict[str, Any]], place: int, item: Any) -> Iterator[Any]:
        evaluated = False
        for part in applied:
            prefix = part.get("prefixItems", ())
            if place < len(prefix):
                evaluated = True
                yield prefix[place]
            elif "items" in part:
                evaluated = True
                yield part["items"]
            if "contains" in part and self._validator(part["contains"]).is_valid(item):
                evaluated = True
                yield part["contains"]
        if not evaluated:
            yield from (part["unevaluatedItems"] for part in applied if "unevaluatedItems" in part)

    def _knows_property(self, applied: list[dict[str, Any]], name: str, item: Any, value: Any) -> bool:
        found: list[Any] = []
        known = name.startswith(FRESH[0])
        for part in applied:
            own = [part["properties"][name]] if name in part.get("properties", ()) else []
            own += [one for pattern, one in part.get("patternProperties", {}).items() if re.search(pattern, name)]
            others = part.get("additionalProperties", True)
            if not own and not silent(others):
                own = [others]
            required = {*part.get("required", ())}
            required |= {one for trigger in value for one in part.get("dependentRequired", {}).get(trigger, ())}
            known = known or bool(own) or name in required
            found += own
        if not found:
            rest = [part["unevaluatedProperties"] for part in applied if "unevaluatedProperties" in part]
            found = [one for one in rest if not silent(one)]
            known = known or bool(found)
        return known and self._knows(found, item)


def silent(schema: Any) -> bool:
    """Return whether a schema does not restrict the properties that it applies to."""
    return schema is True or schema == {}


def counterexamples(sent: Judge, taken: Judge, values: Iterable[Any]) -> Iterator[Any]:
    """Give the values that are sent and known but not accepted, by both libraries."""
    accepts, takes = sent.quickly, taken.quickly
    for value in values:
        if accepts(value) and not takes(value) and sent.knows(value) and sent.slowly(value) and not taken.slowly(value):
            yield value


def difference(sent: Judge, taken: Judge) -> tuple[str, Any]:
    """Return the answer of jsonschema-rs on a containment, "yes", "no" or "unknown", and a schema of the difference."""
    ours, theirs = (
        jsonschema_rs.canonicalize(one.document(), draft=jsonschema_rs.Draft202012) for one in (sent, taken)
    )
    try:
        if theirs.covers(ours) == jsonschema_rs.canonical.Containment.YES:
            return "yes", False
        rest = ours.subtract(theirs)
    except (jsonschema_rs.canonical.UnsupportedOperand, jsonschema_rs.canonical.UnsupportedResult):
        return "unknown", False
    found = rest.satisfiability() == jsonschema_rs.canonical.Satisfiability.YES
    return ("no", rest.to_json_schema()) if found else ("unknown", False)
