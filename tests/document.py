"""The committed document of the API: what tests take from it follows each new operation by itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT: Any = json.loads((Path(__file__).parents[1] / "openapi.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Operation:
    """An operation of the document.

    Attributes:
        method: The method, such as "GET".
        path: The path with the names of its ids, such as "/api/posts/{post_id}".
        definition: What the document says of the operation.
    """

    method: str
    path: str
    definition: Any

    def __str__(self) -> str:
        """Return the operation as a README names it, such as "GET /api/posts/{post_id}"."""
        return f"{self.method} {self.path}"

    @property
    def name(self) -> str:
        """The operation's name, such as "get_post"."""
        name: str = self.definition["operationId"]
        return name

    @property
    def resource(self) -> str:
        """The last resource that the path names, such as "posts"."""
        return [part for part in self.path.split("/") if "{" not in part][-1]

    @property
    def ids(self) -> list[str]:
        """The names of the ids in the path, such as "post_id"."""
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def query(self) -> list[str]:
        """The names of the parameters in the query."""
        return self._parameters("query")

    @property
    def headers(self) -> list[str]:
        """The names of the headers that a client may send."""
        return self._parameters("header")

    @property
    def body(self) -> Any:
        """The JSON Schema of the body, with `properties` and perhaps `required`; None where there is no body."""
        if "requestBody" not in self.definition:
            return None
        reference = self.definition["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        return DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]

    @property
    def fields(self) -> list[str]:
        """The names of the fields of the body; none where there is no body."""
        return [*self.body["properties"]] if self.body else []

    @property
    def example(self) -> dict[str, Any] | None:
        """A body of the first example of each field; None where there is no body."""
        if self.body is None:
            return None
        properties = self.body["properties"].items()
        # What may be null as well has its example beside its types, or within the first one.
        return {name: (field.get("anyOf", [field])[0] | field)["examples"][0] for name, field in properties}

    @property
    def success(self) -> int:
        """The status of a success."""
        return min(map(int, self.definition["responses"]))

    def _parameters(self, place: str) -> list[str]:
        return [one["name"] for one in self.definition.get("parameters", []) if one["in"] == place]


def referred(name: str) -> str:
    """Return the resource to which a reference refers: "users" for "user_id"."""
    return f"{name.removesuffix('_id')}s"


def reference_to(resource: str) -> str:
    """Return the name of a reference to a resource: "user_id" for "users"."""
    return f"{resource.removesuffix('s')}_id"


def is_reference(name: str) -> bool:
    """Return whether a field or a parameter has the id of a resource."""
    return name.endswith("_id")


def _operations() -> Iterator[Operation]:
    for path, methods in DOCUMENT["paths"].items():
        for method, definition in methods.items():
            yield Operation(method.upper(), path, definition)


OPERATIONS = list(_operations())


def operations_at(path: str) -> list[Operation]:
    """Return the operations that have the path."""
    return [operation for operation in OPERATIONS if operation.path == path]


def allowed_methods(path: str) -> str:
    """Return the methods of the path as the header `Allow` names them; HEAD works wherever GET does."""
    methods = {operation.method for operation in operations_at(path)}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
