"""An OpenAPI document: whether it is one, and what its references lead to."""

from typing import Any
from urllib.parse import unquote


class DocumentError(Exception):
    """A document that cannot be compared: it is no OpenAPI 3.0 or 3.1, or a reference cannot be followed."""


def version_of(document: Any) -> str:
    """Return "3.0" or "3.1"; raises DocumentError where the document is neither."""
    version = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(version, str) or version[:3] not in ("3.0", "3.1") or version[3:4] not in ("", "."):
        raise DocumentError(f"This is not an OpenAPI 3.0 or 3.1 document: its `openapi` is {version!r}.")
    for part in ("paths", "components", "info"):
        if not isinstance(document.get(part, {}), dict):
            raise DocumentError(f"This is not an OpenAPI document: its `{part}` is not an object.")
    return version[:3]


def resolved(root: Any, node: Any, pointer: str = "") -> tuple[Any, str]:
    """Follow the references of a node; returns what it stands for, and the JSON pointer of that.

    Raises:
        DocumentError: A reference leads nowhere, out of the document, or back to itself.
    """
    seen = []
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        reference = node["$ref"]
        if reference in seen:
            raise DocumentError(f"The reference {reference} leads back to itself.")
        seen.append(reference)
        siblings = {key: value for key, value in node.items() if key in ("summary", "description")}
        node, pointer = target(root, reference)
        if siblings and isinstance(node, dict):
            node = {**node, **siblings}
    return node, pointer


def target(root: Any, reference: str) -> tuple[Any, str]:
    """Return what a reference names in the document, and its JSON pointer.

    Raises:
        DocumentError: It leads nowhere, or out of the document.
    """
    if not reference.startswith("#"):
        raise DocumentError(f"The reference {reference} leads out of the document. Bundle it into one file first.")
    pointer = unquote(reference[1:])
    if pointer and not pointer.startswith("/"):
        raise DocumentError(f"The reference {reference} names an anchor. Write it as a JSON pointer: #/components/...")
    try:
        return follow(root, pointer), pointer
    except LookupError as error:
        raise DocumentError(f"The reference {reference} leads nowhere: there is no {error.args[0]!r}.") from None


def follow(root: Any, pointer: str) -> Any:
    """Return what a JSON pointer leads to; raises LookupError with the first name that is not there."""
    node = root
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and key in node:
            node = node[key]
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            raise LookupError(key)
    return node
