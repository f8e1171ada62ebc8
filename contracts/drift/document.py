"""An OpenAPI document: whether it is one, and what its references lead to."""

from typing import Any
from urllib.parse import unquote

VERSIONS = ("3.0", "3.1", "3.2")
DEEP = 200  # objects and lists in one another, more than any document has for a reason
_LONGEST_INDEX = 9  # digits


class DocumentError(Exception):
    """A document that cannot be compared: it is no OpenAPI document, or one of a version that is not known here."""


def version_of(document: Any) -> str:
    """Return the version of a document, like "3.1"; raises DocumentError where it is no OpenAPI document."""
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
    """Return what a node stands for, with what is said beside its references, and the JSON pointer of that.

    The references of the document all lead somewhere, as they do in a view.
    """
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        siblings = {key: value for key, value in node.items() if key in ("summary", "description")}
        node, pointer = target(root, node["$ref"])
        if siblings and isinstance(node, dict):
            node = {**node, **siblings}
    return node, pointer


def target(root: Any, reference: str) -> tuple[Any, str]:
    """Return what a reference names in the document, and its JSON pointer.

    Raises:
        LookupError: It leads nowhere, or out of the document; the argument says which, and what would mend it.
    """
    if not reference.startswith("#"):
        raise LookupError("leads out of the document: bundle it into one file first")
    pointer = unquote(reference[1:])
    if pointer and not pointer.startswith("/"):
        raise LookupError("names an anchor: write it as a JSON pointer, like #/components/schemas/Name")
    try:
        return follow(root, pointer), pointer
    except LookupError as error:
        raise LookupError(f"leads nowhere: there is no {error.args[0]!r}") from None


def follow(root: Any, pointer: str) -> Any:
    """Return what a JSON pointer leads to; raises LookupError with the first name that is not there."""
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
