"""How a value breaks a schema, and an answer a document."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from ..drift.content import is_json
from ..drift.json_values import MISSING
from ..drift.schemas.nodes import Node
from ..drift.schemas.validity import format_checker
from .described import Described, Key
from .exchanges import Answer

Path = tuple[str, ...]
"""A path in a value, like ("items", "[]", "name")."""


class Fault(NamedTuple):
    """A validation error: its path in the value, and the message of the jsonschema library."""

    path: Path
    text: str

    def is_at(self, path: Path) -> bool:
        """Return whether it is at a path or below it."""
        return len(self.path) >= len(path) and self.is_on(path)

    def is_on(self, path: Path) -> bool:
        """Return whether it is at a path, below it or above it."""
        return all(map(_matches, path, self.path))


def _matches(step: str, of: str) -> bool:
    return step in (of, "*") or (step[:1], of) == ("[", "[]")


def faults_of(node: Node, value: Any) -> Iterator[Fault]:
    """Give the validation errors of a value, with the formats that the comparison checks."""
    # The document is the root of the schema, so that references can be resolved; other keys could be read as keywords.
    root = {key: one for key, one in node.root.items() if key in ("components", "paths", "webhooks")}
    schema = {**root, "allOf": [part.raw for part in node.parts]}
    for found in Draft202012Validator(schema, format_checker=format_checker()).iter_errors(value):
        error = best_match([found])  # in a union, the error of the alternative that fits best
        path = tuple("[]" if isinstance(step, int) else step for step in error.absolute_path)
        for place in [(*path, name) for name in _names(error)] or [path]:
            yield Fault(place, error.message)


def _names(error: Any) -> list[str]:
    """Return the properties that are missing or not allowed: the path of such an error ends at their object."""
    if error.validator == "required":
        return [name for name in error.validator_value if error.message.startswith(repr(name))]
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        return [name for name in error.instance if repr(name) in error.message]
    return []


def media_type(described: Described, key: Key, answer: Answer) -> Mapping[str, Any] | None:
    """Return the media type object of a document for an answer, None if there is none."""
    named = described.status(key, answer.status)
    content = described.response(key, named).get("content") or {} if named else {}
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    plain = {name.partition(";")[0].strip().lower(): said for name, said in content.items()}
    return next((plain[one] for one in (kind, f"{kind.partition('/')[0]}/*", "*/*") if one in plain), None)


def body_faults(described: Described, key: Key, answer: Answer) -> list[Fault] | None:
    """Return the faults in the body of an answer; None if the document does not describe such bodies."""
    said = media_type(described, key, answer)
    if said is None or not is_json(answer.headers.get("content-type", "")) or answer.json is MISSING:
        return None
    return list(faults_of(described.answer(said), answer.json))


def header_faults(described: Described, key: Key, answer: Answer, name: str) -> Iterator[str]:
    """Give the fault of an answer that lacks a header which the document requires."""
    named = described.status(key, answer.status)
    headers = described.response(key, named).get("headers") or {} if named else {}
    said = next((described.follow(raw) for one, raw in headers.items() if one.lower() == name.lower()), {})
    if said.get("required") is True and name.lower() not in answer.headers:
        yield f"the header {name} is missing"
