"""Read a text as a document, in JSON or YAML."""

import json
import re
from typing import Any, NoReturn

from ..errors import CannotCheckError

_MERGE_MARKER = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def decode(content: bytes, name: str) -> str:
    """Return the text of a file; raises CannotCheckError if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotCheckError(f"{name} is not text in UTF-8: byte {error.start + 1} cannot be read.") from None


def parse(text: str, name: str) -> Any:
    """Return the document in a text, as JSON values.

    The ending of the name decides between JSON and YAML. Without such an ending, a text that begins with a brace is
    JSON, and any other is YAML. Raises CannotCheckError if the text is not valid, or contains a key twice.
    """
    try:
        if is_yaml(text, name):
            return _yaml(text, name)
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        if marker := _MERGE_MARKER.search(text):
            line = text.count("\n", 0, marker.start()) + 1
            raise CannotCheckError(f"{name} has merge markers, the first in line {line}: resolve them first.") from None
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        kind = "YAML" if is_yaml(text, name) else "JSON"
        raise CannotCheckError(f"{name} is not {kind}: {reason}") from None


def is_yaml(text: str, name: str) -> bool:
    """Return whether a text is read as YAML."""
    if name.endswith((".yaml", ".yml")):
        return True
    return not name.endswith(".json") and not text.lstrip().startswith("{")


def _yaml(text: str, name: str) -> Any:
    try:
        # Imported only here: JSON does not need PyYAML.
        from .yaml import load  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise CannotCheckError(f"{name} is read as YAML, but PyYAML is not installed: pip install pyyaml") from error
    return load(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        # Some JSON parsers take the first of them and some the last, so they would read two different documents.
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"one object contains the key {twice!r} twice")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")
