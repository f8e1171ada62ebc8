"""Check that a document is an OpenAPI document, and resolve its references."""

from typing import Any
from urllib.parse import unquote

VERSIONS = ("3.0", "3.1", "3.2")
DEEP = 200  # the maximum nesting of objects and lists; no real document needs more
_LONGEST_INDEX = 9  # digits


class DocumentError(Exception):
    """A document cannot be compared: it is no OpenAPI document, or its version is not supported."""


def version_of(document: Any) -> str:
    """Return the version of a document, like "3.1"; raises DocumentError if it is no OpenAPI document."""
    version = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(version, str) or version[:3] not in VERSIONS or version[3:4] not in ("", "."):
        raise DocumentError(f"This is not an OpenAPI 3.0, 3.1 or 3.2 document: its `openapi` is {version!r}.")
    if not isinstance(document.get("paths", {}), dict):
        raise DocumentError("This is not an OpenAPI document: its `paths` is not an object.")
    if _is_deeper(document, DEEP):
        raise DocumentError(f"This document is nested too deeply: more than {DEEP} objects and lists in one another.")
    return version[:3]


def _is_deeper(node: Any, levels: int) -> bool:
    layer = [node]
    for _ in range(levels):
        inner = (one.values() if isinstance(one, dict) else one for one in layer if isinstance(one, (dict, list)))
        layer = [each for some in inner for each in some]
    return any(isinstance(one, (dict, list)) for one in layer)


def resolved(root: Any, node: Any, pointer: str = "") -> tuple[Any, str]:
    """Return a node with its references resolved, with the texts next to them, and the JSON pointer of the result.

    All references of the document must have a target, as in a view.
    """
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        siblings = {key: value for key, value in node.items() if key in ("summary", "description")}
        node, pointer = target(root, node["$ref"])
        if siblings and isinstance(node, dict):
            node = {**node, **siblings}
    return node, pointer


def target(root: Any, reference: str) -> tuple[Any, str]:
    """Return the target of a reference in the document, and its JSON pointer.

    Raises:
        LookupError: The target does not exist or is in another document; the message explains how to fix it.
    """
    if not reference.startswith("#"):
        raise LookupError("refers to another document: bundle them into one file first")
    pointer = unquote(reference[1:])
    if pointer and not pointer.startswith("/"):
        raise LookupError("names an anchor: write it as a JSON pointer, like #/components/schemas/Name")
    try:
        return follow(root, pointer), pointer
    except LookupError as error:
        raise LookupError(f"has no target: there is no {error.args[0]!r}") from None


def follow(root: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer; raises LookupError with the first name that does not exist."""
    node = root
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and key in node:
            node = node[key]
        elif isinstance(node, list) and _is_index(key) and int(key) < len(node):
            node = node[int(key)]
        else:
            raise LookupError(key)
    return node


def _is_index(token: str) -> bool:
    return token.isascii() and token.isdecimal() and len(token) <= _LONGEST_INDEX
