"""The schemas of a comparison: a node combines several schemas that apply to the same values, and is read lazily."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ..document import target
from ..json_values import canonical
from .automata import found_in
from .keywords import COMPARED, NOT_COMPARED, REMOVED, SEEING, is_annotation, strangers

_UNIONS = ("anyOf", "oneOf")  # a union with only one alternative is replaced by it
_SAYING = COMPARED - {"allOf"}


class Rewritten(dict[str, Any]):
    """A schema that replaces one of the document."""

    def __init__(self, schema: dict[str, Any], pointer: str) -> None:
        """Take the new schema, and the pointer of the original one."""
        super().__init__(schema)
        self.pointer = pointer


class Part(NamedTuple):
    """A schema of the document, and its pointer."""

    raw: Any
    pointer: str

    def at(self, *tokens: str) -> "Part":
        """Return a schema inside this one."""
        raw = self.raw
        for token in tokens:
            raw = raw[int(token) if isinstance(raw, list) else token]
        if isinstance(raw, Rewritten):
            return Part(raw, raw.pointer)
        path = "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in tokens)
        return Part(raw, self.pointer + path)


class Union(NamedTuple):
    """An anyOf or a oneOf."""

    keyword: str
    alternatives: tuple[Part, ...]
    pointer: str
    discriminated: bool
    raw: Any


class Stranger(NamedTuple):
    """A keyword that restricts values but is not compared.

    Attributes:
        why: MALFORMED or NOT_COMPARED.
        keyword: Its name.
        text: Its content, for messages.
        meaning: A text that is equal for equal meaning.
    """

    why: str
    keyword: str
    text: str
    meaning: str


class Node:
    """The values that all of its parts accept."""

    def __init__(self, root: Any, parts: tuple[Part, ...], shared: dict[Any, Any] | None = None) -> None:
        """Take the document with the targets of references, the parts, and the cache that all nodes share."""
        self.root = root
        self.parts = parts
        self.key = key_of(parts)
        self.shared: dict[Any, Any] = {} if shared is None else shared
        self.kept: dict[str, Any] = {}  # a cache for results of other modules
        self._members: dict[str, Node] = {}

    def node(self, *parts: Part) -> "Node":
        """Return a node of the same document; the same one for the same parts."""
        key = key_of(parts)
        if key not in self.shared:
            self.shared[key] = Node(self.root, parts, self.shared)
        node: Node = self.shared[key]
        return node

    @cached_property
    def layers(self) -> tuple[Part, ...]:
        """The layers: the parts with all references and allOf resolved into separate schemas."""
        found: dict[int, Part] = {}
        for part in self.parts:
            for layer in self._flat(part):
                found[id(layer.raw)] = layer
        return tuple(found.values())

    def _flat(self, part: Part) -> Iterator[Part]:
        yield part
        raw = part.raw
        if isinstance(raw, dict):
            if "$ref" in raw:
                yield from self._flat(Part(*target(self.root, raw["$ref"])))
            for keyword in ("allOf", *(one for one in _UNIONS if len(raw.get(one, ())) == 1)):
                for index in range(len(raw.get(keyword, ()))):
                    yield from self._flat(part.at(keyword, str(index)))

    @cached_property
    def unions(self) -> tuple[Union, ...]:
        """The anyOf and oneOf of the layers."""
        found = []
        for layer in self.layers:
            for keyword in _UNIONS:
                if isinstance(layer.raw, dict) and len(layer.raw.get(keyword, ())) > 1:
                    alternatives = tuple(layer.at(keyword, str(i)) for i in range(len(layer.raw[keyword])))
                    discriminated = "discriminator" in layer.raw
                    found.append(Union(keyword, alternatives, f"{layer.pointer}/{keyword}", discriminated, layer.raw))
        return tuple(found)

    @cached_property
    def choices(self) -> tuple[tuple[tuple[Part, ...], ...], ...]:
        """The combinations of parts that a value may match: an alternative of each union, each condition met or not."""
        found: list[tuple[tuple[Part, ...], ...]] = [
            tuple((part,) for part in union.alternatives) for union in self.unions
        ]
        for layer in self.layers:
            if has(layer, "if"):
                asked = layer.at("if")
                unmet = self.made({"not": asked.raw}, asked, "not", id(asked.raw))
                then, otherwise = ([layer.at(one)] if has(layer, one) else [] for one in ("then", "else"))
                if then or otherwise or not self.node(asked).trivial:
                    found.append(((asked, *then), (unmet, *otherwise)))
            for name in layer.raw.get("dependentSchemas", ()) if isinstance(layer.raw, dict) else ():
                absent = self.made({"properties": {name: False}}, layer, "absent", name)
                found.append(((self.present(name, layer), layer.at("dependentSchemas", name)), (absent,)))
        return tuple(found)

    def present(self, name: str, near: Part) -> Part:
        """Return the schema of objects that contain a property."""
        return self.made({"required": [name]}, near, "present", name)

    def made(self, raw: Any, near: Part, *key: Any) -> Part:
        """Return a schema that is in no document; the same one for the same key."""
        return Part(self.shared.setdefault(key, raw), near.pointer)

    def all(self, keyword: str) -> Iterator[Any]:
        """Give the value of a keyword in every layer that has it."""
        return (layer.raw[keyword] for layer in self.layers if isinstance(layer.raw, dict) and keyword in layer.raw)

    def all_parts(self, keyword: str) -> Iterator[Part]:
        """Give the schema under a keyword in every layer that has it."""
        return (layer.at(keyword) for layer in self.layers if has(layer, keyword))

    @property
    def refuses_all(self) -> bool:
        """Whether a layer is the schema `false`."""
        return any(layer.raw is False for layer in self.layers)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the properties that it or any of its alternatives declares."""
        found: set[str] = set()
        waiting: list[Node] = [self]
        seen = {self.key}
        for node in waiting:
            found |= node.declared
            for one in map(self.node, node.parts_inside):
                if one.key not in seen:
                    seen.add(one.key)
                    waiting.append(one)
        return frozenset(found)

    @cached_property
    def parts_inside(self) -> tuple[Part, ...]:
        """The inner schemas that may apply to the same value: alternatives, and those of conditions."""
        return (*(part for union in self.unions for part in union.alternatives), *self.conditional)

    @cached_property
    def conditional(self) -> tuple[Part, ...]:
        """The schemas of conditions: if, then and else, and those of dependentSchemas."""
        found: list[Part] = []
        for layer in self.layers:
            found += [layer.at(keyword) for keyword in ("if", "then", "else") if has(layer, keyword)]
            if has(layer, "dependentSchemas"):
                found += [layer.at("dependentSchemas", name) for name in layer.raw["dependentSchemas"]]
        return tuple(found)

    @cached_property
    def trivial(self) -> bool:
        """Whether it accepts every value."""
        return all(
            layer.raw is True
            or (isinstance(layer.raw, dict) and not strangers(layer.raw) and not layer.raw.keys() & _SAYING)
            for layer in self.layers
        )

    @cached_property
    def strangers(self) -> "Mapping[Stranger, str]":
        """The keywords that are not compared, each with its pointer."""
        found: dict[Stranger, str] = {}
        for layer in self.layers:
            for keyword in strangers(layer.raw) if isinstance(layer.raw, dict) else ():
                said = layer.raw[keyword]
                if keyword in REMOVED:
                    for name, removed in said.items():
                        found[Stranger(keyword, name, *removed)] = f"{layer.pointer}/{name}" if name else layer.pointer
                else:
                    text = canonical(layer.raw if keyword in SEEING else said)
                    found[Stranger(NOT_COMPARED, keyword, text, text)] = f"{layer.pointer}/{keyword}"
        return found

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """The annotations, each with its values as a text."""
        found: dict[str, list[str]] = {}
        for layer in self.layers:
            for keyword, value in layer.raw.items() if isinstance(layer.raw, dict) else ():
                if is_annotation(keyword) or keyword == "discriminator":
                    found.setdefault(keyword, []).append(canonical(value))
        return {keyword: ", ".join(sorted(set(values))) for keyword, values in found.items()}

    def place_of(self, keyword: str) -> str:
        """Return the pointer of the layer that has a keyword, or of the first part if none has it."""
        return next((layer.pointer for layer in self.layers if has(layer, keyword)), self.parts[0].pointer)

    def place_of_name(self, name: str) -> str:
        """Return the pointer of the layer that declares a property, or of the first part if none does."""
        holders = (layer for layer in self.layers if has(layer, "properties") and name in layer.raw["properties"])
        return next((layer.at("properties", name).pointer for layer in holders), self.parts[0].pointer)

    @cached_property
    def required(self) -> frozenset[str]:
        """The required properties."""
        return frozenset(name for names in self.all("required") for name in names)

    @cached_property
    def declared(self) -> frozenset[str]:
        """The names of the properties that any layer declares."""
        return frozenset(name for properties in self.all("properties") for name in properties)

    @cached_property
    def known(self) -> frozenset[str]:
        """The names that any layer mentions: also those that are only required, or only together with another."""
        beside = (name for one in self.all("dependentRequired") for names in one.values() for name in names)
        return self.declared | self.required | frozenset(beside)

    def member(self, name: str) -> "Node":
        """Return the node for a property, from all layers."""
        if name not in self._members:
            self._members[name] = self.node(*(part for layer in self.layers for part in of_name(layer, name)))
        return self._members[name]

    @cached_property
    def others(self) -> "Node":
        """The node for properties that no layer declares and no pattern matches."""
        return self.node(*(one.at("additionalProperties") for one in self.layers if has(one, "additionalProperties")))

    @cached_property
    def patterned(self) -> "dict[str, Node]":
        """The patterns of names, each with the node for its properties."""
        found: dict[str, list[Part]] = {}
        for layer in self.layers:
            for pattern in layer.raw.get("patternProperties", ()) if isinstance(layer.raw, dict) else ():
                found.setdefault(pattern, []).append(layer.at("patternProperties", pattern))
        return {pattern: self.node(*parts) for pattern, parts in found.items()}

    def item(self, index: int) -> "Node":
        """Return the node for the item at a position in an array."""
        found = [part for layer in self.layers for part in item_of(layer, index)]
        # An item may match `contains`, so it also knows the properties that are declared there.
        knowing = (wanted for wanted in self.all_parts("contains") if self.node(wanted).names)
        found += (self.made({"if": wanted.raw}, wanted, "contained", id(wanted.raw)) for wanted in knowing)
        return self.node(*found)

    @cached_property
    def places(self) -> int:
        """The number of positions of an array with their own schemas."""
        return max((len(prefix) for prefix in self.all("prefixItems")), default=0)


def key_of(parts: tuple[Part, ...]) -> frozenset[Any]:
    """Return the key of parts: the `id` of each schema; for `true` and `false` also the pointer."""
    return frozenset((part.raw, part.pointer) if isinstance(part.raw, bool) else id(part.raw) for part in parts)


def has(layer: Part, keyword: str) -> bool:
    """Return whether a layer has a keyword."""
    return isinstance(layer.raw, dict) and keyword in layer.raw


def item_of(layer: Part, index: int) -> Iterator[Part]:
    """Give the schemas of a layer for the item at a position."""
    prefix = layer.raw.get("prefixItems", ()) if isinstance(layer.raw, dict) else ()
    if index < len(prefix):
        yield layer.at("prefixItems", str(index))
    elif has(layer, "items"):
        yield layer.at("items")


def of_name(layer: Part, name: str) -> Iterator[Part]:
    """Give the schemas of a layer for the property with a name."""
    if not isinstance(layer.raw, dict):
        return
    known = False
    if name in layer.raw.get("properties", ()):
        known = True
        yield layer.at("properties", name)
    for pattern in layer.raw.get("patternProperties", ()):
        if found_in(pattern, name):
            known = True
            yield layer.at("patternProperties", pattern)
    if not known and "additionalProperties" in layer.raw:
        yield layer.at("additionalProperties")
