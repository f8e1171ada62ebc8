"""Compare discriminators: the property by which clients choose a member of a union, and its value for each member."""

from collections.abc import Iterator
from typing import Any

from ..document import target
from .counterparts import unordered
from .nodes import Node, Part


def same_dispatch(old: Node, new: Node) -> bool:
    """Return whether clients that use the discriminator of the old schema still choose the right members.

    They do if the members have the same values as constants, or if the new discriminator only names more members.
    """
    before, after = list(old.all("discriminator")), list(new.all("discriminator"))
    if len(before) > 1 or len(after) > 1:
        return False
    if before and after and before[0]["propertyName"] != after[0]["propertyName"]:
        return False
    said = [(one, node) for some, node in ((before, old), (after, new)) for one in some]
    if all(_says_no_more(node, one) for one, node in said):
        return True
    return bool(before and after) and _only_names_more(old, new, before[0], after[0])


def _says_no_more(node: Node, discriminator: Any) -> bool:
    """Return whether each value of a discriminator is also a constant of its member."""
    name = discriminator["propertyName"]
    tagged = [(value, _tags(node, reference, name)) for value, reference in discriminator.get("mapping", {}).items()]
    members = [_values(node.node(part), name) for union in node.unions for part in union.alternatives]
    return all(value in tags for value, tags in tagged) and all(members)


def _only_names_more(old: Node, new: Node, before: Any, after: Any) -> bool:
    was, is_ = before.get("mapping", {}), after.get("mapping", {})
    members = {
        part.raw.get("$ref") for union in old.unions for part in union.alternatives if isinstance(part.raw, dict)
    }
    added = {_reference(one) for value, one in is_.items() if value not in was}
    kept = all(value in is_ and _meant(old, one) == _meant(new, is_[value]) for value, one in was.items())
    return kept and not added & members


def _meant(node: Node, reference: str) -> str:
    """Return the text of the member behind a reference, or the reference itself if it has no target."""
    try:
        return unordered(target(node.root, _reference(reference))[0])
    except LookupError:
        return reference


def _tags(node: Node, reference: str, name: str) -> frozenset[str]:
    """Return the listed values of a property of a schema."""
    try:
        raw, pointer = target(node.root, _reference(reference))
    except LookupError:
        return frozenset()
    return _values(node.node(Part(raw, pointer)), name) if isinstance(raw, dict) else frozenset()


def _reference(member: str) -> str:
    """Return the reference to a member, which may be given only by its name."""
    return member if "#" in member or "/" in member else f"#/components/schemas/{member}"


def _values(node: Node, name: str) -> frozenset[str]:
    """Return the listed texts of a property; for a union, those of its members."""
    return frozenset(one for one in _listed(node, name, depth=3) if isinstance(one, str))


def _listed(node: Node, name: str, depth: int) -> Iterator[Any]:
    member = node.member(name)
    yield from member.all("const")
    for values in member.all("enum"):
        yield from values
    if depth:
        for union in node.unions:
            for part in union.alternatives:
                yield from _listed(node.node(part), name, depth - 1)
