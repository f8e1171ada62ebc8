"""Values that contain a value of an inner schema at a path: witnesses for a removed property of that schema."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from ..json_values import MISSING
from .branches import Branch, TooManyBranches, branches
from .nodes import Node
from .pairing import identity_of
from .samples import Samples
from .validity import accepts

ITEM, ANY_NAME = "[]", "*"


def holding(samples: Samples, node: Node, path: Sequence[str], inner: Node) -> Iterator[Any]:
    """Give values of a node with a small value of an inner schema at a path, like `("[]", "author")`."""
    for branch in _branches(inner):
        smallest = samples.smallest(branch)
        if isinstance(smallest, dict):
            # The tags distinguish a value of this schema from a value of a similar one.
            tags = {name: json.loads(min(texts)) for name, texts in identity_of(branch).tags.items()}
            yield from _around(samples, node, path, smallest | tags)


def _around(samples: Samples, node: Node, path: Sequence[str], value: Any) -> Iterator[Any]:
    if not path:
        if accepts(node, value, unknown=False):
            yield value
        return
    for branch in _branches(node):
        base, part = samples.smallest(branch), _part(samples, branch, path[0])
        if base is MISSING or part is None:
            continue
        inner, put = part
        wholes = (put(base, one) for one in _around(samples, inner, path[1:], value))
        yield from (whole for whole in wholes if accepts(branch, whole, unknown=False))


def _branches(node: Node) -> tuple[Branch, ...]:
    try:
        return branches(node)
    except TooManyBranches:
        return ()


def _part(samples: Samples, branch: Branch, step: str) -> tuple[Node, Callable[[Any, Any], Any]] | None:
    """Return the schema of a part of a branch's values, and the function that inserts such a part; None if none."""
    if branch.type == "array" and step.startswith("["):
        place = branch.places if step == ITEM else int(step[1:-1])
        return branch.item(place), partial(_with_item, [branch.item(index) for index in range(place)], samples)
    if branch.type == "object" and (step == ANY_NAME or step in branch.declared):
        name = "name" if step == ANY_NAME else step
        return branch.member(name), lambda base, value: {**base, name: value}
    return None


def _with_item(before: Sequence[Node], samples: Samples, base: list[Any], value: Any) -> Any:
    filled = [next(iter(samples.of(one)), MISSING) for one in before[len(base) :]]
    return [*base[: len(before)], *filled, value, *base[len(before) + 1 :]]
