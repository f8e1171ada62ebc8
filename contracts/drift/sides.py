"""The two documents of a comparison, and pairs of their parts."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from .changes import JSON, Place, SchemaComparison
from .document import resolved, target
from .json_values import canonical
from .policy import Policy
from .report import Change, Verdict
from .schemas.nodes import Node, Part
from .texts.serializations import Serialization
from .views import Views


class Side(NamedTuple):
    """A view of a document, for requests or for responses."""

    root: Any
    shared: dict[Any, Any]

    def follow(self, node: Any, pointer: str) -> tuple[Any, str]:
        """Return a node with its references resolved, and its pointer."""
        return resolved(self.root, node, pointer)

    def schema(self, holder: Any, pointer: str) -> Node:
        """Return the schema of a parameter, header or media type; without a schema, everything is allowed."""
        raw = holder.get("schema", True)
        return Node(self.root, (), self.shared).node(Part(raw, f"{pointer}/schema"))


class Pair(NamedTuple):
    """Two parts of the same kind, one of each document, with their JSON pointers."""

    old: Any
    new: Any
    old_pointer: str
    new_pointer: str

    def at(self, *tokens: str) -> "Pair":
        """Return the values at a path of keys in both parts; an empty object if there is none."""
        old, new = self.old, self.new
        for token in tokens:
            old, new = old.get(token) or {}, new.get(token) or {}
        path = "".join(f"/{token}" for token in tokens)
        return Pair(old, new, self.old_pointer + path, self.new_pointer + path)


class Comparison:
    """The data that all parts of a comparison share."""

    def __init__(self, old: Any, new: Any, today: date, policy: Policy) -> None:
        """Take two documents; raises DocumentError if one is no OpenAPI document."""
        before, after = Views(old), Views(new)
        self.old = {"request": Side(before.request, {}), "response": Side(before.response, {})}
        self.new = {"request": Side(after.request, {}), "response": Side(after.response, {})}
        self.faults = (before.faults, after.faults)
        self.schemas = SchemaComparison(policy)
        self.today = today
        self.policy = policy

    def follow(self, way: str, pair: Pair) -> Pair:
        """Return two parts with their references resolved, in the views of one direction."""
        old, old_pointer = self.old[way].follow(pair.old, pair.old_pointer)
        new, new_pointer = self.new[way].follow(pair.new, pair.new_pointer)
        return Pair(old, new, old_pointer, new_pointer)

    def schema(self, place: Place, pair: Pair, serialization: Serialization = JSON) -> Iterator[Change]:
        """Give the changes of the schemas of two parameters, headers or media types."""
        old = self.old[place.way].schema(pair.old, pair.old_pointer)
        new = self.new[place.way].schema(pair.new, pair.new_pointer)
        yield from self.schemas.compare(place, old, new, serialization)

    def expanded(self, side: Side, node: Any) -> str:
        """Return the text of a node, with its references replaced by their targets."""
        return canonical(_expanded(side.root, node, ()))


def differing(pair: Pair, keys: tuple[str, ...]) -> Iterator[str]:
    """Give the keys whose values differ; `x-` stands for all keys that begin with it."""
    extensions = (
        sorted(key for key in pair.old.keys() | pair.new.keys() if key.startswith("x-")) if "x-" in keys else []
    )
    for key in (*keys, *extensions):
        if canonical(pair.old.get(key)) != canonical(pair.new.get(key)):
            yield key


def described(place: Place, pair: Pair, keys: tuple[str, ...]) -> Iterator[Change]:
    """Give the changes of documentation."""
    for key in differing(pair, keys):
        text = f"The {key} of {place.name} changed."
        yield place.change("described", Verdict.DOCUMENTATION, f"{pair.new_pointer}/{key}", text)


def not_compared(comparison: Comparison, place: Place, pair: Pair, parts: tuple[str, ...]) -> Iterator[Change]:
    """Give the changes of parts that are not compared, and so are undecided."""
    old, new = comparison.old["request"], comparison.new["request"]
    for part in parts:
        if comparison.expanded(old, pair.old.get(part)) != comparison.expanded(new, pair.new.get(part)):
            text = f"The {part} of {place.name} changed: its effect on clients is not compared."
            yield place.change("part-not-compared", Verdict.UNDECIDED, f"{pair.new_pointer}/{part}", text)


def _expanded(root: Any, node: Any, above: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_expanded(root, item, above) for item in node]
    if not isinstance(node, Mapping):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in above:
            return {"$ref": len(above) - above.index(reference)}
        try:
            return _expanded(root, target(root, reference)[0], (*above, reference))
        except LookupError:
            return node  # an example that looks like a reference
    return {key: _expanded(root, value, above) for key, value in node.items()}
