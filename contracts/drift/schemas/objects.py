"""Compare objects: declared, required and other properties.

A property that an open object does not declare counts as absent if the other side declares it: the author of the
schema did not know it. Names that neither side declares are different: an open object may contain any, a closed one
none.
"""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from ..json_values import MISSING
from .automata import Undecidable
from .branches import Branch
from .findings import Finding, Inner, Lift, Reason, Search
from .nodes import Node, Part, has, of_name
from .patterns import shortest
from .validity import accepts

if TYPE_CHECKING:
    from .inclusion import Inclusion

MANY = 200  # the maximum number of properties of an object that shows a limit


def required(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the required properties."""
    for index, name in enumerate(layer.raw.get("required", ())):
        if name not in branch.required:
            search = partial(inclusion.samples.smallest, branch, without=name)
            yield Finding("required", f"{layer.pointer}/required/{index}", (name,), False, True, search)


def properties(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the schemas of each property that either side declares."""
    if not {"properties", "patternProperties", "additionalProperties"} & layer.raw.keys():
        return
    spoken = layer.raw.get("properties", {}).keys()
    if {"patternProperties", "additionalProperties"} & layer.raw.keys():
        spoken = spoken | branch.known | right.names
    for name in sorted(spoken):
        if inclusion.absent(branch, name):
            continue
        theirs = right.node(*of_name(layer, name))
        # A closed object refuses the property with any value.
        inner = Inner(name, branch.member(name), theirs, _around(inclusion, branch, name), closed="property")
        if not inclusion.holds_inside(inner):
            yield inner


def others(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the schemas of names that neither side declares, with a pattern or without."""
    theirs = {pattern: layer.at("patternProperties", pattern) for pattern in layer.raw.get("patternProperties", ())}
    rest = right.node(layer.at("additionalProperties")) if has(layer, "additionalProperties") else None
    # The empty pattern, which matches every name, stands for the names without a pattern.
    ours = {"": branch.others, **branch.patterned}
    for pattern, part in theirs.items():
        sources = {pattern: ours[pattern]} if pattern in ours else ours
        for own, source in sources.items():
            yield from _other(inclusion, branch, right, source, right.node(part), {pattern, own}, [])
    if rest is not None:
        for own, source in ours.items():
            if own not in theirs:
                yield from _other(inclusion, branch, right, source, rest, {own}, list(theirs))


def _other(
    inclusion: "Inclusion",
    branch: Branch,
    right: Node,
    ours: Node,
    theirs: Node,
    matching: Collection[str],
    refusing: Collection[str],
) -> Iterator[Reason]:
    if branch.most("maxProperties") == len(branch.required):
        return
    try:
        name = _fresh(branch.declared | right.names, matching, refusing)
    except Undecidable:
        name = MISSING
    if name is None:
        return
    # A closed object refuses the name with any value.
    inner = Inner("*", ours, theirs, _around(inclusion, branch, name), closed="closed")
    if not inclusion.holds_inside(inner):
        yield inner


def _fresh(taken: Collection[str], matching: Collection[str], refusing: Collection[str]) -> Any:
    """Return a name that is not taken, matches some patterns and not others; None if there is none."""
    for length in range(1, 12):
        name = shortest(matching, refusing, length)
        if name is None:
            return shortest(matching, refusing)
        if name not in taken:
            return name
    return MISSING


def names(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare `propertyNames`."""
    if not has(layer, "propertyNames"):
        return
    wanted = right.node(layer.at("propertyNames"))
    string = inclusion.synthetic({"type": "string"}, layer, "names")
    ours = [part.at("propertyNames") for part in branch.layers if has(part, "propertyNames")]
    if inclusion.holds(branch.node(*ours, string), wanted):
        return
    if branch.closed and not branch.patterned and all(accepts(wanted, name, unknown=False) for name in branch.declared):
        return

    name = partial(inclusion.counterexample, branch.node(*ours, string), wanted)
    more = partial(_extended, inclusion, branch, lambda: [name()])
    search = partial(_first, more, inclusion.refused(branch, layer, right, "propertyNames"))
    yield Finding("names", f"{layer.pointer}/propertyNames", (), MISSING, layer.raw["propertyNames"], search)


def sizes(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the number of properties."""
    least = max(branch.least("minProperties"), len(branch.required))
    most = branch.most("maxProperties")
    if branch.closed and not branch.patterned:
        most = min(len(branch.declared), len(branch.declared) if most is None else most)
    if layer.raw.get("minProperties", 0) > least:
        search = inclusion.refused(branch, layer, right, "minProperties")
        yield Finding("names", f"{layer.pointer}/minProperties", (), least, layer.raw["minProperties"], search)
    limit = layer.raw.get("maxProperties")
    if limit is not None and (most is None or most > limit):
        more = partial(_extended, inclusion, branch, lambda: [f"name{number}" for number in range(int(limit) + 1)])
        search = partial(_first, inclusion.refused(branch, layer, right, "maxProperties"), more)
        here = MISSING if most is None else most
        yield Finding("names", f"{layer.pointer}/maxProperties", (), here, limit, search)


def _extended(inclusion: "Inclusion", branch: Branch, more: Callable[[], list[Any]]) -> Any:
    """Return a small object of a branch with more properties, MISSING if there is none."""
    names = more()
    if MISSING in names or len(names) > MANY:
        return MISSING
    base = inclusion.samples.smallest(branch)
    values = {name: next(iter(inclusion.samples.of(branch.member(name))), MISSING) for name in names}
    if base is MISSING or MISSING in values.values() or not accepts(branch, {**base, **values}, unknown=False):
        return MISSING
    return {**base, **values}


def _first(*searches: Search) -> Any:
    return next((value for value in (search() for search in searches) if value is not MISSING), MISSING)


def dependencies(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare `dependentRequired`."""
    ours = {(name, other) for one in branch.all("dependentRequired") for name in one for other in one[name]}
    for name, wanted in layer.raw.get("dependentRequired", {}).items():
        missing = [
            other for other in wanted if other not in branch.required and (name, other) not in ours and other != name
        ]
        if missing and not branch.member(name).refuses_all:
            here = next((one[name] for one in branch.all("dependentRequired") if name in one), MISSING)
            search = inclusion.refused(branch, layer, right, "dependentRequired")
            yield Finding("condition", f"{layer.pointer}/dependentRequired/{name}", (), here, wanted, search)


def _around(inclusion: "Inclusion", branch: Branch, name: Any) -> Lift:
    """Return a function that inserts a property into a smallest object of the branch."""

    def lift(value: Any) -> Any:
        base = MISSING if name is MISSING else inclusion.samples.smallest(branch)
        return MISSING if base is MISSING else {**base, name: value}

    return lift


CHECKS = (required, properties, others, names, sizes, dependencies)
