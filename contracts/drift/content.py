"""Compare bodies by their media types."""

from collections.abc import Iterator
from typing import Any

from .changes import JSON, Place
from .json_values import escaped
from .report import Change, Verdict
from .sides import Comparison, Pair, described
from .texts.carriers import Carrier
from .texts.serializations import Serialization, Text, Unknown
from .wellformed import well_formed

# Media types of a sequence of JSON values, each described by the schema.
_SEQUENCES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def request_body(comparison: Comparison, operation: str, pair: Pair) -> Iterator[Change]:
    """Give the changes of the request body of an operation."""
    place = Place(operation, "request", "the request body")
    was, is_ = "requestBody" in pair.old, "requestBody" in pair.new
    changes, both = well_formed(place, comparison.follow("request", pair.at("requestBody")))
    yield from changes
    if both is None:
        return
    required = both.new.get("required") is True
    if was and not is_:
        yield place.change("request-body-removed", Verdict.BREAKING, both.old_pointer, "The request body is gone.")
    elif is_ and not was:
        rule, verdict = ("required-", Verdict.BREAKING) if required else ("", Verdict.COMPATIBLE)
        text = f"A request body is new{', and required' if required else ''}."
        yield place.change(f"{rule}request-body-added", verdict, both.new_pointer, text)
    elif was:
        if required != (both.old.get("required") is True):
            rule, verdict = (
                ("became-required", Verdict.BREAKING) if required else ("became-optional", Verdict.COMPATIBLE)
            )
            text = f"The request body is {'now' if required else 'no longer'} required."
            yield place.change(f"request-body-{rule}", verdict, f"{both.new_pointer}/required", text)
        yield from content(comparison, place, both)
        yield from described(place, both, ("description", "x-"))


def content(comparison: Comparison, place: Place, pair: Pair, json: Serialization = JSON) -> Iterator[Change]:
    """Give the changes of media types. A client selects them, so a removed one breaks it in requests and responses.

    Args:
        comparison: The documents.
        place: The place of the content.
        pair: The objects with the content: two bodies, parameters or headers.
        json: How JSON is serialized there.
    """
    old, new = pair.old.get("content") or {}, pair.new.get("content") or {}
    old_names, new_names = ({_plain(name): name for name in some} for some in (old, new))
    for plain, name in sorted(old_names.items()):
        like = _covering(plain, new_names) or (_specialized(plain, new_names) if place.way == "response" else None)
        if like is None:
            pointer = f"{pair.old_pointer}/content/{escaped(name)}"
            text = f"{name} of {place.name} is gone."
            yield place.change(f"{place.way}-media-type-removed", Verdict.BREAKING, pointer, text)
            continue
        raw = Pair(
            old[name],
            new[new_names[like]],
            f"{pair.old_pointer}/content/{escaped(name)}",
            f"{pair.new_pointer}/content/{escaped(new_names[like])}",
        )
        both = comparison.follow(place.way, raw)
        if like != plain:
            text = f"{name} of {place.name} is now {new_names[like]}, which includes it or can be parsed as it."
            yield place.change("media-type-renamed", Verdict.COMPATIBLE, both.new_pointer, text)
        yield from _media_type(comparison, place, both, json if is_json(plain) else _serialization(plain, both))
    for plain, name in sorted(new_names.items()):
        if _covering(plain, old_names) is None and not any(_specialized(one, {plain: name}) for one in old_names):
            pointer = f"{pair.new_pointer}/content/{escaped(name)}"
            text = f"{name} of {place.name} is new."
            yield place.change(f"{place.way}-media-type-added", Verdict.COMPATIBLE, pointer, text)


def _media_type(comparison: Comparison, place: Place, raw: Pair, serialization: Serialization) -> Iterator[Change]:
    changes, pair = well_formed(place, raw)
    yield from changes
    if pair is None:
        return
    yield from comparison.schema(place, pair, serialization)
    if comparison.expanded(comparison.old[place.way], pair.old.get("encoding")) != comparison.expanded(
        comparison.new[place.way], pair.new.get("encoding")
    ):
        text = f"The encoding of {place.name} changed: its effect on clients is not compared."
        yield place.change("encoding-not-compared", Verdict.UNDECIDED, f"{pair.new_pointer}/encoding", text)
    yield from described(place, pair, ("example", "examples", "x-"))


def is_json(name: str) -> bool:
    """Return whether a media type is JSON, a sequence of JSON values, or a range that includes JSON."""
    plain = _plain(name).partition(";")[0]
    return plain.endswith(("/json", "+json", "/*", "/json-seq", "+json-seq")) or plain in _SEQUENCES


def _serialization(name: str, pair: Pair) -> Serialization:
    """Return the serialization of a media type that is not JSON."""
    plain = name.partition(";")[0]
    if plain in _FORMS:
        encoded = frozenset((pair.old.get("encoding") or {}).keys() | (pair.new.get("encoding") or {}).keys())
        return Text(Carrier("form", encoded=encoded, files=plain.startswith("multipart/")))
    if plain == "text/plain":
        return Text(Carrier("text"))
    return Unknown(frozenset({"xml"}) if plain.endswith(("/xml", "+xml")) else frozenset())


def _plain(name: str) -> str:
    parts = [part.strip().lower() for part in name.split(";")]
    return ";".join([parts[0], *sorted(parts[1:])])


def _covering(name: str, names: Any) -> str | None:
    """Return the media type itself, or a range that includes it."""
    type_ = name.partition("/")[0]
    return next((one for one in (name, f"{type_}/*", "*/*") if one in names), None)


def _specialized(name: str, names: Any) -> str | None:
    """Return a media type that can be parsed as another one: application/problem+json is JSON."""
    type_, _, subtype = name.partition("/")
    return next((one for one in sorted(names) if one.startswith(f"{type_}/") and one.endswith(f"+{subtype}")), None)
