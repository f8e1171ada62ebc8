"""Schemas of what travels as text: parameters, headers and forms, where every value is written as a string.

There a string of any form takes what a number or a boolean is written as, and where a query's parameter may be
repeated, one value is an array of one.
"""

from typing import Any

from .document import target
from .schemas.keywords import ANNOTATIONS, TYPES

_DEPTH = 12  # a recursive schema is followed no deeper
_WRITTEN = [one for one in TYPES if one != "null"]


def as_text(root: Any, schema: Any, *, repeated: bool = False, depth: int = _DEPTH) -> Any:
    """Return the schema of a value that is written as text; `repeated` says that an array's items come one by one."""
    if not isinstance(schema, dict) or depth == 0:
        return schema
    if isinstance(schema.get("$ref"), str):
        followed = as_text(root, target(root, schema["$ref"])[0], repeated=repeated, depth=depth - 1)
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {"allOf": [followed], **as_text(root, rest, repeated=repeated, depth=depth - 1)} if rest else followed
    copy = dict(schema)
    for keyword in ("allOf", "anyOf", "oneOf"):
        if keyword in copy:
            copy[keyword] = [as_text(root, one, repeated=repeated, depth=depth - 1) for one in copy[keyword]]
    if "properties" in copy:
        copy["properties"] = {name: as_text(root, one, depth=depth - 1) for name, one in copy["properties"].items()}
    if "items" in copy:
        copy["items"] = as_text(root, copy["items"], depth=depth - 1)
    return _with_singles(_widened(copy), repeated=repeated)


def _widened(schema: dict[str, Any]) -> dict[str, Any]:
    types = schema.get("type")
    types = types if isinstance(types, list) else [types]
    if "string" not in types or any(key not in (*ANNOTATIONS, "type") and not key.startswith("x-") for key in schema):
        return schema
    return {**schema, "type": [*_WRITTEN, *(["null"] if "null" in types else [])]}


def _with_singles(schema: dict[str, Any], *, repeated: bool) -> dict[str, Any]:
    types = schema.get("type")
    if not repeated or "array" not in (types if isinstance(types, list) else [types]):
        return schema
    if not set(types if isinstance(types, list) else [types]) <= {"array", "null"}:
        return schema
    if schema.get("minItems", 0) > 1 or schema.get("maxItems", 1) < 1 or "prefixItems" in schema:
        return schema
    notes = {key: value for key, value in schema.items() if key in ANNOTATIONS}
    own = {key: value for key, value in schema.items() if key not in ANNOTATIONS}
    return {**notes, "anyOf": [own, schema.get("items", True)]}
