"""The rules that find changes, each with its page of two lines.

The first line explains the rule; the second names the clients that the change affects, and what to do.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: its name, and its page of two lines."""

    name: str
    page: str


_ASPECTS = {
    "type": "the JSON types",
    "enum": "the listed values",
    "range": "the bounds of numbers, or what they are multiples of",
    "length": "the lengths of texts",
    "pattern": "the patterns of texts",
    "format": "the formats of texts",
    "items": "the number of items in arrays, what arrays contain, or whether items may be equal",
    "names": "the number of properties, or their names",
    "condition": "what is excluded (not), or what depends on something else (if, dependentRequired, dependentSchemas)",
    "union": "the alternatives (anyOf, oneOf)",
}
_HURT = {
    "request narrowed": "Clients that send what was allowed are refused. Keep on accepting it, or make a new version.",
    "request widened": "No client breaks: everything that was accepted is still accepted.",
    "response narrowed": "No client breaks: everything that is answered now was allowed before.",
    "response widened": (
        "Clients that know only the old answers may fail on the new ones. Keep to the old ones, or make a new version."
    ),
}
_SHAPES = {
    "request-property-became-required": (
        "A property of a request that could be left out must be there.",
        "Clients that leave it out are refused. Give it a default instead, or make a new version.",
    ),
    "request-property-became-optional": (
        "A property of a request that had to be there can be left out.",
        "No client breaks: clients can go on sending it.",
    ),
    "response-property-became-required": (
        "A property of a response that could be missing is always there.",
        "No client breaks: clients had to be ready for it.",
    ),
    "response-property-became-optional": (
        "A property of a response that was always there can be missing.",
        "Clients that read it without a check fail. Keep on sending it, or make a new version.",
    ),
    "request-required-property-added": (
        "A property of a request is new, and must be there.",
        "Clients that do not know it are refused. Give it a default instead, or make a new version.",
    ),
    "response-required-property-removed": (
        "A property of a response is gone that was always there.",
        "Clients that read it fail. Keep on sending it and mark it as deprecated, or make a new version.",
    ),
    "response-property-with-default-removed": (
        "A property of a response is gone that had a default: FastAPI always sent it, though it was not required.",
        "Clients that read it fail. Keep on sending it, deprecated, or choose a milder verdict in the settings.",
    ),
    "request-property-added": (
        "A property of a request is new, and optional.",
        "No client breaks: no client sends it yet.",
    ),
    "request-property-removed": (
        "A property of a request is no longer declared.",
        "In a closed object, clients that send it are refused: keep it. In an open object it no longer has an effect.",
    ),
    "response-property-added": (
        "A property of a response is new.",
        "No client breaks: clients ignore properties that they do not know, where the object is open.",
    ),
    "response-property-added-to-closed-object": (
        "A property of a response is new, and the object was closed (additionalProperties: false).",
        "It breaks only clients that validate strictly. Make a new version, or set a milder verdict in the settings.",
    ),
    "response-property-removed": (
        "A property of a response is no longer declared; it was optional.",
        "No client breaks that expected it to be optional.",
    ),
    "request-object-closed": (
        "A request may no longer have properties that are not declared.",
        "Clients that send such properties are refused. Keep on ignoring them, or make a new version.",
    ),
    "request-object-opened": (
        "A request may have properties that are not declared.",
        "No client breaks: everything that was accepted is still accepted.",
    ),
    "response-object-closed": (
        "A response no longer has properties that are not declared.",
        "No client breaks: everything that is answered now was allowed before.",
    ),
    "response-object-opened": (
        "A response may have properties that are not declared.",
        "It breaks only clients that validate strictly. Keep the object closed, or make a new version.",
    ),
}
_OTHERS = {
    "operation-added": ("An operation is new.", "No client breaks: no client knows it yet."),
    "operation-removed": (
        "An operation is gone.",
        "Every client that calls it fails. Keep it, deprecated and with a sunset (x-sunset), until that day is past.",
    ),
    "operation-removed-after-sunset": (
        "An operation is gone that was deprecated, and whose sunset (x-sunset) is past.",
        "Clients that still call it fail, although it was announced. Look at the logs before you deploy it.",
    ),
    "parameter-added": ("A parameter is new, and optional.", "No client breaks: no client sends it yet."),
    "required-parameter-added": (
        "A parameter is new, and required.",
        "Every client that does not know it is refused. Make it optional, with a default that keeps the old meaning.",
    ),
    "parameter-removed": (
        "A parameter is gone: it is ignored if a client still sends it.",
        "Clients that rely on its effect get other answers, but no error. It breaks a promise only before its sunset.",
    ),
    "parameter-became-required": (
        "A parameter that could be left out must be sent.",
        "Every client that leaves it out is refused. Give it a default instead.",
    ),
    "parameter-became-optional": ("A parameter can be left out.", "No client breaks: clients can go on sending it."),
    "parameter-style-changed": (
        "A parameter's array or object is written in another way: style, explode, allowReserved or allowEmptyValue.",
        "Values of clients that send it as before are misread. Accept both ways, or use a new name for it.",
    ),
    "request-body-added": ("A body is new, and optional.", "No client breaks: no client sends it yet."),
    "required-request-body-added": (
        "A body is new, and required.",
        "Every client that sends none is refused. Make it optional.",
    ),
    "request-body-removed": (
        "The body is gone.",
        "What clients send has no effect, or is refused. Keep it, or make a new operation.",
    ),
    "request-body-became-required": (
        "A body that could be left out must be sent.",
        "Every client that sends none is refused. Keep it optional.",
    ),
    "request-body-became-optional": ("The body can be left out.", "No client breaks: clients can go on sending it."),
    "request-media-type-added": ("Bodies of another media type are accepted.", "No client breaks."),
    "request-media-type-removed": (
        "Bodies of a media type are no longer accepted.",
        "Every client that sends it is refused (415). Keep on accepting it.",
    ),
    "response-media-type-added": (
        "A client can ask for another media type.",
        "No client breaks: a client gets it only on request.",
    ),
    "response-media-type-removed": (
        "A response no longer comes in a media type that clients can ask for.",
        "Every client that reads it gets something else, or is refused (406). Keep on offering it.",
    ),
    "media-type-renamed": (
        "A media type is now covered by a range, or by one that is read like it: application/problem+json is JSON.",
        "It breaks only clients that compare the exact name. Keep the old name if there are such clients.",
    ),
    "encoding-not-compared": (
        "The encoding of a form's parts differs, which is not compared.",
        "It may break clients that send the form. Look at it, and approve it if it is harmless.",
    ),
    "status-added": (
        "A status is described that was not described before.",
        "No client breaks that handles unknown statuses by their class, such as 404 by 4xx.",
    ),
    "status-removed": (
        "A status that is no success is gone.",
        "No client breaks: an answer that no longer comes breaks no client.",
    ),
    "success-status-removed": (
        "A success status is gone.",
        "Clients that check for exactly this status see a failure. Keep on answering with it.",
    ),
    "header-added": (
        "A header of a response, or a parameter of a webhook, is new.",
        "No client breaks: headers that are not known are ignored.",
    ),
    "header-removed": (
        "A header of a response, or a parameter of a webhook, is gone.",
        "Where it was required, clients that read it fail. Keep on sending it.",
    ),
    "header-became-required": (
        "A header of a response that could be missing is always there.",
        "No client breaks: clients had to be ready for it.",
    ),
    "header-became-optional": (
        "A header of a response that was always there can be missing.",
        "Clients that read it without a check fail. Keep on sending it.",
    ),
    "links-changed": (
        "The links of a response differ.",
        "No client breaks that reads only the values: links describe the operations to call with them.",
    ),
    "security-narrowed": (
        "A new credential or scope is required, or one that was enough no longer is.",
        "Clients that call as before are refused (401 or 403). Inform them, and make a new version.",
    ),
    "security-widened": (
        "Fewer credentials or scopes are enough.",
        "No client breaks. Make sure that this is intended.",
    ),
    "security-scheme-described": (
        "A security scheme is described differently, but requires the same credential.",
        "No client breaks that has a credential. Inform clients if they now get it elsewhere, like at a new token URL.",
    ),
    "deprecated": (
        "An operation or parameter is deprecated.",
        "No client breaks yet. Announce how long it stays (x-sunset).",
    ),
    "deprecation-withdrawn": ("An operation or parameter is no longer deprecated.", "No client breaks."),
    "schema-deprecated": (
        "A property or schema is deprecated, or no longer is.",
        "No client breaks yet. Inform its users.",
    ),
    "sunset-changed": (
        "A sunset (x-sunset) is new, later, or no longer needed.",
        "No client breaks: it stays as long as promised.",
    ),
    "sunset-sooner": (
        "A sunset (x-sunset) is sooner than promised.",
        "Clients that planned with the old date run out of time. Restore the old date.",
    ),
    "sunset-withdrawn": (
        "Something deprecated no longer has the sunset (x-sunset) that was promised.",
        "Clients that planned with that date no longer know it. Restore the date, or withdraw the deprecation, too.",
    ),
    "sunset-unreadable": (
        "A sunset (x-sunset) is not a date like 2030-12-31.",
        "Clients cannot know how long something stays. Write it as a date.",
    ),
    "request-default-changed": (
        "The default of a parameter or property of a request differs.",
        "No client is refused, but those that leave it out may get another result. Make sure that this is intended.",
    ),
    "discriminator-changed": (
        "The discriminator differs: the property, or its values, by which clients choose the alternative.",
        "Clients generated from the old document may choose the wrong model. Keep the meaning of each tag.",
    ),
    "keyword-without-effect": (
        "A keyword differs that has no effect on values of this type, like maximum on a string.",
        "No client breaks. Check whether you meant another type.",
    ),
    "model-renamed": (
        "A model of another name is used here. It allows the same values, or other changes describe the difference.",
        "No client breaks. Types of generated clients may get the new name: inform their users.",
    ),
    "schema-rewritten": (
        "A schema is written differently, but allows the same values.",
        "No client breaks. Types that are generated from the document may differ.",
    ),
    "document-rewritten": (
        "A part of the document differs that no operation uses, or that means the same.",
        "No client breaks. Code that is generated from the document may differ.",
    ),
    "keyword-not-compared": (
        "A keyword of a schema differs that is not compared, like unevaluatedProperties next to alternatives.",
        "It may break clients. Look at it, and approve it if it is harmless.",
    ),
    "schema-accepts-nothing": (
        "No value is valid any more, for instance if a closed object requires a property that it does not declare.",
        "It is not known which values are sent instead. Fix the schema; its properties are compared nevertheless.",
    ),
    "schema-too-large": (
        "Two schemas differ, and comparing them takes more steps than the limit for one place.",
        "It may break clients. Look at the difference, and approve it if it is harmless.",
    ),
    "part-not-compared": (
        "A part of the document differs that is not compared, like the dialect of schemas or the items of a stream.",
        "It may break clients. Look at it, and approve it if it is harmless.",
    ),
    "document-malformed": (
        "A place is malformed in one document, like a reference without a target, and differs from the other document.",
        "The meaning of this place is not known; all else is compared. Fix it at the pointer of the change.",
    ),
    "server-added": ("There is another URL at which operations can be called.", "No client breaks."),
    "server-removed": (
        "A URL at which operations were called is gone.",
        "Clients that use it fail; undecided where one document names no server. Keep on answering there.",
    ),
    "server-default-changed": (
        "The default of a variable in the URL of a server differs.",
        "No client is refused, but those that use the default call another server. Make sure that this is intended.",
    ),
    "webhook-added": ("The app sends a new request: a webhook or callback.", "No client breaks."),
    "webhook-removed": (
        "The app no longer sends a request: a webhook or callback.",
        "Clients that wait for it never get it. Keep on sending it, or make a new version.",
    ),
    "sent-body-added": ("A webhook or callback has a new body.", "No client breaks: no client reads it yet."),
    "sent-body-removed": (
        "A webhook or callback has no body any more.",
        "Clients that read it fail. Keep on sending it.",
    ),
    "sent-body-became-required": (
        "A webhook or callback always has the body, which could be missing before.",
        "No client breaks.",
    ),
    "sent-body-became-optional": (
        "A webhook or callback may have no body.",
        "Clients that read it without a check fail. Keep on sending it.",
    ),
    "sent-media-type-added": (
        "The app may send a body of a webhook or callback in another media type.",
        "Clients that cannot read it fail, since they do not choose. Send it under a new name.",
    ),
    "sent-media-type-removed": (
        "The app no longer sends a body of a webhook or callback in a media type.",
        "No client breaks that reads the others.",
    ),
    "described": (
        "Documentation differs: a title, a description, an example, or the default of a response.",
        "No client breaks.",
    ),
}


def _pages() -> dict[str, tuple[str, str]]:
    pages = _OTHERS | _SHAPES
    for way in ("request", "response"):
        for aspect, what in _ASPECTS.items():
            for effect, fewer in (("narrowed", "Fewer"), ("widened", "More")):
                meaning = f"{fewer} values of a {way} are allowed, by {what}."
                pages[f"{way}-{aspect}-{effect}"] = (meaning, _HURT[f"{way} {effect}"])
    return pages


RULES = {name: Rule(name, "\n".join(lines)) for name, lines in sorted(_pages().items())}
