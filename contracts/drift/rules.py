"""The rules by which changes are found, each with its page of two lines.

The first line says what a rule means; the second, who is hurt, and what to do.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: its name, and its page of two lines."""

    name: str
    page: str


_ASPECTS = {
    "type": "the JSON types",
    "enum": "the values that are listed",
    "range": "the bounds of numbers, or what they are multiples of",
    "length": "the lengths of texts",
    "pattern": "the patterns of texts",
    "format": "the formats of texts",
    "items": "the number of items in arrays, what they contain, or whether two may be equal",
    "names": "the number of properties, or their names",
    "condition": "what is excluded (not), or what depends on something else (if, dependentRequired, dependentSchemas)",
    "union": "the alternatives (anyOf, oneOf)",
}
_HURT = {
    (
        "request",
        "narrowed",
    ): "Clients that send what was allowed are refused. Keep on accepting it, or make a new version.",
    ("request", "widened"): "Nobody is hurt: all that was accepted still is.",
    ("response", "narrowed"): "Nobody is hurt: all that is answered was allowed before.",
    (
        "response",
        "widened",
    ): "Clients get what they were promised not to get. Keep it from them, or make a new version.",
}
_SHAPES = {
    "property-became-required": ("narrowed", "A property that could be left out must be there."),
    "property-became-optional": ("widened", "A property that was always there can be left out."),
    "property-removed": ("narrowed", "A property is no longer declared; in a closed object it is no longer allowed."),
    "property-added": ("widened", "A property is declared that was not; in a closed object it was not allowed."),
    "object-closed": ("narrowed", "Properties that are not declared, which could be there, are refused."),
    "object-opened": ("widened", "Properties that are not declared, which were refused, can be there."),
}
_OPEN = {
    "property-removed": "Breaks where the object is closed; where it is open, the property just counts as absent.",
    "property-added": "Breaks clients that hold a closed object to its word; in an open object it breaks nobody.",
}
_OTHERS = {
    "operation-added": ("An operation is new.", "Nobody is hurt: no client knows of it yet."),
    "operation-removed": (
        "An operation is gone.",
        "Every client that calls it fails. Keep it, deprecated and with a sunset, until that day is past.",
    ),
    "operation-removed-after-sunset": (
        "An operation is gone that was deprecated, and promised until a day that is past.",
        "Clients that still call it fail, and could know. Look at the logs before it is deployed.",
    ),
    "parameter-added": ("A parameter is new, and optional.", "Nobody is hurt: no client sends it yet."),
    "required-parameter-added": (
        "A parameter is new, and required.",
        "Every client is refused that does not know of it. Make it optional, with a default that means what it was.",
    ),
    "parameter-removed": (
        "A parameter is gone; it counts as not declared, and is ignored where it is sent.",
        "Who relies on its effect is disappointed, not refused. It breaks a promise before its sunset alone.",
    ),
    "parameter-became-required": (
        "A parameter that could be left out must be sent.",
        "Every client that leaves it out is refused. Give it a default instead.",
    ),
    "parameter-became-optional": ("A parameter can be left out.", "Nobody is hurt: who sends it may go on."),
    "parameter-style-changed": (
        "An array or object is written otherwise in a parameter: style, explode, allowReserved or allowEmptyValue.",
        "Clients that write it as before are misread. Take both, or take it under a new name.",
    ),
    "request-body-added": ("A body is new, and optional.", "Nobody is hurt: no client sends it yet."),
    "required-request-body-added": (
        "A body is new, and required.",
        "Every client is refused that sends none. Make it optional.",
    ),
    "request-body-removed": (
        "The body is gone.",
        "What clients send has no effect, or is refused. Keep it, or make a new operation.",
    ),
    "request-body-became-required": (
        "A body that could be left out must be sent.",
        "Every client that sends none is refused. Keep it optional.",
    ),
    "request-body-became-optional": ("The body can be left out.", "Nobody is hurt: who sends it may go on."),
    "request-media-type-added": ("Bodies of another media type are taken.", "Nobody is hurt."),
    "request-media-type-removed": (
        "Bodies of a media type are no longer taken.",
        "Every client that sends it is refused (415). Keep on taking it.",
    ),
    "response-media-type-added": (
        "A client can ask for another media type.",
        "Nobody is hurt who does not ask for it.",
    ),
    "response-media-type-removed": (
        "A media type is no longer answered with, which clients ask for.",
        "Every client that reads it gets something else, or is refused (406). Keep on offering it.",
    ),
    "media-type-renamed": (
        "A media type is covered by a range, or by one that is read like it: application/problem+json is JSON.",
        "Only clients are hurt that compare the name letter by letter.",
    ),
    "encoding-not-compared": (
        "The encoding of a form's parts differs, which is not compared.",
        "Perhaps clients that send the form. Look at it, and approve it where it is harmless.",
    ),
    "status-added": (
        "A status is described that was not.",
        "Nobody is hurt who treats unknown statuses by their class.",
    ),
    "status-removed": ("A status that is no success is gone.", "Nobody is hurt: what does not happen breaks nobody."),
    "success-status-removed": (
        "A status that clients take for success is gone.",
        "Clients that wait for just this status take success for failure. Keep on answering with it.",
    ),
    "header-added": ("A header of a response is new.", "Nobody is hurt: headers that are not known are ignored."),
    "header-removed": (
        "A header of a response is gone.",
        "Where it was required, clients that read it fail. Keep on sending it.",
    ),
    "header-became-required": ("A header is always there that could be missing.", "Nobody is hurt."),
    "header-became-optional": (
        "A header that was always there can be missing.",
        "Clients that read it without looking fail. Keep on sending it.",
    ),
    "links-changed": (
        "The links of a response differ.",
        "Nobody who reads the values alone: links say where they lead.",
    ),
    "security-narrowed": (
        "A credential or scope is asked for that was not, or one that was enough no longer is.",
        "Clients that call as before are refused (401 or 403). Tell them, and make a new version.",
    ),
    "security-widened": ("Fewer credentials or scopes are enough.", "No client is hurt. Make sure that it is meant."),
    "security-scheme-described": (
        "A security scheme is described otherwise, and asks for the same credential.",
        "Nobody who has a credential; look where it is got from, like the URL of a token.",
    ),
    "deprecated": ("An operation or parameter is deprecated.", "Nobody yet. Tell its users until when it is promised."),
    "deprecation-withdrawn": ("An operation or parameter is no longer deprecated.", "Nobody is hurt."),
    "schema-deprecated": ("A property or schema is deprecated, or no longer is.", "Nobody yet. Tell its users."),
    "sunset-changed": ("A sunset is set, later, or no longer needed.", "Nobody is hurt: what was promised still is."),
    "sunset-sooner": (
        "A sunset is sooner than it was promised.",
        "Clients that planned by the old day run out of time. Leave the day where it was.",
    ),
    "sunset-withdrawn": (
        "What is deprecated is no longer promised until a day.",
        "Clients that planned by that day no longer know. Leave it, or withdraw the deprecation, too.",
    ),
    "sunset-unreadable": (
        "A sunset is no date like 2030-12-31.",
        "Clients cannot know until when something is promised. Write it as a date.",
    ),
    "request-default-changed": (
        "What it means to leave something out is described otherwise.",
        "Nobody is refused; who leaves it out may get something else. Make sure that it is meant.",
    ),
    "discriminator-changed": (
        "The hint differs that tells the alternatives apart.",
        "Nobody by what is accepted. Clients that are generated from the document may be built otherwise.",
    ),
    "keyword-without-effect": (
        "A keyword differs that has no effect on values of this type, like maximum on a text.",
        "Nobody, as long as everybody reads the schema to the letter. Perhaps the type is not what was meant.",
    ),
    "keyword-not-compared": (
        "A keyword of a schema differs that is not compared, like unevaluatedProperties beside alternatives.",
        "Perhaps somebody. Look at it, and approve it where it is harmless.",
    ),
    "schema-accepts-nothing": (
        "No value is valid any more, as where a closed object requires a property that it does not declare.",
        "Nobody can tell what is sent or answered instead. Mend the schema; its properties are compared all the same.",
    ),
    "schema-too-large": (
        "Two schemas differ, and comparing them takes more steps than one place is allowed.",
        "Perhaps somebody. Look at the difference, and approve it where it is harmless.",
    ),
    "part-not-compared": (
        "A part of the document differs that is not compared: servers, callbacks, webhooks or the dialect of schemas.",
        "Perhaps somebody. Look at it, and approve it where it is harmless.",
    ),
    "described": ("Something is described otherwise, for people alone.", "Nobody is hurt."),
}


def _pages() -> dict[str, tuple[str, str]]:
    pages = dict(_OTHERS)
    for way in ("request", "response"):
        place = f"of a {way}"
        for aspect, what in _ASPECTS.items():
            pages[f"{way}-{aspect}-narrowed"] = (
                f"Fewer values {place} are allowed, by {what}.",
                _HURT[way, "narrowed"],
            )
            pages[f"{way}-{aspect}-widened"] = (f"More values {place} are allowed, by {what}.", _HURT[way, "widened"])
        for shape, (effect, meaning) in _SHAPES.items():
            pages[f"{way}-{shape}"] = (f"{meaning[:-1]} (in a {way}).", _OPEN.get(shape, _HURT[way, effect]))
    return pages


RULES = {name: Rule(name, "\n".join(lines)) for name, lines in sorted(_pages().items())}
