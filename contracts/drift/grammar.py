"""The structure of OpenAPI documents: the kinds of objects, and the members of each kind."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .schemas.keywords import FOREIGN, LISTED, NAMED, REMOVED, SINGLE, UNEVALUATED
from .schemas.shapes import BOOLEAN, CREDENTIALS, LOCATION, SHAPES, SHAPES_OF_3_0, TEXT, TEXTS, Shape

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
SCHEMA, PARAMETER, PATH_ITEM = "schema", "parameter", "path item"

ONE, LIST, SOME, BY_NAME = "an object", "a list", "a list that is not empty", "an object by names"
Member = tuple[str, str]  # its form, one of those above, and its kind


class Kind(NamedTuple):
    """A kind of object.

    Attributes:
        members: The objects in it, by key.
        others: The kind of the objects under all other keys, if there are any.
        shapes: The shapes of other values, by key.
        needed: The required keys.
        not_compared: The keys that are known but not compared.
        is_referable: Whether a reference may replace it.
    """

    members: Mapping[str, Member] = {}
    others: str = ""
    shapes: Mapping[str, Shape] = {}
    needed: tuple[str, ...] = ()
    not_compared: frozenset[str] = frozenset()
    is_referable: bool = False

    def member(self, key: str) -> Member | None:
        """Return the form and the kind of the objects under a key, None if there are none."""
        if self.others and not key.startswith("x-") and key not in REMOVED:
            return ONE, self.others
        return self.members.get(key)


_VALUE: dict[str, Member] = {"schema": (ONE, SCHEMA), "content": (BY_NAME, "media type")}
_WRITTEN = {
    **dict.fromkeys(("required", "explode", "allowReserved", "allowEmptyValue"), BOOLEAN),
    "style": TEXT,
}
_SCHEMA: dict[str, Member] = {
    **dict.fromkeys((*SINGLE, *UNEVALUATED), (ONE, SCHEMA)),
    **dict.fromkeys(LISTED, (SOME, SCHEMA)),
    **dict.fromkeys(NAMED, (BY_NAME, SCHEMA)),
}

KINDS = {
    "document": Kind(
        {
            "paths": (ONE, "paths"),
            "webhooks": (BY_NAME, PATH_ITEM),
            "components": (ONE, "components"),
            "servers": (LIST, "server"),
        },
        shapes={"security": CREDENTIALS},
    ),
    "components": Kind(
        {
            "schemas": (BY_NAME, SCHEMA),
            "responses": (BY_NAME, "response"),
            "parameters": (BY_NAME, PARAMETER),
            "requestBodies": (BY_NAME, "request body"),
            "headers": (BY_NAME, "header"),
            "securitySchemes": (BY_NAME, "security scheme"),
            "callbacks": (BY_NAME, "callback"),
            "pathItems": (BY_NAME, PATH_ITEM),
            "mediaTypes": (BY_NAME, "media type"),
        }
    ),
    "paths": Kind(others=PATH_ITEM),
    PATH_ITEM: Kind(
        {
            **dict.fromkeys(METHODS, (ONE, "operation")),
            "additionalOperations": (BY_NAME, "operation"),
            "parameters": (LIST, PARAMETER),
            "servers": (LIST, "server"),
        },
        is_referable=True,
    ),
    "operation": Kind(
        {
            "parameters": (LIST, PARAMETER),
            "requestBody": (ONE, "request body"),
            "responses": (ONE, "responses"),
            "callbacks": (BY_NAME, "callback"),
            "servers": (LIST, "server"),
        },
        shapes={"security": CREDENTIALS},
    ),
    "callback": Kind(others=PATH_ITEM, is_referable=True),
    PARAMETER: Kind(_VALUE, shapes=_WRITTEN | {"name": TEXT, "in": LOCATION}, needed=("name", "in"), is_referable=True),
    "header": Kind(_VALUE, shapes=_WRITTEN, is_referable=True),
    "request body": Kind({"content": _VALUE["content"]}, shapes={"required": BOOLEAN}, is_referable=True),
    "responses": Kind(others="response"),
    "response": Kind({"headers": (BY_NAME, "header"), "content": _VALUE["content"]}, is_referable=True),
    "media type": Kind(
        {"schema": (ONE, SCHEMA), "encoding": (BY_NAME, "encoding")},
        not_compared=frozenset({"itemSchema", "itemEncoding", "prefixEncoding"}),
        is_referable=True,
    ),
    "encoding": Kind(
        {"headers": (BY_NAME, "header")},
        shapes={"contentType": TEXT, "style": TEXT, "explode": BOOLEAN, "allowReserved": BOOLEAN},
    ),
    "server": Kind({"variables": (BY_NAME, "server variable")}, shapes={"url": TEXT}, needed=("url",)),
    "server variable": Kind(shapes={"default": TEXT, "enum": TEXTS}, needed=("default",)),
    "security scheme": Kind(
        shapes=dict.fromkeys(("type", "in", "name", "scheme", "openIdConnectUrl"), TEXT),
        needed=("type",),
        is_referable=True,
    ),
    SCHEMA: Kind(_SCHEMA, shapes=SHAPES, not_compared=FOREIGN, is_referable=True),
}
KINDS_OF_3_0 = KINDS | {SCHEMA: Kind(_SCHEMA, shapes=SHAPES_OF_3_0, not_compared=FOREIGN - SHAPES_OF_3_0.keys())}

Edit = Callable[[dict[str, Any]], dict[str, Any]]
"""Returns another schema, or the same one if it needs no edit; it does not change its argument."""


def edited(node: Any, edit: Edit, kind: str = "document") -> Any:
    """Return a well-formed object with every schema edited, the inner ones first; unchanged parts are not copied."""
    if not isinstance(node, dict):
        return node
    changed: dict[str, Any] = {}
    for key, value in node.items():
        member = KINDS[kind].member(key)
        if member is None:
            continue
        form, inner = member
        new: Any
        if form == ONE:
            new = edited(value, edit, inner)
        elif form == BY_NAME:
            others = {name: edited(one, edit, inner) for name, one in value.items()}
            new = others if any(others[name] is not one for name, one in value.items()) else value
        else:
            listed = [edited(one, edit, inner) for one in value]
            new = listed if any(one is not other for one, other in zip(listed, value, strict=True)) else value
        if new is not value:
            changed[key] = new
    copy = {**node, **changed} if changed else node
    return edit(copy) if kind == SCHEMA else copy
