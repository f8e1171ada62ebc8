"""Split the values of a node, the left side of a comparison, into a union of branches, each of one JSON type."""

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

FEW = 50  # the maximum number of integers between two bounds that are listed
MANY = 200  # the maximum number of branches of one node


Bound = tuple[Fraction, bool]  # the number, and whether it is exclusive


class TooManyBranches(Exception):
    """A node has too many branches."""


class Branch(Node):
    """The values of one JSON type that all layers accept; an alternative of each anyOf and oneOf is among the layers.

    A oneOf is treated like an anyOf here, and not ignored. A branch may contain more values than its node: so a proof
    for the branch is valid for the node, but a counterexample must be checked.
    """

    def __init__(self, node: Node, layers: tuple[Part, ...], type_: str) -> None:
        """Take the layers of a node, with one alternative of every union."""
        super().__init__(node.root, layers, node.shared)
        self.type = type_
        self.key = frozenset({*self.key, type_})

    @cached_property
    def layers(self) -> tuple[Part, ...]:
        """The parts, which are layers already."""
        return self.parts

    def refined(self, part: Part) -> "Branch":
        """Return the branch, restricted by a schema without alternatives."""
        return type(self)(self, (*self.layers, part), self.type)

    @cached_property
    def values(self) -> tuple[Any, ...] | None:
        """The values if they are listed, else None."""
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
        """Whether the numbers are integers."""
        return any("integer" in types and "number" not in types for types in map(listed_types, self.all("type")))

    @cached_property
    def low(self) -> Bound | None:
        """The lower bound of the numbers, and whether it is exclusive."""
        found = [(fraction(bound), False) for bound in self.all("minimum")]
        found += [(fraction(bound), True) for bound in self.all("exclusiveMinimum")]
        found += [(fraction(RANGES[name][0]), False) for name in self.all("format") if name in RANGES]
        if self.integer:
            found = [(Fraction(floor(bound) + 1 if excluded else ceil(bound)), False) for bound, excluded in found]
        return max(found, default=None)

    @cached_property
    def high(self) -> Bound | None:
        """The upper bound of the numbers, and whether it is exclusive."""
        found = [(fraction(bound), False) for bound in self.all("maximum")]
        found += [(fraction(bound), True) for bound in self.all("exclusiveMaximum")]
        found += [(fraction(RANGES[name][1]), False) for name in self.all("format") if name in RANGES]
        if self.integer:
            found = [(Fraction(ceil(bound) - 1 if excluded else floor(bound)), False) for bound, excluded in found]
        return min(found, key=lambda one: (one[0], not one[1]), default=None)

    @property
    def divisors(self) -> list[Fraction]:
        """The values of `multipleOf`."""
        return [fraction(step) for step in self.all("multipleOf")] + ([Fraction(1)] if self.integer else [])

    def least(self, keyword: str) -> int:
        """Return the largest lower limit of a keyword like minLength."""
        return max((int(limit) for limit in self.all(keyword)), default=0)

    def most(self, keyword: str) -> int | None:
        """Return the smallest upper limit of a keyword like maxLength, None if there is none."""
        return min((int(limit) for limit in self.all(keyword)), default=None)

    def silent_on(self, name: str) -> bool:
        """Return whether no layer mentions a property or restricts undeclared properties."""
        named = name in self.known or any(found_in(pattern, name) for pattern in self.patterned)
        return not named and self.member(name).trivial

    @property
    def closed(self) -> bool:
        """Whether only properties are allowed that are declared or match a pattern."""
        return self.others.refuses_all

    @cached_property
    def longest(self) -> int | None:
        """The maximum number of items of an array, None if there is no limit."""
        place = next((place for place in range(self.places + 1) if self.item(place).refuses_all), None)
        limits = [limit for limit in (self.most("maxItems"), place) if limit is not None]
        return min(limits, default=None)

    @property
    def unique(self) -> bool:
        """Whether the items of an array must be unique."""
        return True in self.all("uniqueItems")


def fraction(number: float) -> Fraction:
    """Return the exact value of a JSON number."""
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
    # If no value is possible, impossible objects are compared nevertheless: their properties show the intention.
    possible = tuple(branch for branch in found.values() if not is_empty(branch))
    return possible or tuple(branch for branch in found.values() if branch.type == "object")


def contradiction(node: Node) -> str:
    """Return why a node accepts no value; empty if it may accept one."""
    try:
        found = branches(node)
    except TooManyBranches:
        return ""
    if not all(map(is_empty, found)):
        return ""
    missing = {name for branch in found for name in branch.required if branch.member(name).refuses_all}
    if missing:
        return f"it requires what it does not allow, {', '.join(f'`{name}`' for name in sorted(missing))}"
    return "its keywords contradict each other"


def named_types(types: Any) -> set[str]:
    """Return the JSON types that the keyword `type` names; an integer is a number."""
    return {"number" if one == "integer" else one for one in listed_types(types)}


def types_of(layers: tuple[Part, ...]) -> list[str]:
    """Return the JSON types that all layers allow."""
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
        raise TooManyBranches  # an alternative that contains itself
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
    """Return whether a branch has no values; False if it is not known."""
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
