"""Compare responses: statuses, media types and headers."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .changes import Place
from .content import content
from .json_values import canonical, escaped
from .report import Change, Verdict
from .sides import Comparison, Pair, described, not_compared
from .texts.carriers import Carrier
from .texts.serializations import JsonText, Text
from .wellformed import well_formed


def responses(comparison: Comparison, operation: str, pair: Pair, way: str = "response") -> Iterator[Change]:
    """Give the changes of the responses of an operation; for a webhook, `way` is "request": clients send them."""
    changes, both = well_formed(Place(operation, way, "the responses"), pair.at("responses"))
    yield from changes
    if both is None:
        return
    statuses = {str(one) for one in (*both.old, *both.new) if not str(one).startswith("x-")}
    for status in sorted(statuses):
        place = Place(operation, way, f"the {status} response")
        old, new = _covering(both.old, status), _covering(both.new, status)
        if old is None or (new is not None and status not in both.new and status not in both.old):
            yield place.change("status-added", Verdict.COMPATIBLE, f"{both.new_pointer}/{status}", f"{status} is new.")
        elif new is None:
            yield _removed(place, status, f"{both.old_pointer}/{status}")
        else:
            answers = Pair(both.old[old], both.new[new], f"{both.old_pointer}/{old}", f"{both.new_pointer}/{new}")
            yield from _response(comparison, place, comparison.follow(way, answers))


def _removed(place: Place, status: str, pointer: str) -> Change:
    if status.startswith("2"):
        text = f"{status} is gone, but clients expect it as success."
        return place.change("success-status-removed", Verdict.BREAKING, pointer, text)
    return place.change("status-removed", Verdict.COMPATIBLE, pointer, f"{status} is no longer answered.")


def _covering(answers: Any, status: str) -> str | None:
    """Return the key of a status: the status itself, its range like 2XX, or the default."""
    return next((key for key in (status, f"{status[:1]}XX", f"{status[:1]}xx", "default") if key in answers), None)


def _response(comparison: Comparison, place: Place, raw: Pair) -> Iterator[Change]:
    changes, pair = well_formed(place, raw)
    yield from changes
    if pair is None:
        return
    if place.way == "request" and pair.new.get("content") and not pair.old.get("content"):
        text = f"A body of {place.name} is new, but existing receivers send none."
        pointer = f"{pair.new_pointer}/content"
        yield place.change("required-request-body-added", Verdict.BREAKING, pointer, text)
    else:
        yield from content(comparison, place, pair)
    if place.way == "request":
        yield from not_compared(comparison, place, pair, ("headers",))
    else:
        yield from _headers(comparison, place, pair.at("headers"))
    if canonical(pair.old.get("links")) != canonical(pair.new.get("links")):
        text = f"The links of {place.name} changed."
        yield place.change("links-changed", Verdict.DOCUMENTATION, f"{pair.new_pointer}/links", text)
    yield from described(place, pair, ("description", "x-"))


def _headers(comparison: Comparison, place: Place, pair: Pair) -> Iterator[Change]:
    old, new = (
        {
            name.lower(): Sent(
                f"the header {name}",
                header,
                f"{pointer}/{escaped(name)}",
                Carrier("header", name, "simple", explode=False),
            )
            for name, header in side.items()
            if name.lower() != "content-type"
        }
        for side, pointer in ((pair.old, pair.old_pointer), (pair.new, pair.new_pointer))
    )
    yield from sent(comparison, place, old, new)


class Sent(NamedTuple):
    """A header or a webhook's parameter that the app sends: its name, its definition and its pointer."""

    name: str
    definition: Any
    pointer: str
    carrier: Carrier


def sent(comparison: Comparison, place: Place, old: Mapping[Any, Sent], new: Mapping[Any, Sent]) -> Iterator[Change]:
    """Give the changes of headers, or of the parameters of a webhook, that the app sends."""
    for key in sorted(old.keys() | new.keys()):
        none = Sent("", {}, "", Carrier("header"))
        before, after = old.get(key, none), new.get(key, none)
        header = place._replace(name=f"{after.name or before.name} of {place.name}")
        name = header.name[0].upper() + header.name[1:]
        raw = Pair(before.definition, after.definition, before.pointer, after.pointer)
        changes, both = well_formed(header, comparison.follow("response", raw))
        yield from changes
        if both is None:
            continue
        was, is_ = both.old.get("required") is True, both.new.get("required") is True
        if key not in new:
            verdict = Verdict.BREAKING if was else Verdict.COMPATIBLE
            yield header.change("header-removed", verdict, both.old_pointer, f"{name} is gone.")
        elif key not in old:
            yield header.change("header-added", Verdict.COMPATIBLE, both.new_pointer, f"{name} is new.")
        else:
            if was != is_:
                rule, verdict = ("required", Verdict.COMPATIBLE) if is_ else ("optional", Verdict.BREAKING)
                text = f"{name} is {'now' if is_ else 'no longer'} always there."
                yield header.change(f"header-became-{rule}", verdict, f"{both.new_pointer}/required", text)
            yield from not_compared(comparison, header, both, ("style", "explode"))
            if "content" in both.old or "content" in both.new:
                yield from content(comparison, header, both, JsonText(after.carrier))
            else:
                yield from comparison.schema(header, both, Text(after.carrier))
            yield from described(header, both, ("description", "example", "examples", "deprecated"))
