"""Compare keywords for values of any type: enum and const, not, conditions and dependencies."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..json_values import MISSING
from .branches import Branch
from .findings import Finding, Reason
from .nodes import Node, Part, has

if TYPE_CHECKING:
    from .inclusion import Inclusion


def listed(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare a branch without listed values with an enum or const."""
    for keyword in ("enum", "const"):
        if has(layer, keyword):
            here = next(branch.all(keyword), MISSING)
            search = inclusion.refused(branch, layer, right, keyword)
            yield Finding("enum", f"{layer.pointer}/{keyword}", (), here, layer.raw[keyword], search)


def negation(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare `not`."""
    if has(layer, "not") and not _excluded(inclusion, branch, right.node(layer.at("not"))):
        here = next(branch.all("not"), MISSING)
        search = inclusion.refused(branch, layer, right, "not")
        yield Finding("condition", f"{layer.pointer}/not", (), here, layer.raw["not"], search)


def condition(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare `then` and `else` of a condition."""
    if not has(layer, "if") or not {"then", "else"} & layer.raw.keys():
        return
    asked = right.node(layer.at("if"))
    then, otherwise = (right.node(*([layer.at(one)] if has(layer, one) else [])) for one in ("then", "else"))
    if inclusion.holds(branch, then) and (inclusion.holds(branch, otherwise) or inclusion.holds(branch, asked)):
        return
    if inclusion.holds(branch, otherwise) and _excluded(inclusion, branch, asked):
        return
    here = next(branch.all("if"), MISSING)
    search = inclusion.refused(branch, layer, right, "if", "then", "else")
    yield Finding("condition", f"{layer.pointer}/if", (), here, layer.raw["if"], search)


def dependencies(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Reason]:
    """Compare `dependentSchemas`."""
    if branch.type != "object":
        return
    for name in layer.raw.get("dependentSchemas", {}):
        wanted = right.node(layer.at("dependentSchemas", name))
        dependent = branch.refined(branch.present(name, layer))
        if not branch.member(name).refuses_all and not inclusion.holds(dependent, wanted):
            said = layer.raw["dependentSchemas"][name]
            search = inclusion.refused(branch, layer, right, "dependentSchemas")
            yield Finding("condition", f"{layer.pointer}/dependentSchemas/{name}", (), MISSING, said, search)


def _excluded(inclusion: "Inclusion", branch: Branch, node: Node) -> bool:
    """Return whether it is proven that no value of a branch is in a node."""
    ours = (branch.node(part) for part in branch.all_parts("not"))
    return inclusion.disjoint(branch, node) or any(inclusion.exact.holds(node, one) for one in ours)


CHECKS = (listed, negation, condition, dependencies)
