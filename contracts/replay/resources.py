"""The things that requests refer to by their ids: made where the document shows how, or found where it lists them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..drift.json_values import MISSING
from .described import Key
from .drafts import Draft, Drafts
from .exchanges import Exchange, NotReached
from .side import Side
from .values import Values

DEPTH = 4  # a thing in a thing in a thing
OFFERS = 4  # values with which it is tried to make a thing

Examples = Mapping[Key, Any]
"""What the user says is there, like {("path", "item_id"): 1}."""


class Resources:
    """The things on one side."""

    def __init__(
        self, side: Side, values: Values, examples: Examples, send: Callable[[Draft, Sequence[Any]], Exchange]
    ) -> None:
        """Name what is there for sure, and what sends a request whose first path parameters are known."""
        self._side = side
        self._described = side.described
        self._examples = examples
        self._drafts = Drafts(values, side.described, side.described)
        self._send = send
        self._depth = 0

    def ids(self, path: str, known: Sequence[Any], *, shared: bool, choice: int = 0) -> list[Any]:
        """Return what stands for each parameter of a path, MISSING where nothing is known.

        With `shared`, a thing that is there already will do, whoever made it. The choice is which of the small values
        things are made of.
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
        """Return the id of a thing that is there for a value that is named like one, else the value.

        With `shared`, a thing that is there already will do, whoever made it.
        """
        if where in self._examples:
            return self._examples[where]
        path = self._described.references.get(where[1])
        if path is None or isinstance(value, (dict, list)):
            return value
        found = self.ids(path, (), shared=shared)[-1]
        return value if found is MISSING else found

    def fill(self, collection: str, known: Sequence[Any], choice: int) -> None:
        """Make a thing in a collection, if the document shows how."""
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
        """Return the operation of a collection, whose path may end with a slash."""
        path = re.sub(r"\{[^{}]*\}", "{}", collection)
        return next(
            (key for one in (path.rstrip("/"), path) if (key := (one, method)) in self._described.operations), None
        )


def id_in(thing: Any, name: str) -> Any:
    """Return the id in what was answered, by the name that the path has for it; MISSING where there is none."""
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
