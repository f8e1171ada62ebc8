"""Write request bodies by their media types."""

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx

from ..drift.content import is_json
from ..drift.schemas.nodes import Node
from .exchanges import NotReached
from .faults import Path
from .writing import Text, text_of

Content = tuple[bytes, list[tuple[str, str]]]
BOUNDARY = "----contracts"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def files_of(node: Node | None) -> frozenset[str]:
    """Return the properties of a form that are files, by their schemas or those of their items."""
    members = {name: node.member(name) for name in node.names} if node else {}
    return frozenset(name for name, one in members.items() if _is_file(one) or _is_file(one.item(0)))


def _is_file(node: Node) -> bool:
    return "binary" in node.all("format") or any(True for _ in node.all("contentMediaType"))


def body(media: str, value: Any, files: Collection[str] = ()) -> Content:
    """Return a body and its headers; raises NotReached if the media type is not supported.

    Args:
        media: Its media type.
        value: Its value, or its text.
        files: The fields of a form that are sent as files.
    """
    plain = media.partition(";")[0].strip().lower()
    if is_json(media):
        return json.dumps(value).encode(), [("content-type", "application/json" if plain.endswith("/*") else media)]
    if plain == FORMS[0] and isinstance(value, (Mapping, Text)):
        return urlencode(_fields(value)).encode(), [("content-type", media)]
    if plain == FORMS[1] and isinstance(value, (Mapping, Text)):
        parts = [(name, ("file" if name in files else None, text)) for name, text in _fields(value)]
        headers = [("content-type", f"{media}; boundary={BOUNDARY}")]
        return httpx.Request("POST", "http://localhost", headers=headers, files=parts).read(), headers
    if isinstance(value, str):
        return value.encode(), [("content-type", media)]
    raise NotReached(f"A body of {media} cannot be written here.")


def mixed(text: Text, onto: Any, path: Path) -> Text:
    """Return a form with the fields of a value, except that the field at the path is as in the text."""
    if not path or not isinstance(onto, Mapping):
        return text
    others = [(name, one) for name, one in _fields(onto) if name != path[0]]
    return Text(urlencode([*others, *((name, one) for name, one in _fields(text) if name == path[0])]))


def _fields(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Text):
        return parse_qsl(value, keep_blank_values=True)
    items = ((name, item) for name, one in value.items() for item in (one if isinstance(one, list) else [one]))
    return [(name, text_of(item)) for name, item in items]
