"""Requests before they are sent to a side: the ids of its resources are not filled in yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..drift.json_values import MISSING
from ..drift.schemas.nodes import Node
from ..drift.schemas.validity import accepts
from .bodies import files_of
from .described import Described, Key, Parameter
from .faults import Path
from .values import Values, fresh

Place = Key
"""The place of a value: the key of a parameter, or BODY."""
BODY: Place = ("body", "")


@dataclass(frozen=True)
class Draft:
    """A request without the ids of resources.

    Attributes:
        key: The operation.
        path: Its path, with the names of its parameters.
        parameters: The parameters that are sent, by their keys.
        values: The values of the parameters, and of the body if one is sent.
        media: The media type of the body.
        files: The fields of a form that are files.
        probed: The place, and the path in its value, that the request tests: ids do not replace the value there.
    """

    key: Key
    path: str
    parameters: Mapping[Key, Parameter]
    values: Mapping[Place, Any]
    media: str = ""
    files: frozenset[str] = frozenset()
    probed: tuple[Place, Path] | None = None

    def having(self, place: Place, value: Any, path: Path = (), parameter: Parameter | None = None) -> "Draft":
        """Return the request with a value at a place; the part of it at the path is not replaced by an id.

        If the request may not have the parameter yet, it is passed as well.
        """
        parameters = {**self.parameters, place: parameter} if parameter else self.parameters
        return replace(self, parameters=parameters, values={**self.values, place: value}, probed=(place, path))

    def without(self, place: Place) -> "Draft":
        """Return the request without the value at a place."""
        left = {one: value for one, value in self.values.items() if one != place}
        return replace(self, values=left, probed=(place, ()))


class Drafts:
    """Makes requests that two documents allow, as far as possible."""

    def __init__(self, values: Values, old: Described, new: Described) -> None:
        """Take the two documents, which may be the same."""
        self._values = values
        self.old = old
        self.new = new

    def of(self, key: Key, media: str = "", choice: int = 0) -> Draft:
        """Return a request for an operation with everything that either document requires, with new texts each time.

        Args:
            key: The operation.
            media: The media type of its body; by default the first one that both documents have.
            choice: The number of the small value that is the body, the smallest first.
        """
        number = self._values.number()
        old, new = self.old.parameters(key), self.new.parameters(key)
        sent = {
            one: parameter
            for one, parameter in {**new, **old}.items()
            if any(side[one].required for side in (old, new) if one in side)
        }
        found = {
            one: self._parameter(number, *(side[one].node if one in side else None for side in (old, new)))
            for one in sent
        }
        media, (before, after) = self._bodies(key, media)
        if before or after:
            found[BODY] = _new(self._values.common(before, after, choice), number, before, after)
        known = {place: value for place, value in found.items() if value is not MISSING}
        operation = self.new.operations.get(key) or self.old.operations[key]
        return Draft(key, operation.path, sent, known, media, files_of(before or after))

    def _parameter(self, number: int, old: Node | None, new: Node | None) -> Any:
        return _new(self._values.common(old, new, as_text=True), number, old, new)

    def _bodies(self, key: Key, media: str) -> tuple[str, tuple[Node | None, Node | None]]:
        """Return the media type of the body, and its schemas in both documents; "" if no body is sent."""
        old, new = self.old.bodies(key), self.new.bodies(key)
        if not media:
            media = next((one for one in (*old, *new) if one in old and one in new), next(iter((*old, *new)), ""))
        return media, (old.get(media), new.get(media))


def _new(value: Any, number: int, old: Node | None, new: Node | None) -> Any:
    """Return a value with new texts; the schemas that accept the value accept it, too."""
    nodes = [node for node in (old, new) if node and accepts(node, value)]
    return fresh(value, number, lambda one: all(accepts(node, one) for node in nodes))
