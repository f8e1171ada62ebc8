"""A document as one side sees it: in the form of OpenAPI 3.1, without the properties that do not travel its way.

A property that is readOnly is not sent, and one that is writeOnly is not returned: it counts as not declared there.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from . import references
from .document import resolved, version_of
from .evaluation import UNEVALUATED, spelled_out
from .schemas.keywords import ANNOTATIONS, LISTED, NAMED, NOT_FOLLOWED, SINGLE

_VALUES = ("example", "examples")

Edit = Callable[[dict[str, Any]], dict[str, Any]]


class Views:
    """The two views of a document."""

    def __init__(self, document: Any) -> None:
        """Raise the document to 3.1; raises DocumentError where it cannot be compared."""
        old = version_of(document) == "3.0"
        references.check(document)
        plain = _edited(document, _raised_from_3_0 if old else _simplified)
        text = json.dumps(plain)
        request = _without(plain, "readOnly") if '"readOnly"' in text else plain
        response = _without(plain, "writeOnly") if '"writeOnly"' in text else plain
        if '"unevaluated' in text:
            request, response = (_edited(view, partial(spelled_out, view)) for view in (request, response))
        self.request, self.response = request, response


def _edited(node: Any, edit: Edit) -> Any:
    """Return a copy of a document in which every schema is edited, the inner ones first."""
    if isinstance(node, list):
        return [_edited(item, edit) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {}
    for key, value in node.items():
        if key == "schema":
            copy[key] = _edited_schema(value, edit)
        elif key == "schemas" and isinstance(value, dict):
            copy[key] = {name: _edited_schema(schema, edit) for name, schema in value.items()}
        elif key in _VALUES or key.startswith("x-"):
            copy[key] = value
        else:
            copy[key] = _edited(value, edit)
    return copy


def _edited_schema(schema: Any, edit: Edit) -> Any:
    if not isinstance(schema, dict):
        return schema
    copy = dict(schema)
    for key, value in schema.items():
        if key in SINGLE or key in UNEVALUATED or key == "contentSchema":
            copy[key] = _edited_schema(value, edit)
        elif key in LISTED and isinstance(value, list):
            copy[key] = [_edited_schema(item, edit) for item in value]
        elif key in NAMED and isinstance(value, dict):
            copy[key] = {name: _edited_schema(item, edit) for name, item in value.items()}
    return edit(copy)


def _simplified(schema: dict[str, Any]) -> dict[str, Any]:
    """Put what is not understood under a name of its own, which validators do not know.

    It is a pattern that only other engines understand, or a reference whose target depends on the way to it.
    """
    if "$dynamicRef" in schema:
        schema[NOT_FOLLOWED] = schema.pop("$dynamicRef")
    for keyword in ("pattern", "patternProperties"):
        if keyword in schema and not all(
            map(_understood, [schema[keyword]] if keyword == "pattern" else schema[keyword])
        ):
            schema[f"{keyword} of ECMA-262"] = schema.pop(keyword)
    return schema


def _raised_from_3_0(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}  # what stands beside a reference is ignored in 3.0
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and bound in schema:
                schema[exclusive] = schema.pop(bound)
    schema = _simplified(schema)
    if schema.pop("nullable", False) is not True:
        return schema
    if isinstance(schema.get("type"), str) and not {"enum", "const", "allOf", "anyOf", "oneOf", "not"} & schema.keys():
        return {**schema, "type": [schema["type"], "null"]}
    if not schema.keys() - ANNOTATIONS:
        return schema
    # Whoever writes nullable beside an enum or a reference means that null is allowed.
    kept = {key: schema.pop(key) for key in list(schema) if key in ANNOTATIONS}
    return {**kept, "anyOf": [schema, {"type": "null"}]}


def _understood(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _without(document: Any, mark: str) -> Any:
    """Return a copy of a document without the properties that have the mark."""

    def marked(schema: Any) -> bool:
        schema = resolved(document, schema)[0]
        if not isinstance(schema, dict):
            return False
        return schema.get(mark) is True or any(marked(part) for part in schema.get("allOf", []))

    def edit(schema: dict[str, Any]) -> dict[str, Any]:
        properties = schema.get("properties")
        if isinstance(properties, dict):
            gone = {name for name, one in properties.items() if marked(one)}
            if gone:
                schema["properties"] = {name: one for name, one in properties.items() if name not in gone}
                schema["required"] = [name for name in schema.get("required", []) if name not in gone]
        return schema

    return _edited(document, edit)
