"""A text of limited size: what is left out is counted."""

from collections.abc import Callable, Sequence

COMMENT = 65_536
"""What a comment on a pull request may have, in bytes; where it may have so many characters, this fits all the more."""


def fitting(render: Callable[[int], str], parts: int, limit: int = COMMENT) -> str:
    """Return what `render` gives for as many of the parts as fit, the first ones; it counts those that it leaves out.

    Where not even none fits, the text is cut.
    """
    fits, too_many = 0, parts + 1
    if _size(render(parts)) <= limit:
        return render(parts)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if _size(render(middle)) <= limit else (fits, middle)
    return render(fits).encode(errors="replace")[:limit].decode(errors="ignore")


def left_out(count: int, total: int) -> str:
    """Return the sentence that says how many changes are left out; "" for none."""
    return f"{count} of {total} changes are left out, the mildest: a comment has no room for more." if count else ""


def _size(text: str) -> int:
    return len(text.encode(errors="replace"))


def gravest(gravities: Sequence[int], count: int) -> set[int]:
    """Return the indices of so many of the gravest; of equal ones, the first."""
    order = sorted(range(len(gravities)), key=lambda index: -gravities[index])
    return {*order[:count]}
