"""Rewrite schemas so that a proof about values is also a proof about texts.

The schema of sent values is narrowed to the values that have a text. The schema of accepted values is widened by values
whose texts are all accepted as another value, too. A part whose composition does not permit this stays unchanged: then
less can be proven, but every proof is still valid.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..document import target
from ..schemas.branches import TooManyBranches, branches, named_types
from ..schemas.inclusion import Inclusion
from ..schemas.nodes import Node, Part, Rewritten, has
from ..schemas.validity import library_accepts
from .carriers import Carrier
from .plain import CONTAINERS, is_about, named_containers, plain_layers
from .readings import scalars

SCALARS = ["boolean", "number", "string"]

_EVERY_TEXT = {"type": "string"}
# No server parses an empty text as a number or a boolean.
_SOME_TEXT = {"type": "string", "minLength": 1}
_READ = {"type": ["boolean", "number"]}
_LIST = {"type": [*SCALARS, "array"], "minItems": 1, "items": {"type": SCALARS}}
_FIELD = {"type": [*SCALARS, *CONTAINERS], "minItems": 1, "items": {"type": [*SCALARS, *CONTAINERS]}}


class Rewriting:
    """Rewrites the schemas of the values in one carrier."""

    def __init__(self, inclusion: Inclusion, carrier: Carrier) -> None:
        """Take the inclusion engine, which decides what a schema accepts, and the carrier."""
        self._inclusion = inclusion
        self._carrier = carrier

    def sent(self, node: Node) -> Node:
        """Return a schema of at least the values that can be serialized."""
        written = self._writable(node)
        objects = [one for one in plain_layers(node) if is_about(one, "object")]
        if len(objects) == 1:
            property_ = {"type": SCALARS} if not self._carrier.spreads else _LIST
            property_ = _FIELD if self._carrier.where == "form" else property_
            names = [name for name in objects[0].raw.get("properties", ()) if name not in self._carrier.encoded]
            written = {**written, "properties": dict.fromkeys(names, property_)}
        return node.node(*node.parts, self._part(written, node.parts[0], "sent", node.key))

    def _writable(self, node: Node) -> Any:
        if self._carrier.where == "form":
            return {"type": ["object"]}
        # If every text is accepted as a string, only containers that the schema mentions can add more.
        every = self._inclusion.holds(node.node(self._part(_EVERY_TEXT, node.parts[0], "every")), node)
        containers = named_containers(node) if every else CONTAINERS
        if self._carrier.repeats and self._carrier.where != "header":
            return {**_LIST, "type": [*SCALARS, "array", *(one for one in containers if one == "object")]}
        return {"type": [*SCALARS, *containers], "items": {"type": SCALARS}}

    def taken(self, node: Node, sent: Node) -> Node:
        """Return the schema, widened by values whose texts it accepts as other values."""
        raw = self._widened(node, sent, ("array", "object"))
        return node if raw is None else node.node(self._part(raw, node.parts[0], "taken", node.key, sent.key))

    def _part(self, raw: Any, near: Part, *key: Any) -> Part:
        return self._inclusion.synthetic(raw, near, self._carrier, *key)

    def _widened(self, node: Node, sent: Node, containers: tuple[str, ...]) -> Any:
        """Return a schema, widened by the values that may be added, None if there are none.

        Args:
            node: The schema.
            sent: The schema of the values that are sent at this place.
            containers: The containers that can be serialized there.
        """
        if node.trivial:
            return None
        layers = plain_layers(node)
        objects = [
            raw for one in layers if "object" in containers and (raw := self._object(node, one, sent)) is not None
        ]
        if objects and len(layers) == 1:
            return objects[0]
        found = [*self._scalars(node, sent), *self._joined(node, containers), *objects]
        for layer in layers:
            if "array" in containers and is_about(layer, "array"):
                found += self._arrays(node, layer, sent)
        return Rewritten({"anyOf": [_reference(node, *node.parts), *found]}, node.parts[0].pointer) if found else None

    def _scalars(self, node: Node, sent: Node) -> Iterator[Any]:
        if self._inclusion.holds(node.node(self._part(_SOME_TEXT, node.parts[0], "some")), node):
            yield _READ
        texts = [text for text in _listed_texts(sent) if _reads(node, text)]
        if texts:
            yield {"enum": texts}

    def _joined(self, node: Node, containers: tuple[str, ...]) -> Iterator[Any]:
        """Give the arrays and objects that are one text, if every text is accepted as a string."""
        one_text = self._carrier.delimiter and not self._carrier.repeats and not self._carrier.spreads
        every = self._part(_EVERY_TEXT, node.parts[0], "every")
        if containers and one_text and self._inclusion.holds(node.node(every), node):
            yield {"type": list(containers)}

    def _arrays(self, node: Node, layer: Part, sent: Node) -> Iterator[Any]:
        """Give an array whose items are widened, and a single value that is parsed as an array of one item."""
        prefix = len(layer.raw.get("prefixItems", ()))
        places = [*((f"{i}", layer.at("prefixItems", f"{i}")) for i in range(prefix))]
        places += [("items", layer.at("items"))] if has(layer, "items") else []
        widened = {
            key: raw for key, part in places if (raw := self._widened(node.node(part), _items(sent), ())) is not None
        }
        schemas = {key: widened.get(key, part.raw) for key, part in places}
        if widened and (layer.raw.get("uniqueItems") is not True or len(_item_types(sent)) == 1):
            raw = {key: said for key, said in layer.raw.items() if key not in ("items", "prefixItems")}
            raw |= {"type": "array"} | ({"items": schemas["items"]} if "items" in schemas else {})
            raw |= {"prefixItems": [schemas[f"{i}"] for i in range(prefix)]} if prefix else {}
            yield Rewritten(raw, layer.pointer)
        if layer.raw.get("minItems", 0) <= 1 <= layer.raw.get("maxItems", 1):
            # A string may contain a delimiter, but a number or a boolean cannot.
            single = SCALARS if self._carrier.repeats and self._carrier.where != "header" else _READ["type"]
            first = places[0][1] if places else layer
            known = [self._widened(node.node(first), sent, ()) or _reference(node, first)] if places else []
            yield Rewritten({"type": single, "allOf": known}, first.pointer)

    def _object(self, node: Node, layer: Part, sent: Node) -> Any:
        """Return an object with widened properties, None if none can be widened."""
        inside = ("array",) if self._carrier.spreads else ()
        if not is_about(layer, "object") or named_types(layer.raw["type"]) != {"object"}:
            return None
        widened = {
            name: raw
            for name in layer.raw.get("properties", ())
            if name not in self._carrier.encoded
            and (raw := self._widened(node.node(layer.at("properties", name)), sent.member(name), inside)) is not None
        }
        if not widened:
            return None
        return Rewritten({**layer.raw, "properties": layer.raw["properties"] | widened}, layer.pointer)


def _reference(node: Node, *parts: Part) -> Any:
    """Return a schema of references to some parts, so that findings point to these parts."""
    references = []
    for part in parts:
        reference = "#" + quote(part.pointer, safe="/~")
        try:
            known = target(node.root, reference)[0] is part.raw
        except LookupError:
            known = False
        references.append({"$ref": reference} if known else part.raw)
    return references[0] if len(references) == 1 else {"allOf": references}


def _listed_texts(sent: Node) -> list[str]:
    try:
        return [text for one in branches(sent) if one.type == "string" for text in one.values or ()]
    except TooManyBranches:
        return []


def _reads(node: Node, text: str) -> bool:
    """Return whether all servers accept a text that is refused as a string, as another value."""
    others = (one.value for one in scalars(text) if one.certain and one.value != text)
    return library_accepts(node, text) is False and any(library_accepts(node, value) for value in others)


def _items(node: Node) -> Node:
    """Return the schema of the items of arrays, if all items have the same."""
    try:
        arrays = [one for one in branches(node) if one.type == "array"]
    except TooManyBranches:
        arrays = []
    return arrays[0].item(0) if len(arrays) == 1 and not arrays[0].places else node.node()


def _item_types(node: Node) -> set[str]:
    """Return the types of the items of all arrays."""
    try:
        arrays = [one for one in branches(node) if one.type == "array"]
        items = (one.item(place) for one in arrays for place in range(one.places + 1))
        return {branch.type for item in items for branch in branches(item)}
    except TooManyBranches:
        return set(SCALARS)
