"""Responses: statuses, media types and headers."""

from collections.abc import Iterator
from typing import Any

from .changes import Place
from .content import content
from .json_values import canonical
from .report import Change, Verdict
from .sides import Comparison, Pair, described
from .texts.carriers import Carrier
from .texts.serializations import JsonText, Text


def responses(comparison: Comparison, operation: str, pair: Pair) -> Iterator[Change]:
    """Give the changes of what an operation answers."""
    both = pair.at("responses")
    statuses = {str(one) for one in (*both.old, *both.new) if not str(one).startswith("x-")}
    for status in sorted(statuses):
        place = Place(operation, "response", f"the {status} response")
        old, new = _covering(both.old, status), _covering(both.new, status)
        if old is None or (new is not None and status not in both.new and status not in both.old):
            yield place.change("status-added", Verdict.COMPATIBLE, f"{both.new_pointer}/{status}", f"{status} is new.")
        elif new is None:
            yield _removed(place, status, f"{both.old_pointer}/{status}")
        else:
            answers = Pair(both.old[old], both.new[new], f"{both.old_pointer}/{old}", f"{both.new_pointer}/{new}")
            yield from _response(comparison, place, comparison.follow("response", answers))


def _removed(place: Place, status: str, pointer: str) -> Change:
    if status.startswith("2"):
        text = f"{status} is gone, which clients take for success."
        return place.change("success-status-removed", Verdict.BREAKING, pointer, text)
    return place.change("status-removed", Verdict.COMPATIBLE, pointer, f"{status} is no longer answered.")


def _covering(answers: Any, status: str) -> str | None:
    """Return the key that describes a status: itself, its range like 2XX, or the default."""
    return next((key for key in (status, f"{status[:1]}XX", f"{status[:1]}xx", "default") if key in answers), None)


def _response(comparison: Comparison, place: Place, pair: Pair) -> Iterator[Change]:
    yield from content(comparison, place, pair)
    yield from _headers(comparison, place, pair.at("headers"))
    if canonical(pair.old.get("links")) != canonical(pair.new.get("links")):
        text = f"The links of {place.name} changed."
        yield place.change("links-changed", Verdict.DOCUMENTATION, f"{pair.new_pointer}/links", text)
    yield from described(place, pair, ("description", "x-"))


def _headers(comparison: Comparison, place: Place, pair: Pair) -> Iterator[Change]:
    old, new = (
        {name.lower(): name for name in side if name.lower() != "content-type"} for side in (pair.old, pair.new)
    )
    for key in sorted(old.keys() | new.keys()):
        name = new.get(key, old.get(key, ""))
        header = Place(place.operation, "response", f"the header {name} of {place.name}")
        both = comparison.follow(
            "response",
            Pair(
                pair.old.get(old.get(key), {}),
                pair.new.get(new.get(key), {}),
                f"{pair.old_pointer}/{old.get(key)}",
                f"{pair.new_pointer}/{new.get(key)}",
            ),
        )
        was, is_ = both.old.get("required") is True, both.new.get("required") is True
        if key not in new:
            verdict = Verdict.BREAKING if was else Verdict.COMPATIBLE
            yield header.change("header-removed", verdict, both.old_pointer, f"The {header.name[4:]} is gone.")
        elif key not in old:
            yield header.change("header-added", Verdict.COMPATIBLE, both.new_pointer, f"The {header.name[4:]} is new.")
        else:
            if was != is_:
                rule, verdict = ("required", Verdict.COMPATIBLE) if is_ else ("optional", Verdict.BREAKING)
                text = f"The {header.name[4:]} is {'now' if is_ else 'no longer'} always there."
                yield header.change(f"header-became-{rule}", verdict, f"{both.new_pointer}/required", text)
            carrier = Carrier("header", name, "simple", explode=False)
            if "content" in both.old or "content" in both.new:
                yield from content(comparison, header, both, JsonText(carrier))
            else:
                yield from comparison.schema(header, both, Text(carrier))
            yield from described(header, both, ("description", "example", "examples", "deprecated"))
