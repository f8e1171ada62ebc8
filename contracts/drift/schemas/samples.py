"""Make small values of a schema, the smallest first, for witnesses and counterexamples."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count, islice
from typing import Any

from ..json_values import MISSING, canonical, size
from .automata import Undecidable, found_in
from .branches import Branch, TooManyBranches, branches, fraction
from .budget import Budget
from .formats import GROWING, SAMPLES, admits
from .hints import NO_HINTS, Hints, hints_of
from .nodes import Node
from .numbers import simplest
from .patterns import shortest
from .validity import accepts

MANY = 120  # the maximum number of values of a node
FEW = 8  # how many branches of a node are tried for its smallest value
INSIDE = 6  # how many values of an item or property are tried in an enclosing value
DEPTH = 4  # the maximum depth of hints and values
NESTED = 12  # the maximum depth of a smallest value: objects whose required properties are objects
LONG = 300  # the maximum length of a text or array that is made for a hint
LONG_ADDRESS = 2_100  # the same for texts that need no search, such as Pydantic's HttpUrl with up to 2,083 characters


class Accepted:
    """The values that pass a check; each value is checked lazily and once."""

    def __init__(self, values: Iterable[Any], check: Callable[[Any], bool]) -> None:
        """Take the values and the check."""
        self._passed: list[Any] = []
        self._others = filter(check, values)

    def __iter__(self) -> Iterator[Any]:
        """Give the values that pass, in their order."""
        for place in count():
            if place == len(self._passed):
                value = next(self._others, MISSING)
                if value is MISSING:
                    return
                self._passed.append(value)
            yield self._passed[place]


class Samples:
    """The small values of nodes, each computed once."""

    def __init__(self, budget: Budget) -> None:
        """Start without values; each attempt is taken from the budget."""
        self._budget = budget
        self._known: dict[Any, Accepted] = {}
        self._smallest: dict[Any, Any] = {}
        self._inner: dict[Any, Any] = {}
        self._parts: dict[Any, list[Any]] = {}
        self._kept: list[Any] = []

    def of(self, node: Node, against: Node | None = None) -> Iterable[Any]:
        """Return values that the node accepts, small ones first; the node `against` gives hints."""
        key = (node.key, against and against.key)
        if key not in self._known:
            self._kept += (node, against)
            hints = NO_HINTS if against is None else hints_of((node, against))
            found = _unique(self._values(node, hints, DEPTH))
            self._known[key] = Accepted(found, partial(self._accepts, node))
        return self._known[key]

    def _accepts(self, node: Node, value: Any) -> bool:
        self._budget.spend()
        return accepts(node, value, unknown=False)

    def smallest(self, branch: Branch, without: str = "") -> Any:
        """Return a small value of a branch, without the named property; MISSING if none is found."""
        key = (branch.key, without)
        if key not in self._smallest:
            self._kept.append(branch)
            value = self._minimal(branch, without, NESTED)
            if value is MISSING or not accepts(branch, value, unknown=False):
                value = next((one for one in self.of(branch) if not without or without not in one), MISSING)
            self._smallest[key] = value
        return self._smallest[key]

    def _minimal(self, branch: Branch, without: str, depth: int) -> Any:
        """Return a candidate for the smallest value."""
        if depth == 0:
            return MISSING
        if branch.values is not None:
            return min(branch.values, key=size, default=MISSING)
        if branch.type == "array":
            found = [self._minimal_of(branch.item(place), depth) for place in range(branch.least("minItems"))]
            return MISSING if MISSING in found else found
        if branch.type == "object":
            named = {one: self._minimal_of(branch.member(one), depth) for one in sorted(branch.required - {without})}
            return MISSING if MISSING in named.values() else named
        return next(self._of_branch(branch, NO_HINTS, depth), MISSING)

    def _minimal_of(self, node: Node, depth: int) -> Any:
        key = (node.key, depth)
        if key not in self._inner:
            self._kept.append(node)
            found = (self._minimal(branch, "", depth - 1) for branch in _branches(node)[:FEW])
            self._inner[key] = min((value for value in found if value is not MISSING), key=size, default=MISSING)
        return self._inner[key]

    def _values(self, node: Node, hints: Hints, depth: int) -> Iterator[Any]:
        if depth == 0:
            return
        try:
            found = branches(node)
        except TooManyBranches:
            found = tuple(
                branch for union in node.unions for part in union.alternatives for branch in _branches(node.node(part))
            )
        makers = [self._of_branch(branch, hints, depth) for branch in found[:MANY]]
        # One of each branch before the second of any.
        while makers:
            for maker in list(makers):
                value = next(maker, MISSING)
                if value is MISSING:
                    makers.remove(maker)
                else:
                    yield value

    def _of_branch(self, branch: Branch, hints: Hints, depth: int) -> Iterator[Any]:
        if branch.values is not None:
            yield from branch.values
        elif branch.type == "number":
            yield from (number for number in _numbers(branch, hints) if number is not MISSING)
        elif branch.type == "string":
            yield from (text for text in _texts(branch, hints) if text is not None and _is_text_of(branch, text))
        elif branch.type == "array":
            yield from self._arrays(branch, hints, depth)
        elif branch.type == "object":
            yield from self._objects(branch, hints, depth)

    def _inside(self, node: Node, hints: Hints, depth: int) -> list[Any]:
        key = (node.key, hints, depth)
        if key not in self._parts:
            self._kept.append(node)
            self._parts[key] = _unique(islice(self._values(node, hints, depth - 1), MANY))[:INSIDE]
        return self._parts[key]

    def _arrays(self, branch: Branch, hints: Hints, depth: int) -> Iterator[Any]:
        least = branch.least("minItems")
        limits = {int(limit) for limit in hints.numbers if 0 <= limit <= LONG}
        lengths = {least, least + 1, 1, 2} | {near for limit in limits for near in (limit - 1, limit, limit + 1)}
        longest = branch.longest
        fitting = [one for one in sorted(lengths) if one >= least and (longest is None or one <= longest)]
        bases: list[list[Any]] = []
        for length in fitting:
            choices = [self._inside(branch.item(min(place, branch.places)), hints, depth) for place in range(length)]
            base = _filled(choices, branch.unique)
            if base is not None:
                bases.append(base)
                yield base
        for wanted in branch.all_parts("contains"):
            among = self._inside(branch.node(*branch.item(branch.places).parts, wanted), hints, depth)
            for length in fitting:
                filled = _filled([among] * length, branch.unique)
                if filled is not None:
                    yield filled
        for base in bases:
            for place in (0, len(base) - 1) if base else ():
                others = self._inside(branch.item(min(place, branch.places)), hints, depth)
                yield from ([*base[:place], one, *base[place + 1 :]] for one in others)

    def _objects(self, branch: Branch, hints: Hints, depth: int) -> Iterator[Any]:
        base: dict[str, Any] = {}
        choices: dict[str, list[Any]] = {}
        for name in sorted(branch.required):
            choices[name] = self._inside(branch.member(name), hints, depth)
            if not choices[name]:
                return
            base[name] = choices[name][0]
        others = [*sorted(branch.declared - branch.required), *self._other_names(branch, hints)]
        if len(base) >= branch.least("minProperties"):
            yield base
        for name in others[:MANY]:
            choices[name] = self._inside(branch.member(name), hints, depth)
            yield from ({**base, name: value} for value in choices[name])
        for name in sorted(branch.required):
            yield from ({**base, name: value} for value in choices[name][1:])
        for group in sorted(hints.groups, key=sorted):
            for choice in range(INSIDE):
                named = {
                    name: some[min(choice, len(some) - 1)] for name, some in choices.items() if some and name in group
                }
                yield base | named
        for choice in range(INSIDE):
            yield {name: some[min(choice, len(some) - 1)] for name, some in choices.items() if some}
        full = {name: choices[name][0] for name in [*base, *others[:MANY]] if choices[name]}
        while len(full) > len(base):
            yield dict(full)
            full.popitem()

    def _other_names(self, branch: Branch, hints: Hints) -> list[str]:
        """Return names that neither side declares, and names that only the other side declares, if they matter."""
        found = [name for name in sorted(hints.names - branch.declared) if not branch.silent_on(name)]
        found += sorted(hints.mentioned - hints.names - branch.declared)
        for pattern in (*branch.patterned, *hints.patterns):
            try:
                names = [shortest([pattern], (), 1), shortest([], [pattern], 1)]
            except Undecidable:
                continue
            found += [name for name in names if name is not None and name not in branch.declared | hints.names]
        fresh = (f"extra{number or ''}" for number in range(MANY))
        found += islice((one for one in fresh if one not in branch.declared | hints.names), 2)
        least = branch.least("minProperties") - len(branch.declared)
        return found + [f"more{number}" for number in range(least)]


def _branches(node: Node) -> tuple[Branch, ...]:
    try:
        return branches(node)
    except TooManyBranches:
        return ()


def _unique(values: Iterable[Any]) -> list[Any]:
    found = {size(value): value for value in islice(values, MANY)}
    return [found[key] for key in sorted(found)]


def _filled(choices: list[list[Any]], unique: bool) -> list[Any] | None:
    """Return an array with one of the choices at each position, None if there is none."""
    found: list[Any] = []
    taken: set[str] = set()
    for some in choices:
        one = next((value for value in some if not unique or canonical(value) not in taken), MISSING)
        if one is MISSING:
            return None
        found.append(one)
        taken.add(canonical(one))
    return found


def _numbers(branch: Branch, hints: Hints) -> Iterator[Any]:
    low, high = branch.low, branch.high
    yield simplest(branch, low, high)
    for hint in hints.numbers:
        limit = fraction(hint)
        yield simplest(branch, low if low and low >= (limit, False) else (limit, False), high)
        yield simplest(branch, low if low and low >= (limit, True) else (limit, True), high)
        yield simplest(branch, low, high if high and high <= (limit, True) else (limit, True))
        if limit > 0:
            yield simplest(branch, low, high, other_than=limit)
    for limit_ in (low, high):
        if limit_ is not None:
            yield simplest(branch, max(low, limit_) if low else limit_, high)
    yield simplest(branch, low, high, other_than=fraction(1))


def _texts(branch: Branch, hints: Hints) -> Iterator[str | None]:
    least, most = branch.least("minLength"), branch.most("maxLength")
    for name in branch.all("format"):
        yield from SAMPLES.get(name, ())
        if name in GROWING:
            lengths = (int(limit) + near for limit in hints.numbers for near in (0, 1) if 0 < limit < LONG_ADDRESS)
            yield from (sample.ljust(length, "a") for sample in SAMPLES[name] for length in lengths)
    patterns = list(branch.all("pattern"))
    limits = {int(limit) + near for limit in hints.numbers for near in (-1, 0, 1) if 0 < limit < LONG}
    try:
        for length in sorted({least, least + 1, *limits}):
            if length >= least and (most is None or length <= most):
                yield shortest(patterns, (), length, most)
        for pattern in hints.patterns:
            yield shortest(patterns, [pattern], least, most)
            yield shortest([*patterns, pattern], (), least, most)
    except Undecidable:
        yield from ("", "0", "a", "0.0", "A")
    yield from hints.texts
    for name in sorted(SAMPLES):
        yield from SAMPLES[name]


def _is_text_of(branch: Branch, text: str) -> bool:
    most = branch.most("maxLength")
    if len(text) < branch.least("minLength") or (most is not None and len(text) > most):
        return False
    return all(found_in(one, text) for one in branch.all("pattern")) and all(
        admits(one, text) for one in branch.all("format")
    )
