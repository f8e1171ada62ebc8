"""Rewrite the framework's parts of a document in one way for all versions."""

import re
from collections.abc import Collection
from typing import Any

from .spellings import Spelling

_VALUES = {"const", "default", "enum", "example", "examples"}  # values of the app, even if they look like schemas
_NAMES = {
    "$defs",
    "content",
    "headers",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "responses",
    "schemas",
}
_SPLIT = re.compile(r"-(?:Input|Output)$")
_ERROR = {"loc", "msg", "type"}


def aligned(one: Any, other: Any) -> Any:
    """Return a document with the model names of the other: FastAPI may split a model into `-Input` and `-Output`."""
    mine = schemas_of(one)
    more: dict[str, Any] = {}
    for name in schemas_of(other).keys() - mine.keys():
        for alike in (_SPLIT.sub("", name), f"{name}-Output", f"{name}-Input"):
            if alike in mine:
                more.setdefault(name, mine[alike])
    return {**one, "components": {**one["components"], "schemas": {**mine, **more}}} if more else one


def rewritten(document: Any, spellings: Collection[Spelling], moved: Collection[str]) -> Any:
    """Return a document without the parts that another version of the framework may write differently.

    Args:
        document: The document.
        spellings: What is rewritten.
        moved: The packages that may have another version; if there are none, the titles are the app's.
    """
    if not isinstance(document, dict):
        return document
    document = _walked(document, spellings, titles=bool(moved))
    if "fastapi" in moved:
        document.pop("openapi", None)
        schemas = schemas_of(document)
        error = schemas.get("ValidationError")
        if isinstance(error, dict) and {*error.get("properties", ())} >= _ERROR:
            del schemas["ValidationError"]
            schemas.pop("HTTPValidationError", None)
    return document


def schemas_of(document: Any) -> dict[str, Any]:
    """Return the models of a document by their names."""
    components = document.get("components") if isinstance(document, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}


def _walked(value: Any, spellings: Collection[Spelling], *, titles: bool, is_names: bool = False) -> Any:
    """Return a value with its schemas rewritten; with `is_names`, its keys are names and not keywords."""
    if isinstance(value, list):
        return [_walked(item, spellings, titles=titles) for item in value]
    if not isinstance(value, dict):
        return value
    walked = {
        name: one
        if name in _VALUES and not is_names
        else _walked(
            one,
            spellings,
            titles=titles and (is_names or name != "info"),
            is_names=not is_names and name in _NAMES,
        )
        for name, one in value.items()
    }
    if is_names:
        return walked
    if titles:
        walked.pop("title", None)
    if isinstance(walked.get("$ref"), str):
        walked["$ref"] = _SPLIT.sub("", walked["$ref"])
    for spelling in spellings:
        walked = spelling.rewrite(walked)
    return walked
