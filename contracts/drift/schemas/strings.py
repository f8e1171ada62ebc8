"""Compare strings: length, pattern and format."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from ..json_values import MISSING
from .automata import Undecidable
from .branches import Branch
from .findings import Finding, nothing
from .formats import CHECKS as FORMAT_CHECKS
from .formats import HINTS, WITHIN, admits
from .nodes import Node, Part, has
from .patterns import shortest

if TYPE_CHECKING:
    from .inclusion import Inclusion


def lengths(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Finding]:
    """Compare the lengths, counted in characters."""
    least, most = branch.least("minLength"), branch.most("maxLength")
    if has(layer, "minLength") and least < layer.raw["minLength"]:
        limit = int(layer.raw["minLength"]) - 1
        yield from _text(
            inclusion,
            branch,
            layer,
            right,
            "length",
            "minLength",
            (),
            least,
            limit if most is None else min(most, limit),
        )
    if has(layer, "maxLength") and (most is None or most > layer.raw["maxLength"]):
        limit = int(layer.raw["maxLength"]) + 1
        yield from _text(inclusion, branch, layer, right, "length", "maxLength", (), max(least, limit), most)


def patterns(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Finding]:
    """Compare the patterns: whether a text matches all patterns of one side but not that of the other."""
    if has(layer, "pattern"):
        least, most = branch.least("minLength"), branch.most("maxLength")
        yield from _text(inclusion, branch, layer, right, "pattern", "pattern", (layer.raw["pattern"],), least, most)


def formats(inclusion: "Inclusion", branch: Branch, layer: Part, right: Node) -> Iterator[Finding]:
    """Compare the formats."""
    name = layer.raw.get("format")
    known = set(branch.all("format"))
    if name is None or name in HINTS or name in known or any(name in WITHIN.get(one, ()) for one in known):
        return
    search = inclusion.refused(branch, layer, right, "format") if name in FORMAT_CHECKS else nothing
    yield Finding("format", f"{layer.pointer}/format", (), next(iter(sorted(known)), MISSING), name, search)


def _text(
    inclusion: "Inclusion",
    branch: Branch,
    layer: Part,
    right: Node,
    aspect: str,
    keyword: str,
    refusing: tuple[str, ...],
    least: int,
    most: int | None,
) -> Iterator[Finding]:
    """Give a finding, unless it is proven that no text of the branch is refused."""
    search = inclusion.refused(branch, layer, right, keyword)
    try:
        text = shortest(branch.all("pattern"), refusing, least, most)
    except Undecidable:
        pass
    else:
        if text is None:
            return
        if all(admits(name, text) for name in branch.all("format")):
            search = partial(lambda found: found, text)
    yield Finding(aspect, f"{layer.pointer}/{keyword}", (), _said(branch, keyword), layer.raw[keyword], search)


def _said(branch: Branch, keyword: str) -> Any:
    return next(branch.all(keyword), MISSING)


CHECKS = (lengths, patterns, formats)
