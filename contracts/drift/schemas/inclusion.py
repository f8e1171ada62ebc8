"""Whether every value of one schema is a value of another: the heart of the comparison.

The left side is taken apart into branches, the right side is asked keyword by keyword. No finding is a proof that all
is included; a finding with a value is a proof that it is not; one without a value says that it is not known.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ..json_values import MISSING
from . import arrays, compositions, numbers, objects, strings, unions
from .branches import Branch, TooManyBranches, branches, named_types
from .findings import Finding, Findings
from .likeness import Likeness
from .nodes import Node, Part, has
from .samples import Samples
from .validity import accepts, refusing_keyword

Check = Callable[["Inclusion", Branch, Part, Node], Iterator[Finding]]
CHECKS: dict[str, tuple[Check, ...]] = {
    "number": numbers.CHECKS,
    "string": strings.CHECKS,
    "array": arrays.CHECKS,
    "object": objects.CHECKS,
}


class _Frame(NamedTuple):
    """A question that is being worked out: its place among them, how deep in the value, and what hangs on it."""

    place: int
    depth: int
    provisional: dict[Any, Findings]


class Inclusion:
    """Inclusions of the schemas of one document in those of another, each worked out once."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self.samples = Samples()
        self.likeness = Likeness()
        self._known: dict[Any, Findings] = {}
        self._open: dict[Any, _Frame] = {}
        self._lowest: list[int] = []
        self._depth = 0
        self._kept: list[Any] = []  # a node is known by its parts' identity, which must not be given away again

    def of(self, left: Node, right: Node) -> Findings:
        """Return why not every value of the left node is one of the right; nothing where it is proven that it is."""
        key = (left.key, right.key)
        if key in self._known:
            return self._known[key]
        if not isinstance(left, Branch) and self.likeness.of(left, right):
            return ()
        frame = self._open.get(key)
        if frame is not None:
            self._lowest[-1] = min(self._lowest[-1], frame.place)
            # What contains itself is included if all else is; but not if it is asked about the very same value again.
            return () if frame.depth < self._depth else (Finding("union", _place(right)),)
        frame = self._open[key] = _Frame(len(self._open), self._depth, {})
        self._lowest.append(frame.place)
        findings = _unique(self._of(left, right))
        lowest = self._lowest.pop()
        del self._open[key]
        self._kept += (left, right)
        if lowest < frame.place:
            self._lowest[-1] = min(self._lowest[-1], lowest)
            above = next(reversed(self._open.values())).provisional
            above.update(frame.provisional)
            above[key] = findings
        else:
            self._known[key] = findings
            if not findings:
                self._known.update(frame.provisional)
        return findings

    def inside(self, left: Node, right: Node) -> Findings:
        """Return the same for values inside an array or object."""
        self._depth += 1
        try:
            return self.of(left, right)
        finally:
            self._depth -= 1

    def holds(self, left: Node, right: Node) -> bool:
        """Return whether it is proven that every value of the left node is one of the right."""
        return not self.of(left, right)

    def synthetic(self, raw: Any, near: Part) -> Part:
        """Return a schema that stands in no document."""
        self._kept.append(raw)
        return Part(raw, near.pointer)

    def refused(self, branch: Branch, layer: Part, right: Node, keywords: Iterable[str], finding: Finding) -> Finding:
        """Return the finding, with a value of the branch that the keywords of the layer refuse, where one is found."""
        only = self.synthetic({keyword: layer.raw[keyword] for keyword in keywords if keyword in layer.raw}, layer)
        return finding._replace(value=self.counterexample(branch, right.node(only)))

    def counterexample(self, left: Node, right: Node) -> Any:
        """Return a small value of the left node that the right one refuses, MISSING where none is found."""
        return next((value for value in self.samples.of(left, right) if not accepts(right, value)), MISSING)

    def _of(self, left: Node, right: Node) -> Iterator[Finding]:
        yield from _strange(left, right)
        if right.trivial:
            return
        try:
            found = branches(left)
        except TooManyBranches:
            yield Finding("union", _place(right), value=self.counterexample(left, right))
            return
        settled = unions.settled(self, left, right)
        for branch in found:
            yield from self._branch(branch, right, settled)

    def _branch(self, branch: Branch, right: Node, settled: frozenset[str]) -> Iterator[Finding]:
        if branch.values is not None:
            yield from self._listed(branch, right)
            return
        for layer in right.layers:
            if layer.raw is False or (has(layer, "type") and branch.type not in named_types(layer.raw["type"])):
                said = layer.raw if layer.raw is False else layer.raw["type"]
                value = self.samples.smallest(branch)
                pointer = layer.pointer if layer.raw is False else f"{layer.pointer}/type"
                yield Finding("type", pointer, (), _said_type(branch), said, value)
                return
        for layer in right.layers:
            if isinstance(layer.raw, dict):
                for check in (*CHECKS[branch.type], *compositions.CHECKS):
                    yield from check(self, branch, layer, right)
        for union in right.unions:
            if union.pointer not in settled:
                yield from unions.in_union(self, branch, union, right)

    def _listed(self, branch: Branch, right: Node) -> Iterator[Finding]:
        for value in branch.values or ():
            for layer in right.layers:
                keyword = refusing_keyword(right.root, layer, value)
                if keyword is not None:
                    there = layer.raw[keyword] if keyword else layer.raw
                    pointer = f"{layer.pointer}/{keyword}" if keyword else layer.pointer
                    here = next(branch.all(keyword), next(branch.all("enum"), MISSING)) if keyword else MISSING
                    yield Finding(ASPECTS.get(keyword, "enum"), pointer, (), here, there, value)
                    break


ASPECTS = {"": "type", "type": "type", "anyOf": "union", "oneOf": "union", "pattern": "pattern", "format": "format"} | {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "range"),
    **dict.fromkeys(("minLength", "maxLength"), "length"),
    **dict.fromkeys(("not", "if", "then", "else"), "condition"),
}


def _place(node: Node) -> str:
    return node.parts[0].pointer if node.parts else ""


def _said_type(branch: Branch) -> Any:
    return next(iter(branch.all("type")), branch.type)


def _unique(findings: Iterable[Finding]) -> Findings:
    """Return the findings, each aspect at each keyword once: a proven one before one that is not, and the nearest."""
    best: dict[Any, Finding] = {}
    for one in findings:
        known = best.setdefault((one.aspect, one.pointer), one)
        if (not one.decided, len(one.path)) < (not known.decided, len(known.path)):
            best[one.aspect, one.pointer] = one
    return tuple(best.values())


def _strange(left: Node, right: Node) -> Iterator[Finding]:
    """Give the keywords that are not compared, where the two sides say something else by them."""
    for keyword in sorted(left.strangers.keys() | right.strangers.keys()):
        here, there = left.strangers.get(keyword, MISSING), right.strangers.get(keyword, MISSING)
        if here != there and not isinstance(left, Branch):
            yield Finding(f"keyword {keyword}", f"{_place(right)}/{keyword}", (), here, there)
