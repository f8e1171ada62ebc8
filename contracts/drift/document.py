"""An OpenAPI document: whether it is one, and what its references lead to."""

from typing import Any
from urllib.parse import unquote


class DocumentError(Exception):
    """A document that cannot be compared: it is no OpenAPI 3.0 or 3.1, or a reference cannot be followed."""


def checked(document: Any) -> Any:
    """Return the document; raises DocumentError where it is no OpenAPI 3.0 or 3.1."""
    version = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(version, str) or not version.startswith(("3.0", "3.1")):
        raise DocumentError(f"This is not an OpenAPI 3.0 or 3.1 document: its `openapi` is {version!r}.")
    return document


def resolved(root: Any, node: Any) -> Any:
    """Return what a node stands for, following its references; raises DocumentError where one leads nowhere."""
    seen = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        reference = node["$ref"]
        if reference in seen:
            raise DocumentError(f"The reference {reference} leads back to itself.")
        seen.add(reference)
        node = target(root, reference)
    return node


def target(root: Any, reference: str) -> Any:
    """Return what a reference names in the document; raises DocumentError where it leads nowhere."""
    if not reference.startswith("#"):
        raise DocumentError(f"The reference {reference} leads out of the document. Bundle it into one file first.")
    node = root
    for token in unquote(reference[1:]).split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and key in node:
            node = node[key]
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            raise DocumentError(f"The reference {reference} leads nowhere: there is no {key!r}.")
    return node
