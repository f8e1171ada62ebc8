"""Measure the time of a comparison for growing documents: `python -m contracts.drift.tests.scale`."""

import json
import time
from copy import deepcopy
from typing import Any

from contracts.drift import Report, compare

SIZES = (100, 200, 400, 800)
FIELDS = 20


def generated(operations: int) -> Any:
    """Return a document with a number of operations, with separate and shared schemas."""
    schemas: dict[str, Any] = {"Shared": _model("Shared")}
    paths: dict[str, Any] = {}
    for number in range(operations):
        name = f"Thing{number}"
        schemas[name] = _model(name)
        reference = {"schema": {"$ref": f"#/components/schemas/{name}"}}
        limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}
        paths[f"/things{number}/{{id}}"] = {
            "put": {
                "operationId": f"put_{number}",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}, limit],
                "requestBody": {"required": True, "content": {"application/json": reference}},
                "responses": {"200": {"description": "Stored", "content": {"application/json": reference}}},
            }
        }
    info = {"title": "Things", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _model(name: str) -> Any:
    text = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\s].*$", "description": "A text. " * 9}
    optional = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}], "title": "A number"}
    kinds: list[Any] = [text, optional, {"enum": ["red", "green", "blue"]}, {"type": "array", "items": text}]
    properties = {f"field_{index}": deepcopy(kinds[index % len(kinds)]) for index in range(FIELDS)}
    properties["next"] = {"anyOf": [{"$ref": f"#/components/schemas/{name}"}, {"type": "null"}]}
    properties["shared"] = {"$ref": "#/components/schemas/Shared"}
    return {"type": "object", "properties": properties, "required": ["field_0", "field_2"]}


def changed(document: Any) -> Any:
    """Return a document in which a tenth of the operations accepts shorter texts, and a tenth has another field."""
    new = deepcopy(document)
    for number, model in enumerate(new["components"]["schemas"].values()):
        if number % 10 == 1:
            model["properties"]["field_0"]["maxLength"] = 50
        if number % 10 == 2:
            model["properties"]["added"] = {"type": "string"}
    return new


def measured(operations: int) -> tuple[float, Report]:
    """Return the CPU seconds of a comparison of a number of operations, and its report."""
    old = generated(operations)
    new = changed(old)
    start = time.process_time()
    report = compare(old, new)
    return time.process_time() - start, report


def main() -> None:
    """Print the time for each size."""
    for operations in SIZES:
        megabytes = len(json.dumps(generated(operations))) / 1e6
        seconds, report = measured(operations)
        changes = len(report.changes)
        print(
            f"{operations} operations, {megabytes:.1f} MB: {seconds:.2f} s of CPU, {changes} changes, {report.verdict}"
        )


if __name__ == "__main__":
    main()
