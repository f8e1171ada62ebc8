"""The operations in a document: their parameters, bodies and responses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..drift.content import is_json
from ..drift.operations import Operation, operations
from ..drift.parameters import DEFAULT_STYLES, IGNORED
from ..drift.schemas.nodes import Node
from ..drift.sides import Side
from ..drift.views import Views

Key = tuple[str, str]
"""The key of an operation is its path, without the names of its parameters, and its method. The key of a parameter is
its location and its name; a path parameter has its position instead of its name."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    key: Key
    place: str
    name: str
    required: bool
    style: str
    explode: bool
    node: Node


class Described:
    """The operations of a document."""

    def __init__(self, document: Any) -> None:
        """Read a document; raises DocumentError if it is not valid."""
        views = Views(document)
        self._sent, self._answered = Side(views.request, {}), Side(views.response, {})

    @cached_property
    def operations(self) -> dict[Key, Operation]:
        """The operations, with what a client may send."""
        return operations(self._sent.root)

    @cached_property
    def answering(self) -> dict[Key, Operation]:
        """The operations, with what a client may receive."""
        return operations(self._answered.root)

    def key(self, name: str) -> Key | None:
        """Return the key of an operation like `GET /items/{id}`, None if it does not exist."""
        return next((key for key, one in self.operations.items() if one.name == name), None)

    def parameters(self, key: Key) -> dict[Key, Parameter]:
        """Return the parameters of an operation by their keys; none if there is no such operation."""
        one = self.operations.get(key)
        holders = ((one.item, one.item_pointer), (one.definition, one.pointer)) if one else ()
        names = re.findall(r"\{([^{}]*)\}", one.path) if one else []
        found = [
            self._parameter(*self._sent.follow(raw, f"{pointer}/parameters/{index}"), names)
            for holder, pointer in holders
            for index, raw in enumerate(holder.get("parameters", ()))
        ]
        return {parameter.key: parameter for parameter in found if parameter.key not in IGNORED}

    def _parameter(self, said: Mapping[str, Any], pointer: str, names: list[str]) -> Parameter:
        where, name = said.get("in", ""), said.get("name", "")
        known = str(names.index(name)) if where == "path" and name in names else name
        known = known.lower() if where == "header" else known
        style = said.get("style", DEFAULT_STYLES.get(where, ""))
        media = next(iter(said.get("content", {}).values()), said)
        return Parameter(
            key=(where, known),
            place=f"the {where} parameter `{name}`",
            name=name,
            required=said.get("required") is True or where == "path",
            style="json" if "content" in said else style,
            explode=said.get("explode", style == "form") is True,
            node=self._sent.schema(media, pointer),
        )

    def bodies(self, key: Key) -> dict[str, Node]:
        """Return the schemas of the request body of an operation, by media type, JSON first."""
        content = self._body(key).get("content") or {}
        pointer = self._pointer(key)
        ordered = sorted(content, key=lambda name: not is_json(name))
        return {name: self._sent.schema(content[name], f"{pointer}/requestBody/content/{name}") for name in ordered}

    def needs_body(self, key: Key) -> bool:
        """Return whether an operation requires a body."""
        return self._body(key).get("required") is True

    def _body(self, key: Key) -> Mapping[str, Any]:
        one = self.operations.get(key)
        body: Mapping[str, Any] = self._sent.follow(one.definition.get("requestBody", {}), "")[0] if one else {}
        return body

    def _pointer(self, key: Key) -> str:
        return self.operations[key].pointer if key in self.operations else ""

    def is_open(self, key: Key) -> bool:
        """Return whether an operation may be called without credentials."""
        asked = self.operations[key].definition.get("security", self._sent.root.get("security", []))
        return not asked or {} in asked

    def status(self, key: Key, status: int) -> str | None:
        """Return the key of a status in the document: the status, its range or the default; None if there is none."""
        said = self.answering[key].definition.get("responses", {}) if key in self.answering else {}
        text = str(status)
        return next((one for one in (text, f"{text[0]}XX", f"{text[0]}xx", "default") if one in said), None)

    def response(self, key: Key, named: str) -> Mapping[str, Any]:
        """Return the response object for a status, by its key in the document."""
        raw = self.answering[key].definition["responses"][named]
        said: Mapping[str, Any] = self._answered.follow(raw, "")[0]
        return said

    def answer(self, media: Mapping[str, Any]) -> Node:
        """Return the schema of a media type or header of a response."""
        return self._answered.schema(media, "")

    def follow(self, raw: Any) -> Mapping[str, Any]:
        """Return a header of a response, with its reference resolved."""
        said: Mapping[str, Any] = self._answered.follow(raw, "")[0]
        return said

    @cached_property
    def references(self) -> dict[str, str]:
        """For the name of each path parameter, the path that ends with it, like {"item_id": "/items/{item_id}"}."""
        return dict(self._references())

    def _references(self) -> Iterator[tuple[str, str]]:
        for operation in self.operations.values():
            for found in re.finditer(r"/\{([^{}]*)\}", operation.path):
                yield found[1], operation.path[: found.end()]
