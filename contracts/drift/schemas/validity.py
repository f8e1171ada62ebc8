"""Whether a schema accepts a value, as the jsonschema library says, with the formats that are checked here."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from contracts.drift.json_values import canonical, json_type
from contracts.drift.schemas.formats import CHECKS, RANGES
from contracts.drift.schemas.keywords import COMPARED, CONTAINERS, LISTS
from contracts.drift.schemas.nodes import Part

# What may refuse a null, a boolean, a number or a string beside its type and a list.
_ELSEWHERE = COMPARED - CONTAINERS - LISTS - {"type", "discriminator"} | {"$ref"}


def accepts(root: Any, parts: Sequence[Part], value: Any) -> bool:
    """Return whether every part accepts the value; references lead into the root document."""
    quick = [_quickly(part.raw, value) for part in parts]
    if False in quick:
        return False
    schemas = [part.raw for part, known in zip(parts, quick, strict=True) if known is None]
    if not schemas:
        return True
    # The document itself is the schema, so that references are found; its other keys are no keywords.
    validator = _validator_class()(_with_document(root, schemas), format_checker=format_checker())
    return bool(validator.is_valid(value))


def refusing_keyword(root: Any, layer: Part, value: Any) -> str | None:
    """Return the keyword of a layer that refuses the value, its own and not one behind a reference or an allOf."""
    if isinstance(layer.raw, bool):
        return None if layer.raw else ""
    own = {keyword: said for keyword, said in layer.raw.items() if keyword not in ("$ref", "allOf")}
    if _quickly(own, value):
        return None
    validator = _validator_class()(_with_document(root, [own]), format_checker=format_checker())
    # Behind allOf and its index; nothing more where a condition leads to `false`.
    paths = (list(error.absolute_schema_path)[2:3] for error in validator.iter_errors(value))
    return next(iter(sorted(str(path[0]) if path else "" for path in paths)), None)


def _quickly(schema: Any, value: Any) -> bool | None:
    """Return whether a schema accepts a value, where its type and list of values tell; else None."""
    if isinstance(schema, bool):
        return schema
    type_ = json_type(value)
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if type_ not in types and not (type_ == "number" and "integer" in types and float(value).is_integer()):
            return False
    listed = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    if type_ in ("array", "object") or schema.keys() & _ELSEWHERE:
        return None
    return not listed or canonical(value) in {canonical(one) for one in listed}


def _with_document(root: Any, schemas: list[Any]) -> Mapping[str, Any]:
    return {
        **{key: value for key, value in root.items() if key in ("components", "paths", "webhooks")},
        "allOf": schemas,
    }


@cache
def _validator_class() -> Callable[..., Any]:
    # Most comparisons need no validator, and it takes as long to import as they take.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    validator: Callable[..., Any] = Draft202012Validator
    return validator


@cache
def format_checker() -> Any:
    """Return what checks the formats that are known here, for a validator of jsonschema."""
    from jsonschema import FormatChecker  # noqa: PLC0415

    checker = FormatChecker(formats=())
    for name, check in CHECKS.items():
        checker.checks(name)(_on_text(check))
    for name, (low, high) in RANGES.items():
        checker.checks(name)(_on_number(low, high))
    return checker


def _on_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _on_number(low: float, high: float) -> Callable[[object], bool]:
    return lambda value: json_type(value) != "number" or low <= value <= high  # type: ignore[operator]
