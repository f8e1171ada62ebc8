"""The left side of a comparison: the values of a node as a union of branches, each of one JSON type."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from ..json_values import canonical, json_type
from .automata import Undecidable, found_in
from .formats import RANGES
from .keywords import TYPES
from .nodes import Node, Part, has
from .patterns import shortest
from .validity import accepts

FEW = 50  # integers between two bounds that are taken one by one
MANY = 200  # branches of one node, beyond which nothing is said


Bound = tuple[Fraction, bool]  # and whether it is itself excluded


class TooManyBranches(Exception):
    """A node has more alternatives than are worth comparing one by one."""


class Branch(Node):
    """The values of one JSON type that all layers accept; what a layer says in anyOf and oneOf is taken as said.

    A oneOf counts as an anyOf here, and not as nothing: a branch may hold more values than its node. So what is proven
    of a branch holds for the node, and a counterexample has to be checked.
    """

    def __init__(self, node: Node, layers: tuple[Part, ...], type_: str) -> None:
        """Take the layers of a node, of which an alternative was chosen for every union."""
        super().__init__(node.root, layers, node.shared)
        self.type = type_
        self.key = frozenset({*self.key, type_})

    @cached_property
    def layers(self) -> tuple[Part, ...]:
        """Return the parts: they are layers already."""
        return self.parts

    def refined(self, part: Part) -> "Branch":
        """Return the values of the branch that a schema without alternatives accepts as well."""
        return type(self)(self, (*self.layers, part), self.type)

    @cached_property
    def values(self) -> tuple[Any, ...] | None:
        """Return the values where they are listed, else None."""
        listed: list[Any]
        if self.type == "null":
            listed = [None]
        elif self.type == "boolean":
            listed = [False, True]
        else:
            lists = [*self.all("enum"), *([value] for value in self.all("const")), *self._few_integers()]
            if not lists:
                return None
            listed = min(lists, key=len)
        unique = {canonical(value): value for value in listed if json_type(value) == self.type}
        return tuple(value for value in unique.values() if accepts(self, value))

    def _few_integers(self) -> Iterator[list[int]]:
        if self.type == "number" and self.integer and self.low and self.high and self.high[0] - self.low[0] < FEW:
            yield list(range(int(self.low[0]), int(self.high[0]) + 1))

    @property
    def integer(self) -> bool:
        """Return whether the numbers are integers."""
        return any("integer" in types and "number" not in types for types in map(listed_types, self.all("type")))

    @cached_property
    def low(self) -> Bound | None:
        """Return the lower bound of the numbers, and whether it is itself excluded."""
        found = [(fraction(bound), False) for bound in self.all("minimum")]
        found += [(fraction(bound), True) for bound in self.all("exclusiveMinimum")]
        found += [(fraction(RANGES[name][0]), False) for name in self.all("format") if name in RANGES]
        if self.integer:
            found = [(Fraction(floor(bound) + 1 if excluded else ceil(bound)), False) for bound, excluded in found]
        return max(found, default=None)

    @cached_property
    def high(self) -> Bound | None:
        """Return the upper bound of the numbers, and whether it is itself excluded."""
        found = [(fraction(bound), False) for bound in self.all("maximum")]
        found += [(fraction(bound), True) for bound in self.all("exclusiveMaximum")]
        found += [(fraction(RANGES[name][1]), False) for name in self.all("format") if name in RANGES]
        if self.integer:
            found = [(Fraction(ceil(bound) - 1 if excluded else floor(bound)), False) for bound, excluded in found]
        return min(found, key=lambda one: (one[0], not one[1]), default=None)

    @property
    def divisors(self) -> list[Fraction]:
        """Return what every number is a multiple of."""
        return [fraction(step) for step in self.all("multipleOf")] + ([Fraction(1)] if self.integer else [])

    def least(self, keyword: str) -> int:
        """Return the greatest of the lower limits that a keyword sets, like minLength."""
        return max((int(limit) for limit in self.all(keyword)), default=0)

    def most(self, keyword: str) -> int | None:
        """Return the smallest of the upper limits that a keyword sets, like maxLength."""
        return min((int(limit) for limit in self.all(keyword)), default=None)

    def silent_on(self, name: str) -> bool:
        """Return whether no layer knows of a property, nor says anything of properties that it does not declare."""
        named = name in self.known or any(found_in(pattern, name) for pattern in self.patterned)
        return not named and self.member(name).trivial

    @property
    def closed(self) -> bool:
        """Return whether there are no other properties than those that are declared, or that a pattern names."""
        return self.others.refuses_all

    @cached_property
    def longest(self) -> int | None:
        """Return how many items an array has at most, None where there is no limit."""
        place = next((place for place in range(self.places + 1) if self.item(place).refuses_all), None)
        limits = [limit for limit in (self.most("maxItems"), place) if limit is not None]
        return min(limits, default=None)

    @property
    def unique(self) -> bool:
        """Return whether no two items of an array are equal."""
        return True in self.all("uniqueItems")


def fraction(number: float) -> Fraction:
    """Return a JSON number exactly as it is written."""
    return Fraction(str(number))


def listed_types(types: Any) -> list[str]:
    """Return the types that the keyword `type` names, which may be one or a list."""
    return types if isinstance(types, list) else [types]


def branches(node: Node) -> tuple[Branch, ...]:
    """Return the branches of a node; raises TooManyBranches."""
    if isinstance(node, Branch):
        return (node,)
    if "branches" not in node.kept:
        node.kept["branches"] = _branches(node)
    found: tuple[Branch, ...] | None = node.kept["branches"]
    if found is None:
        raise TooManyBranches
    return found


def _branches(node: Node) -> tuple[Branch, ...] | None:
    found: dict[Any, Branch] = {}
    try:
        for layers in _expanded(node, ()):
            for type_ in types_of(layers):
                branch = Branch(node, layers, type_)
                found[branch.key] = branch
    except TooManyBranches:
        return None
    if len(found) > MANY:
        return None
    # Objects that cannot be are compared all the same, where nothing else can be: their properties say what was meant.
    possible = tuple(branch for branch in found.values() if not is_empty(branch))
    return possible or tuple(branch for branch in found.values() if branch.type == "object")


def contradiction(node: Node) -> str:
    """Return why a node surely accepts nothing; empty where it may accept some value."""
    try:
        found = branches(node)
    except TooManyBranches:
        return ""
    if not all(map(is_empty, found)):
        return ""
    missing = {name for branch in found for name in branch.required if branch.member(name).refuses_all}
    if missing:
        return f"it requires what it does not allow, {', '.join(f'`{name}`' for name in sorted(missing))}"
    return "what it says contradicts itself"


def named_types(types: Any) -> set[str]:
    """Return the JSON types that the keyword `type` names; an integer is a number."""
    return {"number" if one == "integer" else one for one in listed_types(types)}


def types_of(layers: tuple[Part, ...]) -> list[str]:
    """Return the JSON types that all layers admit."""
    if any(layer.raw is False for layer in layers):
        return []
    admitted = list(TYPES)
    for layer in layers:
        if has(layer, "type"):
            named = named_types(layer.raw["type"])
            admitted = [one for one in admitted if one in named]
        if has(layer, "not") and isinstance(layer.raw["not"], dict) and layer.raw["not"].keys() == {"type"}:
            excluded = listed_types(layer.raw["not"]["type"])
            admitted = [one for one in admitted if one not in excluded]
    return admitted


def _expanded(node: Node, above: tuple[frozenset[int], ...]) -> list[tuple[Part, ...]]:
    if node.key in above or len(above) > MANY:
        raise TooManyBranches  # an alternative that is the whole again
    found = [node.layers]
    for ways in node.choices:
        alternatives = [more for parts in ways for more in _expanded(node.node(*parts), (*above, node.key))]
        found = [_merged(some, more) for some in found for more in alternatives]
        if len(found) > MANY:
            raise TooManyBranches
    return found


def _merged(some: tuple[Part, ...], more: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple({id(part.raw): part for part in (*some, *more)}.values())


def is_empty(branch: Branch) -> bool:
    """Return whether a branch surely has no values; False where it is not known."""
    if branch.values is not None:
        return not branch.values
    if branch.type == "number":
        low, high = branch.low, branch.high
        return bool(low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))))
    if branch.type == "string" and _no_text(branch):
        return True
    keywords = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
    least, most = keywords.get(branch.type, ("minProperties", "maxProperties"))
    limit = branch.most(most)
    if limit is not None and branch.least(least) > limit:
        return True
    return branch.type == "object" and any(branch.member(name).refuses_all for name in branch.required)


def _no_text(branch: Branch) -> bool:
    patterns = list(branch.all("pattern"))
    try:
        return bool(patterns) and shortest(patterns, (), branch.least("minLength"), branch.most("maxLength")) is None
    except Undecidable:
        return False
