"""Describe the differences of two JSON values in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from .json_values import MISSING, canonical

LONG = 60  # characters of a value that are shown
BEFORE = 15  # how many of them come before the first difference
MANY = 5  # how many values or differences are listed


def contrast(keyword: str, old: Any, new: Any) -> str:
    """Return the differences of two values of a keyword, like `maxLength was 5, is 6`; "" if they are equal."""
    found = list(_differences(keyword, old, new))
    more = [f"and {len(found) - MANY} more differences"] if len(found) > MANY else []
    return "; ".join([*found[:MANY], *more])


def named(values: Sequence[Any], last: str = "and") -> str:
    """Return texts or values as a list in a sentence; of many, the first ones."""
    texts = [value if isinstance(value, str) else shown(value) for value in values]
    if len(texts) > MANY + 1:
        texts = [*texts[:MANY], f"{len(texts) - MANY} more"]
        last = "and"
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}" if len(texts) > 1 else "".join(texts)


def shown(value: Any) -> str:
    """Return a value as JSON, truncated if it is long."""
    return _cut(_text(value), 0)


def _differences(keyword: str, old: Any, new: Any) -> Iterator[str]:
    if old is not MISSING and new is not MISSING and canonical(old) == canonical(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _differences(f"{keyword}.{key}", old.get(key, MISSING), new.get(key, MISSING))
    elif isinstance(old, list) and isinstance(new, list):
        gained, lost = _without(new, old), _without(old, new)
        parts = [f"gained {named(_texts(gained))}"] * bool(gained) + [f"lost {named(_texts(lost))}"] * bool(lost)
        same = "has another order" if len(old) == len(new) else "repeats other items"
        yield f"{keyword} {' and '.join(parts) or same}"
    elif old is not new:
        yield "{} was {}, is {}".format(keyword, *_apart(_text(old), _text(new)))


def _texts(values: Sequence[Any]) -> list[str]:
    return [shown(value) for value in values]


def _without(some: list[Any], others: list[Any]) -> list[Any]:
    known = {canonical(value) for value in others}
    return [value for value in some if canonical(value) not in known]


def _text(value: Any) -> str:
    return "not set" if value is MISSING else canonical(value)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts; if they are long, the parts around their first difference."""
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    return _cut(one, same), _cut(other, same)


def _cut(text: str, seen: int) -> str:
    """Return the part of a text that is shown; it includes the given position."""
    if len(text) <= LONG:
        return text
    start = 0 if seen < LONG - BEFORE else seen - BEFORE
    end = start + LONG
    return f"{'...' * (start > 0)}{text[start:end]}{'...' * (end < len(text))}"
