"""A changelog in Markdown, for release notes."""

from collections.abc import Iterator, Sequence

from ..drift import Verdict
from ..findings import Judged
from .limits import fitting, gravest, left_out
from .markdown import code, escaped
from .wording import listed

_HEADINGS = {
    Verdict.BREAKING: "Breaking",
    Verdict.UNDECIDED: "Perhaps breaking",
    Verdict.COMPATIBLE: "New, and compatible",
    Verdict.DOCUMENTATION: "Documentation",
}


def changelog(title: str, changes: Sequence[Judged]) -> str:
    """Return the changes by verdict and operation, under headings; beyond 64 KB the least severe are left out."""
    gravities = [one.change.verdict.gravity for one in changes]

    def render(count: int) -> str:
        kept = gravest(gravities, count)
        shown = [one for index, one in enumerate(changes) if index in kept]
        return "\n".join(_lines(title, shown, left_out(len(changes) - count, len(changes)))) + "\n"

    return fitting(render, len(changes))


def _lines(title: str, changes: Sequence[Judged], missing: str) -> Iterator[str]:
    yield f"# {escaped(title)}"
    if not changes and not missing:
        yield "\nNothing changed."
    for verdict, heading in _HEADINGS.items():
        here = [one for one in changes if one.change.verdict is verdict]
        if here:
            yield f"\n## {heading}\n"
        yield from map(_item, here)
    if missing:
        yield f"\n{missing}"


def _item(one: Judged) -> str:
    change = one.change
    where = "" if change.operation in change.text else f"{code(change.operation)}: "
    also = f" Likewise {listed(change.likewise)}." if change.likewise else ""
    framework = " (By the framework.)" if one.is_frameworks else ""
    return f"- {where}{escaped(f'{change.text}{also}{framework}')}"
