"""Decide whether every value of one schema is a value of another: the core of the comparison.

The left side is split into branches, and the right side is checked keyword by keyword. If there is no reason against
the inclusion, it is proven. If there are reasons, a counterexample disproves it; without one, the result is unknown.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

from ..json_values import MISSING
from . import arrays, compositions, numbers, objects, strings, unions
from .branches import Branch, TooManyBranches, branches, named_types
from .budget import Budget
from .disjointness import Disjointness
from .findings import Choice, Finding, Findings, Inner, Reason, Search
from .keywords import SEEING
from .likeness import Likeness
from .nodes import Node, Part, has
from .overlaps import overlaps
from .pairing import paired
from .samples import Samples
from .validity import accepts, refusing_keyword

Check = Callable[["Inclusion", Branch, Part, Node], Iterator[Reason]]
CHECKS: dict[str, tuple[Check, ...]] = {
    "number": numbers.CHECKS,
    "string": strings.CHECKS,
    "array": arrays.CHECKS,
    "object": objects.CHECKS,
}


class _Frame(NamedTuple):
    """An open question: its position among the open questions, its depth in the value, and its dependent proofs."""

    place: int
    depth: int
    assumed: list[Any]


class _Assumed(NamedTuple):
    """A proof that depends on an open question: the question's position, and the depth in the value."""

    place: int
    depth: int


class Inclusion:
    """The inclusions of the schemas of one document in those of another, each computed once."""

    def __init__(self) -> None:
        """Start without results."""
        self.budget = Budget()
        self.samples = Samples(self.budget)
        self.likeness = Likeness()
        self.disjoint = Disjointness().of
        self._proofs: dict[Any, bool] = {}
        self._assumed: dict[Any, _Assumed] = {}
        self._open: dict[Any, _Frame] = {}
        self._lowest: list[int] = []
        self._depth = 0
        self._reasons: dict[Any, tuple[Reason, ...]] = {}
        self._chosen: dict[Choice, tuple[Reason, ...]] = {}
        self._findings: dict[Any, Findings] = {}
        self._pairs: dict[Any, dict[int, int]] = {}
        self._synthetic: dict[Any, Any] = {}
        self._kept: list[Node] = []  # nodes are identified by the `id` of their parts, so these must stay alive

    def of(self, left: Node, right: Node, *, shown: bool = True) -> Findings:
        """Return why not every value of the left node is one of the right; empty if the inclusion is proven.

        Args:
            left: The schema of the values.
            right: The schema that may refuse them.
            shown: Whether counterexamples are searched, which takes most of the time.

        Raises:
            TooHard: It takes more work than the budget of a place allows.
        """
        key = (left.key, right.key, shown)
        if key not in self._findings:
            found = () if self.holds(left, right) else self._found(left, right, shown=shown)
            self._findings[key] = found
        return self._findings[key]

    def _found(self, left: Node, right: Node, *, shown: bool) -> Findings:
        found = self._explored(left, right, shown=shown)
        return (_shown if shown else _nearest)(found) or (Finding("union", _place(right)),)

    def holds(self, left: Node, right: Node) -> bool:
        """Return whether it is proven that every value of the left node is one of the right; raises TooHard."""
        key = (left.key, right.key)
        if key in self._proofs:
            return self._proofs[key]
        if not isinstance(left, Branch) and self.likeness.of(left, right):
            return True
        assumed, frame = self._assumed.get(key), self._open.get(key)
        if assumed is not None and assumed.depth <= self._depth:
            self._lowest[-1] = min(self._lowest[-1], assumed.place)
            return True
        if frame is not None:
            self._lowest[-1] = min(self._lowest[-1], frame.place)
            # Recursive schemas: an open question counts as proven deeper in the value, but not for the same value.
            return frame.depth < self._depth
        return self._worked_out(key, left, right)

    def _worked_out(self, key: Any, left: Node, right: Node) -> bool:
        self.budget.spend()
        frame = self._open[key] = _Frame(len(self._open), self._depth, [])
        self._lowest.append(frame.place)
        holds = next(self._why(left, right), None) is None
        lowest = self._lowest.pop()
        del self._open[key]
        self._kept += (left, right)
        if not holds:
            self._proofs[key] = False
            for one in frame.assumed:
                self._assumed.pop(one, None)
        elif lowest < frame.place:
            self._lowest[-1] = min(self._lowest[-1], lowest)
            self._assumed[key] = _Assumed(lowest, self._depth)
            next(reversed(self._open.values())).assumed.extend((*frame.assumed, key))
        else:
            for one in (key, *frame.assumed):
                self._proofs[one] = True
                self._assumed.pop(one, None)
        return holds

    def holds_inside(self, inner: Inner) -> bool:
        """Return whether the inclusion is proven for a part of the value."""
        self._depth += 1
        try:
            return self.holds(inner.left, inner.right)
        finally:
            self._depth -= 1

    @cached_property
    def exact(self) -> "Inclusion":
        """The inclusion in which no property counts as absent: for schemas whose values are not sent."""
        other = Inclusion()
        other.budget, other.samples, other.likeness, other.disjoint = (
            self.budget,
            self.samples,
            self.likeness,
            self.disjoint,
        )
        other.exact = other
        return other

    def absent(self, branch: Branch, name: str) -> bool:
        """Return whether a property counts as absent, because a branch does not know it."""
        return self.exact is not self and branch.silent_on(name)

    def start(self) -> None:
        """Begin with the next place of the documents, which has its own budget."""
        self.budget.renew()
        self._open.clear()
        self._assumed.clear()
        self._lowest.clear()
        self._depth = 0
        if self.exact is not self:
            self.exact.start()

    def _explored(self, left: Node, right: Node, *, shown: bool) -> Iterator[Finding]:
        """Give the findings, those closest to the top of the value first; each pair of nodes is examined once."""
        waiting: deque[tuple[Node, Node, tuple[Inner, ...]]] = deque([(left, right, ())])
        seen: set[Any] = set()
        while waiting:
            one, other, around = waiting.popleft()
            if (one.key, other.key) in seen:
                continue
            seen.add((one.key, other.key))
            for reason in self.chosen_from(self._all_reasons(one, other), shown=shown):
                if isinstance(reason, Inner):
                    waiting.append((reason.left, reason.right, (*around, reason)))
                elif isinstance(reason, Finding):
                    yield _within(reason, around)

    def _all_reasons(self, left: Node, right: Node) -> tuple[Reason, ...]:
        key = (left.key, right.key)
        if key not in self._reasons:
            self._kept += (left, right)
            self._reasons[key] = tuple(self._why(left, right))
        return self._reasons[key]

    def chosen_from(self, reasons: Iterable[Reason], *, shown: bool) -> Iterator[Reason]:
        """Give the reasons; a choice is replaced by the reasons that it leads to."""
        for reason in reasons:
            if not isinstance(reason, Choice):
                yield reason
                continue
            if not shown:
                yield Inner("", reason.left, reason.options[0])
                continue
            if reason not in self._chosen:
                self._chosen[reason] = ()  # a recursive choice adds no reason
                self._chosen[reason] = self._resolved(reason)
            yield from self._chosen[reason]

    def _resolved(self, choice: Choice) -> tuple[Reason, ...]:
        for option in choice.options:
            found = tuple(
                one
                for one in _shown(self._explored(choice.left, option, shown=True))
                if one.value is not MISSING and not accepts(choice.whole, one.value)
            )
            if found:
                return found
        return tuple(self.chosen_from(choice.otherwise(), shown=True))

    def paired(self, left: Sequence[Node], right: Sequence[Node]) -> dict[int, int]:
        """Return for each alternative on the left the position of its counterpart on the right, if it has one."""
        key = (tuple(one.key for one in left), tuple(one.key for one in right))
        if key not in self._pairs:
            self._pairs[key] = paired(left, right)
        return self._pairs[key]

    def synthetic(self, raw: Any, near: Part, *key: Any) -> Part:
        """Return a schema that is in no document; the same one for the same key."""
        return Part(self._synthetic.setdefault(key, raw), near.pointer)

    def refused(self, branch: Branch, layer: Part, right: Node, *keywords: str) -> Search:
        """Return a search for a value of the branch that some keywords of the layer refuse."""

        def search() -> Any:
            own = {keyword: layer.raw[keyword] for keyword in keywords if keyword in layer.raw}
            only = self.synthetic(own, layer, id(layer.raw), *keywords)
            return self.counterexample(branch, right.node(only))

        return search

    def counterexample(self, left: Node, right: Node) -> Any:
        """Return a small value of the left node that the right one refuses, MISSING if none is found."""
        if not self.budget.may_search():
            return MISSING
        return next((value for value in self.samples.of(left, right) if not accepts(right, value)), MISSING)

    def _why(self, left: Node, right: Node) -> Iterator[Reason]:
        yield from _strange(left, right)
        if right.trivial:
            return
        try:
            found = branches(left)
            reasons = self._against(left, found, right)
            first = next(reasons, None)
            if first is None:
                # The right node may accept each alternative, but refuse a value that several of them accept.
                yield from self._against(left, overlaps(self, left, found, right), right)
            else:
                yield first
                yield from reasons
        except TooManyBranches:
            yield Finding("union", _place(right), search=partial(self.counterexample, left, right))

    def _against(self, left: Node, found: Sequence[Branch], right: Node) -> Iterator[Reason]:
        for index, branch in enumerate(found):
            yield from self._branch(branch, right)
            if branch.values is None:
                for union in right.unions:
                    if not unions.settled(self, left, branch, right, union):
                        like = self.paired(found, [right.node(part) for part in union.alternatives]).get(index)
                        yield from unions.in_union(self, branch, union, right, like)
        if not right.unions:
            for branch in unions.swallowed(self, found, right):
                yield Finding("union", _place(branch))

    def _branch(self, branch: Branch, right: Node) -> Iterator[Reason]:
        if branch.values is not None:
            yield from self._listed(branch, right)
            return
        for layer in right.layers:
            if layer.raw is False or (has(layer, "type") and branch.type not in named_types(layer.raw["type"])):
                said = layer.raw if layer.raw is False else layer.raw["type"]
                search = partial(self.samples.smallest, branch)
                pointer = layer.pointer if layer.raw is False else f"{layer.pointer}/type"
                yield Finding("type", pointer, (), _said_type(branch), said, search)
                return
        for layer in right.layers:
            if isinstance(layer.raw, dict):
                for check in (*CHECKS[branch.type], *compositions.CHECKS):
                    yield from check(self, branch, layer, right)

    def _listed(self, branch: Branch, right: Node) -> Iterator[Finding]:
        for value in branch.values or ():
            for layer in right.layers:
                keyword = refusing_keyword(right, layer.raw, value)
                if keyword is not None:
                    there = layer.raw[keyword] if keyword else layer.raw
                    pointer = f"{layer.pointer}/{keyword}" if keyword else layer.pointer
                    here = next(branch.all(keyword), next(branch.all("enum"), MISSING)) if keyword else MISSING
                    yield Finding(ASPECTS.get(keyword, "enum"), pointer, (), here, there, partial(_itself, value))
                    break


ASPECTS = {"": "type", "type": "type", "anyOf": "union", "oneOf": "union", "pattern": "pattern", "format": "format"} | {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "range"),
    **dict.fromkeys(("minLength", "maxLength"), "length"),
    **dict.fromkeys(("not", "if", "then", "else"), "condition"),
}


def _itself(value: Any) -> Any:
    return value


def _within(finding: Finding, around: tuple[Inner, ...]) -> Finding:
    for inner in reversed(around):
        finding = finding.within(inner)
    return finding


def _place(node: Node) -> str:
    return node.parts[0].pointer if node.parts else ""


def _said_type(branch: Branch) -> Any:
    return next(iter(branch.all("type")), branch.type)


def _nearest(findings: Iterable[Finding]) -> Findings:
    """Return one finding for each aspect and keyword: the first, which is closest to the top of the value."""
    return tuple({_what(one): one for one in reversed(list(findings))}.values())[::-1]


def _what(one: Finding) -> tuple[Any, ...]:
    """Return the key of a finding; in a closed object, one keyword refuses several properties."""
    return one.aspect, one.pointer, one.path[-1:] if one.aspect == "property" else ()


def _shown(findings: Iterable[Finding]) -> Findings:
    """Return one finding for each aspect and keyword, preferably one with a counterexample."""
    best: dict[Any, Finding] = {}
    for one in findings:
        known = best.setdefault(_what(one), one)
        if one is not known and known.value is MISSING and one.value is not MISSING:
            best[_what(one)] = one
    return tuple(best.values())


def _strange(left: Node, right: Node) -> Iterator[Finding]:
    """Give findings for keywords that are not compared, if their meaning differs.

    Such keywords that only the left side has can be ignored: they only reduce its values.
    """
    ours, theirs = left.strangers.keys(), right.strangers.keys()
    # Equal schemas are handled before. The meaning of some keywords depends on adjacent ones, so they always differ.
    differing = {one for one in theirs if one not in ours or one.keyword in SEEING}
    if not isinstance(left, Branch):
        differing |= {one for one in ours if one not in theirs}
    for why, keyword in sorted({one[:2] for one in differing}):
        here, there = (
            {one.text: at for one, at in node.strangers.items() if one[:2] == (why, keyword)} for node in (left, right)
        )
        pointer = next(iter((there or here).values()))
        yield Finding(why, pointer, (), ", ".join(sorted(here)) or MISSING, ", ".join(sorted(there)) or MISSING)
