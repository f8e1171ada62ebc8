"""Compare numbers: bounds, integers and multiples."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, Any

from ..json_values import MISSING
from .branches import Bound, Branch, fraction, listed_types
from .findings import Finding
from .formats import RANGES
from .nodes import Node, Part, has

if TYPE_CHECKING:
    from .inclusion import Inclusion


def bounds(_: "Inclusion", branch: Branch, layer: Part, __: Node) -> Iterator[Finding]:
    """Compare the bounds."""
    for keyword in ("minimum", "exclusiveMinimum"):
        if has(layer, keyword):
            yield from _below(branch, (fraction(layer.raw[keyword]), keyword != "minimum"), layer, keyword)
    for keyword in ("maximum", "exclusiveMaximum"):
        if has(layer, keyword):
            yield from _above(branch, (fraction(layer.raw[keyword]), keyword != "maximum"), layer, keyword)
    if layer.raw.get("format") in RANGES:
        low, high = (fraction(end) for end in RANGES[layer.raw["format"]])
        yield from _below(branch, (low, False), layer, "format")
        yield from _above(branch, (high, False), layer, "format")


def integers(_: "Inclusion", branch: Branch, layer: Part, __: Node) -> Iterator[Finding]:
    """Compare integer with number."""
    types = listed_types(layer.raw.get("type", "number"))
    if "number" not in types and "integer" in types and any(step.denominator > 1 for step in [_step(branch)]):
        value = simplest(branch, branch.low, branch.high, other_than=Fraction(1))
        yield Finding("type", f"{layer.pointer}/type", (), "number", layer.raw["type"], lambda: value)


def multiples(_: "Inclusion", branch: Branch, layer: Part, __: Node) -> Iterator[Finding]:
    """Compare `multipleOf`."""
    if has(layer, "multipleOf"):
        step = fraction(layer.raw["multipleOf"])
        if not branch.divisors or (_step(branch) / step).denominator != 1:
            value = simplest(branch, branch.low, branch.high, other_than=step)
            here = next(branch.all("multipleOf"), MISSING)
            yield Finding("range", f"{layer.pointer}/multipleOf", (), here, layer.raw["multipleOf"], lambda: value)


def _below(branch: Branch, bound: Bound, layer: Part, keyword: str) -> Iterator[Finding]:
    if branch.low is None or branch.low < bound:
        high: Bound = (bound[0], not bound[1])
        value = simplest(branch, branch.low, high if branch.high is None else min(high, branch.high, key=_as_high))
        if value is not MISSING or branch.low is None or not branch.divisors:
            yield Finding(
                "range", f"{layer.pointer}/{keyword}", (), _said(branch, keyword), layer.raw[keyword], lambda: value
            )


def _above(branch: Branch, bound: Bound, layer: Part, keyword: str) -> Iterator[Finding]:
    if branch.high is None or _as_high(branch.high) > _as_high(bound):
        low: Bound = (bound[0], not bound[1])
        value = simplest(branch, low if branch.low is None else max(low, branch.low), branch.high)
        if value is not MISSING or branch.high is None or not branch.divisors:
            yield Finding(
                "range", f"{layer.pointer}/{keyword}", (), _said(branch, keyword), layer.raw[keyword], lambda: value
            )


def _as_high(bound: Bound) -> tuple[Fraction, bool]:
    return bound[0], not bound[1]


def _said(branch: Branch, keyword: str) -> Any:
    return next(branch.all(keyword), MISSING)


def _step(branch: Branch) -> Fraction:
    """Return a step of which all numbers of a branch are multiples; 1/2 if every number is allowed."""
    steps = branch.divisors
    if not steps:
        return Fraction(1, 2)
    common = lcm(*(step.denominator for step in steps))
    return Fraction(lcm(*(int(step * common) for step in steps)), common)


def simplest(branch: Branch, low: Bound | None, high: Bound | None, other_than: Fraction | None = None) -> Any:
    """Return the number of a branch between two bounds that is nearest to 0, and no multiple of `other_than`.

    Returns:
        The number, or MISSING if none was found among the nearest.
    """
    for unit in _units(branch, low, high, other_than):
        for number in _near_zero(unit, low, high):
            inside = (low is None or (number, False) >= low) and (
                high is None or _as_high((number, False)) <= _as_high(high)
            )
            if inside and (other_than is None or (number / other_than).denominator != 1):
                return int(number) if number.denominator == 1 else float(number)
    return MISSING


def _units(branch: Branch, low: Bound | None, high: Bound | None, other_than: Fraction | None) -> Iterator[Fraction]:
    unit = _step(branch)
    if branch.divisors:
        yield unit
        return
    yield Fraction(1)
    yield unit
    if other_than is not None:
        yield other_than / 2
    if low and high and high[0] > low[0]:
        yield (high[0] - low[0]) / 2
        yield (high[0] - low[0]) / 4
    for power in (1, 2, 3, 6, 9):
        yield Fraction(1, 10**power)


def _near_zero(unit: Fraction, low: Bound | None, high: Bound | None) -> Iterator[Fraction]:
    """Give a few multiples of a unit that may be between the bounds, nearest to 0."""
    first = ceil(low[0] / unit) if low and low[0] > 0 else floor(high[0] / unit) if high and high[0] < 0 else 0
    direction = -1 if first < 0 or (high and high[0] <= 0) else 1
    for distance in range(4):
        yield (first + direction * distance) * unit
        if first == 0:
            yield -direction * distance * unit


CHECKS = (bounds, integers, multiples)
