"""Texts of limited size: the changes that do not fit are left out and counted."""

from collections.abc import Callable, Sequence

COMMENT = 65_536
"""The largest comment on a pull request, in bytes. Hosts that count characters allow at least as much."""


def fitting(render: Callable[[int], str], parts: int, limit: int = COMMENT) -> str:
    """Return the text that `render` makes of the first parts, as many as fit; the text counts the parts left out.

    If the text is too long without any part, it is cut.
    """
    fits, too_many = 0, parts + 1
    if _size(render(parts)) <= limit:
        return render(parts)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if _size(render(middle)) <= limit else (fits, middle)
    return render(fits).encode(errors="replace")[:limit].decode(errors="ignore")


def left_out(count: int, total: int) -> str:
    """Return a sentence with the number of changes that are left out; "" for none."""
    return f"{count} of {total} changes are left out, the least severe: a comment has no more room." if count else ""


def _size(text: str) -> int:
    return len(text.encode(errors="replace"))


def gravest(gravities: Sequence[int], count: int) -> set[int]:
    """Return the indices of the `count` most severe ones; of equal ones, the first."""
    order = sorted(range(len(gravities)), key=lambda index: -gravities[index])
    return {*order[:count]}
