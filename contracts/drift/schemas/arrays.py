"""Compare arrays: items, sizes, contains, and uniqueItems."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ..json_values import MISSING
from .branches import Branch
from .findings import Finding, Inner, Reason
from .nodes import Node, Part, has, item_of

if TYPE_CHECKING:
    from .inclusion import Inclusion


def items(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the item at each position with its own schema, and the items after these positions."""
    if not has(layer, "items") and not has(layer, "prefixItems"):
        return
    places = max(branch.places, len(layer.raw.get("prefixItems", ())))
    for place in range(places + 1):
        if branch.longest is not None and branch.longest <= place:
            return
        step = "[]" if place == places else f"[{place}]"
        inner = Inner(step, branch.item(place), right.node(*item_of(layer, place)), _around(inclusion, branch, place))
        if not inclusion.holds_inside(inner):
            yield inner


def sizes(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the number of items."""
    for keyword in ("minItems", "maxItems"):
        if has(layer, keyword):
            limit = int(layer.raw[keyword])
            if branch.least(keyword) < limit if keyword == "minItems" else _longer(branch, limit):
                here = next(branch.all(keyword), MISSING)
                search = inclusion.refused(branch, layer, right, keyword)
                yield Finding("items", f"{layer.pointer}/{keyword}", (), here, limit, search)


def uniqueness(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare whether items may be equal."""
    if layer.raw.get("uniqueItems") is True and True not in branch.all("uniqueItems") and _longer(branch, 1):
        search = inclusion.refused(branch, layer, right, "uniqueItems")
        yield Finding("items", f"{layer.pointer}/uniqueItems", (), False, True, search)


def containment(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare the number of items that match `contains`."""
    if not has(layer, "contains"):
        return
    wanted = right.node(layer.at("contains"))
    least, most = layer.raw.get("minContains", 1), layer.raw.get("maxContains")
    enough = least == 0 or any(
        ours.raw.get("minContains", 1) >= least and _every(inclusion, branch, wanted, ours.at("contains"))
        for ours in branch.layers
        if has(ours, "contains")
    )
    if not enough:
        enough = branch.least("minItems") >= least and _every(inclusion, branch, wanted)
    if not enough:
        here = next(branch.all("contains"), MISSING)
        search = inclusion.refused(branch, layer, right, "contains", "minContains")
        yield Finding("items", f"{layer.pointer}/contains", (), here, layer.raw["contains"], search)
    few = (
        most is None
        or not _longer(branch, most)
        or any(
            ours.raw.get("maxContains", most + 1) <= most
            and inclusion.exact.holds(wanted, branch.node(ours.at("contains")))
            for ours in branch.layers
            if has(ours, "contains")
        )
    )
    if not few:
        here = next(branch.all("maxContains"), MISSING)
        search = inclusion.refused(branch, layer, right, "contains", "minContains", "maxContains")
        yield Finding("items", f"{layer.pointer}/maxContains", (), here, most, search)


def _every(inclusion: "Inclusion", branch: Branch, wanted: Node, *parts: Part) -> bool:
    """Return whether each item that matches the parts also matches the wanted schema, at every position."""
    items = (branch.node(*branch.item(place).parts, *parts) for place in range(branch.places + 1))
    return all(inclusion.holds(one, wanted) for one in items)


def _longer(branch: Branch, limit: int) -> bool:
    return branch.longest is None or branch.longest > limit


def _around(inclusion: "Inclusion", branch: Branch, place: int) -> Callable[[Any], Any]:
    """Return a function that inserts a value at a position of a shortest array of the branch."""

    def lift(value: Any) -> Any:
        length = max(branch.least("minItems"), place + 1)
        found: list[Any] = []
        for index in range(length):
            if index == place:
                found.append(value)
                continue
            others = inclusion.samples.of(branch.item(index))
            one = next((other for other in others if not (branch.unique and other in [*found, value])), MISSING)
            if one is MISSING:
                return MISSING
            found.append(one)
        return found

    return lift


CHECKS = (items, sizes, uniqueness, containment)
