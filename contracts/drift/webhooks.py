"""Compare webhooks and callbacks: requests that the app sends and its clients answer.

The directions are reversed: clients read the body and the parameters, like a response of an operation, and send the
responses.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from . import lifecycle
from .changes import Place
from .content import content
from .document import resolved
from .json_values import escaped
from .operations import Operation, in_item, item_of, pair_of
from .parameters import style_of
from .removal import WHOLE
from .report import Change, Verdict
from .responses import Sent, responses, sent
from .schemas.keywords import MALFORMED
from .sides import Comparison, Pair, Side, described, not_compared
from .texts.carriers import Carrier
from .wellformed import well_formed

# Clients cannot choose the media type in which the app sends.
_MEDIA_TYPES = {
    "response-media-type-added": ("sent-media-type-added", Verdict.BREAKING),
    "response-media-type-removed": ("sent-media-type-removed", Verdict.COMPATIBLE),
}
Key = tuple[str, str, str]  # its name, the expression of a callback, and the method
# The requests that the app sends, in the request view, for their responses, and in the response view, for their bodies.
Requests = tuple[dict[Key, Operation], dict[Key, Operation]]


def webhooks(comparison: Comparison, pair: Pair) -> Iterator[Change]:
    """Give the changes of the webhooks of a document."""
    if "webhooks" in pair.old or "webhooks" in pair.new:
        old, new = (
            (_webhooks(side["request"].root), _webhooks(side["response"].root))
            for side in (comparison.old, comparison.new)
        )
        yield from _compared(comparison, old, new)


def callbacks(comparison: Comparison, operation: str, pair: Pair, answers: Pair) -> Iterator[Change]:
    """Give the changes of the callbacks of an operation, from both of its views."""
    if "callbacks" in pair.old or "callbacks" in pair.new:
        before, after, name = comparison.old, comparison.new, operation
        old = (
            _callbacks(before["request"].root, name, pair.old, pair.old_pointer),
            _callbacks(before["response"].root, name, answers.old, pair.old_pointer),
        )
        new = (
            _callbacks(after["request"].root, name, pair.new, pair.new_pointer),
            _callbacks(after["response"].root, name, answers.new, pair.new_pointer),
        )
        yield from _compared(comparison, old, new)


def _webhooks(root: Any) -> dict[Key, Operation]:
    return {
        (name, "", method): one._replace(name=f"webhook {one.name}")
        for name, raw in root.get("webhooks", {}).items()
        for method, one in in_item(root, raw, f"/webhooks/{escaped(name)}", name)
    }


def _callbacks(root: Any, operation: str, definition: Any, above: str) -> dict[Key, Operation]:
    found: dict[Key, Operation] = {}
    for name, raw in definition.get("callbacks", {}).items():
        callback, pointer = resolved(root, raw, f"{above}/callbacks/{escaped(name)}")
        if WHOLE in callback.get(MALFORMED, ()):
            found[name, "", ""] = Operation("", name, pointer, {}, pointer, callback)
            continue
        for expression, item in callback.items():
            if not expression.startswith("x-"):
                for method, one in in_item(root, item, f"{pointer}/{escaped(expression)}", expression):
                    found[name, expression, method] = one._replace(name=f"{operation} callback {one.name}")
    return found


def _compared(comparison: Comparison, old: Requests, new: Requests) -> Iterator[Change]:
    likes = _likes(list(old[0]), list(new[0]))
    # The path items of these are malformed in one of the documents, so their requests are not known.
    vague = {name for name, _, method in (*old[0], *new[0]) if not method}
    for key, before in old[0].items():
        like = likes.get(key)
        after = new[0][like] if like else None
        if not key[2]:
            yield from _vague(before, after)
        elif like and after:
            if key[0] != like[0]:
                text = f"The callback {key[0]} is now called {like[0]}."
                yield Change("described", Verdict.DOCUMENTATION, after.name, after.item_pointer, text)
            yield from _request(comparison, before, after, pair_of(old[1][key], new[1][like]))
        elif key[0] not in vague:
            yield _removed(comparison, before)
    for key, after in new[0].items():
        if key in likes.values():
            continue
        if not key[2]:
            yield from _vague(None, after)
        elif key[0] not in vague:
            yield Change("webhook-added", Verdict.COMPATIBLE, after.name, after.pointer, f"{after.name} is new.")


def _vague(old: Operation | None, new: Operation | None) -> list[Change]:
    return well_formed(Place("", "response", "a path that the app calls"), item_of(old, new))[0]


def _likes(old: list[Key], new: list[Key]) -> dict[Key, Key]:
    """Return the new key of each request of the old document: a callback may have another name."""
    likes = {key: key for key in old if key in new}
    for key in old:
        same = [other for other in new if other[1:] == key[1:] and other not in old]
        if key not in likes and key[1] and len(same) == 1 and same[0] not in likes.values():
            likes[key] = same[0]
    return likes


def _removed(comparison: Comparison, one: Operation) -> Change:
    if lifecycle.is_over(one.definition, comparison.today):
        text = f"{one.name} is gone, after its sunset."
        return Change("operation-removed-after-sunset", Verdict.COMPATIBLE, one.name, one.pointer, text)
    return Change("webhook-removed", Verdict.BREAKING, one.name, one.pointer, f"{one.name} is gone.")


def _request(comparison: Comparison, old: Operation, new: Operation, read: Pair) -> Iterator[Change]:
    place = Place(new.name, "response", "the request")
    changes, pair = well_formed(place, pair_of(old, new))
    yield from changes
    changes, item = well_formed(place._replace(name="the path"), item_of(old, new))
    yield from changes
    if pair is None or item is None:
        return
    yield from _parameters(comparison, place, (item, pair))
    yield from _body(comparison, place._replace(name="the body"), read)
    yield from responses(comparison, new.name, pair, way="request")
    yield from not_compared(comparison, place, pair, ("security", "servers", "callbacks"))
    for rule, verdict, text in lifecycle.deprecation(pair.old, pair.new):
        yield place.change(rule, verdict, pair.new_pointer, f"{new.name}: {text}.")
    keys = ("summary", "description", "tags", "operationId", "externalDocs", "x-")
    yield from (one for one in described(place, pair, keys) if not one.pointer.endswith(lifecycle.SUNSET))
    yield from described(place, item, ("summary", "description", "x-"))


def _parameters(comparison: Comparison, place: Place, holders: tuple[Pair, Pair]) -> Iterator[Change]:
    old, new = (
        _sent(side["response"], [(getattr(one, which), getattr(one, f"{which}_pointer")) for one in holders])
        for which, side in (("old", comparison.old), ("new", comparison.new))
    )
    yield from sent(comparison, place, old, new)


def _sent(side: Side, holders: list[tuple[Any, str]]) -> dict[tuple[str, str], Sent]:
    found = {}
    for holder, pointer in holders:
        for index, raw in enumerate(holder.get("parameters", ())):
            one, where = side.follow(raw, f"{pointer}/parameters/{index}")
            if WHOLE in one.get(MALFORMED, ()):
                found[MALFORMED, one[MALFORMED][WHOLE].meaning] = Sent("a parameter", one, where, Carrier("query"))
            else:
                name = one["name"].lower() if one["in"] == "header" else one["name"]
                carrier = Carrier(one["in"], one["name"], *style_of(one)[:2])
                found[one["in"], name] = Sent(f"the {one['in']} parameter `{one['name']}`", one, where, carrier)
    return found


def _body(comparison: Comparison, place: Place, read: Pair) -> Iterator[Change]:
    changes, both = well_formed(place, comparison.follow("response", read.at("requestBody")))
    yield from changes
    if both is None:
        return
    was, is_ = bool(both.old.get("content")), bool(both.new.get("content"))
    always, still = (one.get("required") is True for one in (both.old, both.new))
    if was and not is_:
        yield place.change("sent-body-removed", Verdict.BREAKING, both.old_pointer, "The body is gone.")
    elif is_ and not was:
        yield place.change("sent-body-added", Verdict.COMPATIBLE, both.new_pointer, "A body is new.")
    elif was:
        if always and not still:
            text = "The body is no longer always there."
            yield place.change("sent-body-became-optional", Verdict.BREAKING, f"{both.new_pointer}/required", text)
        elif still and not always:
            text = "The body is now always there."
            yield place.change("sent-body-became-required", Verdict.COMPATIBLE, f"{both.new_pointer}/required", text)
        for change in content(comparison, place, both):
            rule, verdict = _MEDIA_TYPES.get(change.rule, (change.rule, change.verdict))
            yield replace(change, rule=rule, verdict=verdict)
        yield from described(place, both, ("description", "x-"))
