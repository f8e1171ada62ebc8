"""The resources whose ids requests need: they are created by a POST operation, or found by a GET operation."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..drift.json_values import MISSING
from .described import Key
from .drafts import Draft, Drafts
from .exchanges import Exchange, NotReached
from .side import Side
from .values import Values

DEPTH = 4  # how many requests may be nested to create resources
OFFERS = 4  # how many bodies are tried to create a resource

Examples = Mapping[Key, Any]
"""The examples of the user, like {("path", "item_id"): 1}."""


class Resources:
    """The resources on one side."""

    def __init__(
        self, side: Side, values: Values, examples: Examples, send: Callable[[Draft, Sequence[Any]], Exchange]
    ) -> None:
        """Take the examples of the user, and a function that sends a request, with the known ids of its path."""
        self._side = side
        self._described = side.described
        self._examples = examples
        self._drafts = Drafts(values, side.described, side.described)
        self._send = send
        self._depth = 0

    def ids(self, path: str, known: Sequence[Any], *, shared: bool, choice: int = 0) -> list[Any]:
        """Return the value of each parameter of a path, MISSING if none is known.

        With `shared`, an existing resource is enough, even if it was not created here. The choice is the number of the
        small value that resources are created from.
        """
        found = list(known)
        for place, match in enumerate(re.finditer(r"\{([^{}]*)\}", path)):
            if place < len(known):
                continue
            value = self._examples.get(("path", match[1]), MISSING)
            collection = path[: match.start()]
            if value is MISSING and collection.endswith("/") and MISSING not in found:
                value = self._made(collection, match[1], found, choice)
                if value is MISSING and (shared or self._side.is_ours):
                    value = self._listed(collection, match[1], found)
            found.append(value)
        return found

    def referred(self, where: Key, value: Any, *, shared: bool) -> Any:
        """Return the id of an existing resource if the name of a value is that of a path parameter, else the value.

        With `shared`, an existing resource is enough, even if it was not created here.
        """
        if where in self._examples:
            return self._examples[where]
        path = self._described.references.get(where[1])
        if path is None or isinstance(value, (dict, list)):
            return value
        found = self.ids(path, (), shared=shared)[-1]
        return value if found is MISSING else found

    def fill(self, collection: str, known: Sequence[Any], choice: int) -> None:
        """Create a resource in a collection, if the document has an operation for it."""
        self._made(collection, "", known, choice)

    def _made(self, collection: str, name: str, known: Sequence[Any], choice: int) -> Any:
        key = self._like(collection, "POST")
        if key is None or self._depth == DEPTH:
            return MISSING
        self._depth += 1
        try:
            for offer in range(choice, choice + OFFERS):
                exchange = self._send(self._drafts.of(key, choice=offer), known)
                if 200 <= exchange.answer.status < 300:
                    return id_in(exchange.answer.json, name)
        except NotReached:
            return MISSING
        finally:
            self._depth -= 1
        return MISSING

    def _listed(self, collection: str, name: str, known: Sequence[Any]) -> Any:
        key = self._like(collection, "GET")
        if key is None or self._depth == DEPTH:
            return MISSING
        self._depth += 1
        try:
            listed = self._send(self._drafts.of(key), known).answer.json
        except NotReached:
            return MISSING
        finally:
            self._depth -= 1
        found = (id_in(thing, name) for thing in _things(listed))
        return next((one for one in found if one is not MISSING), MISSING)

    def _like(self, collection: str, method: str) -> Key | None:
        """Return the operation of a collection; its path may end with a slash."""
        path = re.sub(r"\{[^{}]*\}", "{}", collection)
        return next(
            (key for one in (path.rstrip("/"), path) if (key := (one, method)) in self._described.operations), None
        )


def id_in(thing: Any, name: str) -> Any:
    """Return the id in an answer, by the name of the path parameter; MISSING if there is none."""
    if not isinstance(thing, dict):
        return MISSING
    keys = (name, "id", name.rpartition("_")[2], "uuid")
    for inside in (thing, *(one for one in thing.values() if isinstance(one, dict))):
        for key in keys:
            if isinstance(inside.get(key), (str, int)):
                return inside[key]
    return MISSING


def _things(listed: Any) -> Iterator[Any]:
    if isinstance(listed, dict):
        listed = next((one for one in listed.values() if isinstance(one, list)), [])
    yield from listed if isinstance(listed, list) else []
