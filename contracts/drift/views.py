"""The two views of a document, converted to OpenAPI 3.1: one for requests, and one for responses.

Requests do not contain readOnly properties, and responses no writeOnly properties: they count as not declared there.
"""

import json
import re
from functools import partial
from typing import Any

from .document import target, version_of
from .evaluation import spelled_out
from .grammar import edited
from .removal import WellFormed
from .schemas.keywords import is_annotation


class Views:
    """The two views of a document, and its malformed parts."""

    def __init__(self, document: Any) -> None:
        """Convert the document to 3.1; raises DocumentError if it is no OpenAPI document."""
        version = version_of(document)
        well_formed = WellFormed(document, version)
        self.faults = tuple(well_formed.faults)
        plain = edited(well_formed.document, _raised_from_3_0 if version == "3.0" else _simplified)
        text = json.dumps(plain)
        request = _without(plain, "readOnly") if '"readOnly"' in text else plain
        response = _without(plain, "writeOnly") if '"writeOnly"' in text else plain
        if '"unevaluated' in text:
            request, response = (edited(view, partial(spelled_out, view)) for view in (request, response))
        self.request, self.response = request, response


def _simplified(schema: dict[str, Any]) -> dict[str, Any]:
    """Rename the keyword of a pattern that Python cannot compile, so that validators ignore it."""
    foreign = {
        keyword
        for keyword in ("pattern", "patternProperties")
        if keyword in schema
        and not all(map(_understood, [schema[keyword]] if keyword == "pattern" else schema[keyword]))
    }
    if not foreign:
        return schema
    return {f"{keyword} of ECMA-262" if keyword in foreign else keyword: said for keyword, said in schema.items()}


def _raised_from_3_0(original: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in original:
        return {"$ref": original["$ref"]}  # in 3.0, keywords next to a reference are ignored
    schema = dict(_simplified(original))
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and bound in schema:
                schema[exclusive] = schema.pop(bound)
    if schema.pop("nullable", False) is not True:
        return schema
    if isinstance(schema.get("type"), str) and not {"enum", "const", "allOf", "anyOf", "oneOf", "not"} & schema.keys():
        return {**schema, "type": [schema["type"], "null"]}
    if all(map(is_annotation, schema)):
        return schema
    # Authors who write nullable next to an enum or a reference mean that null is allowed.
    kept = {key: schema.pop(key) for key in list(schema) if is_annotation(key)}
    return {**kept, "anyOf": [schema, {"type": "null"}]}


def _understood(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _without(document: Any, mark: str) -> Any:
    """Return a document without the properties that have the mark."""

    def marked(schema: Any) -> bool:
        if not isinstance(schema, dict):
            return False
        behind = [target(document, schema["$ref"])[0]] if "$ref" in schema else []
        return schema.get(mark) is True or any(map(marked, (*behind, *schema.get("allOf", ()))))

    def edit(schema: dict[str, Any]) -> dict[str, Any]:
        gone = {name for name, one in schema.get("properties", {}).items() if marked(one)}
        if not gone:
            return schema
        properties = {name: one for name, one in schema["properties"].items() if name not in gone}
        required = [name for name in schema.get("required", ()) if name not in gone]
        return {**schema, "properties": properties, "required": required}

    return edited(document, edit)
