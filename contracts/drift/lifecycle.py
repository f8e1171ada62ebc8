"""Compare deprecations and sunsets; the sunset is the date from which something may be removed."""

from datetime import date
from typing import Any

from .report import Verdict

SUNSET = "x-sunset"


def sunset_of(definition: Any) -> date | None:
    """Return the sunset of something deprecated, None if there is no valid one."""
    return _read(definition.get(SUNSET)) if definition.get("deprecated") is True else None


def is_over(definition: Any, today: date) -> bool:
    """Return whether the sunset of something has passed."""
    sunset = sunset_of(definition)
    return sunset is not None and sunset <= today


def sunset_rule(old: Any, new: Any) -> tuple[str, Verdict]:
    """Return the rule and the verdict for a changed sunset; None means no sunset."""
    if new is not None and _read(new) is None:
        return "sunset-unreadable", Verdict.BREAKING
    before, after = _read(old), _read(new)
    if before is not None and after is not None and after < before:
        return "sunset-sooner", Verdict.BREAKING
    return "sunset-changed", Verdict.DOCUMENTATION


def deprecation(old: Any, new: Any) -> list[tuple[str, Verdict, str]]:
    """Return the rules, verdicts and texts for the changed deprecation and sunset of an operation or parameter."""
    found = []
    was, is_ = old.get("deprecated") is True, new.get("deprecated") is True
    if was != is_:
        text = "deprecated now" if is_ else "no longer deprecated"
        found.append(("deprecated" if is_ else "deprecation-withdrawn", Verdict.DOCUMENTATION, text))
    before, after = old.get(SUNSET), new.get(SUNSET)
    if before != after:
        if is_ and _read(before) is not None and after is None:
            found.append(("sunset-withdrawn", Verdict.BREAKING, f"deprecated, and no longer promised until {before}"))
        else:
            rule, verdict = sunset_rule(before, after)
            found.append((rule, verdict, f"its sunset was {before}, is {after}"))
    return found


def _read(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
