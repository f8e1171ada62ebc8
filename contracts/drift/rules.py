"""The rules by which changes are found, each with its page of two lines.

The first line says what a rule means; the second says whom the change hurts, and what to do.
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
    "request widened": "Nobody is hurt: everything that was accepted is still accepted.",
    "response narrowed": "Nobody is hurt: everything that is answered now was allowed before.",
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
        "Nobody is hurt: clients can go on sending it.",
    ),
    "response-property-became-required": (
        "A property of a response that could be missing is always there.",
        "Nobody is hurt: clients had to be ready for it.",
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
        "Nobody is hurt: no client sends it yet.",
    ),
    "request-property-removed": (
        "A property of a request is no longer declared.",
        "In a closed object, clients that send it are refused: keep it. In an open object it no longer has an effect.",
    ),
    "response-property-added": (
        "A property of a response is new.",
        "Nobody is hurt: clients ignore properties that they do not know, where the object is open.",
    ),
    "response-property-added-to-closed-object": (
        "A property of a response is new, and the object was closed (additionalProperties: false).",
        "It hurts only clients that validate strictly. Make a new version, or choose a milder verdict in the settings.",
    ),
    "response-property-removed": (
        "A property of a response is no longer declared; it was optional.",
        "Nobody is hurt who was ready for its absence.",
    ),
    "request-object-closed": (
        "A request may no longer have properties that are not declared.",
        "Clients that send such properties are refused. Keep on ignoring them, or make a new version.",
    ),
    "request-object-opened": (
        "A request may have properties that are not declared.",
        "Nobody is hurt: everything that was accepted is still accepted.",
    ),
    "response-object-closed": (
        "A response no longer has properties that are not declared.",
        "Nobody is hurt: everything that is answered now was allowed before.",
    ),
    "response-object-opened": (
        "A response may have properties that are not declared.",
        "It hurts only clients that validate strictly. Keep the object closed, or make a new version.",
    ),
}
_OTHERS = {
    "operation-added": ("An operation is new.", "Nobody is hurt: no client knows it yet."),
    "operation-removed": (
        "An operation is gone.",
        "Every client that calls it fails. Keep it, deprecated and with a sunset (x-sunset), until that day is past.",
    ),
    "operation-removed-after-sunset": (
        "An operation is gone that was deprecated, and whose sunset (x-sunset) is past.",
        "Clients that still call it fail, though they were told. Look at the logs before you deploy it.",
    ),
    "parameter-added": ("A parameter is new, and optional.", "Nobody is hurt: no client sends it yet."),
    "required-parameter-added": (
        "A parameter is new, and required.",
        "Every client that does not know it is refused. Make it optional, with a default that keeps the old meaning.",
    ),
    "parameter-removed": (
        "A parameter is gone: it is ignored where a client still sends it.",
        "Clients that rely on its effect get other answers, but no error. It breaks a promise only before its sunset.",
    ),
    "parameter-became-required": (
        "A parameter that could be left out must be sent.",
        "Every client that leaves it out is refused. Give it a default instead.",
    ),
    "parameter-became-optional": ("A parameter can be left out.", "Nobody is hurt: clients can go on sending it."),
    "parameter-style-changed": (
        "A parameter's array or object is written in another way: style, explode, allowReserved or allowEmptyValue.",
        "Clients that write it as before are misread. Accept both ways, or take it under a new name.",
    ),
    "request-body-added": ("A body is new, and optional.", "Nobody is hurt: no client sends it yet."),
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
    "request-body-became-optional": ("The body can be left out.", "Nobody is hurt: clients can go on sending it."),
    "request-media-type-added": ("Bodies of another media type are accepted.", "Nobody is hurt."),
    "request-media-type-removed": (
        "Bodies of a media type are no longer accepted.",
        "Every client that sends it is refused (415). Keep on accepting it.",
    ),
    "response-media-type-added": (
        "A client can ask for another media type.",
        "Nobody is hurt who does not ask for it.",
    ),
    "response-media-type-removed": (
        "A response no longer comes in a media type that clients can ask for.",
        "Every client that reads it gets something else, or is refused (406). Keep on offering it.",
    ),
    "media-type-renamed": (
        "A media type is now covered by a range, or by one that is read like it: application/problem+json is JSON.",
        "It hurts only clients that compare the name letter by letter. Keep the old name if there are such clients.",
    ),
    "encoding-not-compared": (
        "The encoding of a form's parts differs, which is not compared.",
        "It may hurt clients that send the form. Look at it, and approve it where it is harmless.",
    ),
    "status-added": (
        "A status is described that was not described before.",
        "Nobody is hurt who treats unknown statuses by their class, as 404 by 4xx.",
    ),
    "status-removed": (
        "A status is gone that is no success.",
        "Nobody is hurt: an answer that no longer comes breaks no client.",
    ),
    "success-status-removed": (
        "A status is gone that clients take for success.",
        "Clients that wait for this very status take success for failure. Keep on answering with it.",
    ),
    "header-added": (
        "A header of a response, or a parameter of a webhook, is new.",
        "Nobody is hurt: headers that are not known are ignored.",
    ),
    "header-removed": (
        "A header of a response, or a parameter of a webhook, is gone.",
        "Where it was required, clients that read it fail. Keep on sending it.",
    ),
    "header-became-required": (
        "A header of a response that could be missing is always there.",
        "Nobody is hurt: clients had to be ready for it.",
    ),
    "header-became-optional": (
        "A header of a response that was always there can be missing.",
        "Clients that read it without a check fail. Keep on sending it.",
    ),
    "links-changed": (
        "The links of a response differ.",
        "Nobody is hurt who reads only the values: links describe what to call with them.",
    ),
    "security-narrowed": (
        "A credential or scope is needed that was not needed, or one that was enough no longer is.",
        "Clients that call as before are refused (401 or 403). Tell them, and make a new version.",
    ),
    "security-widened": (
        "Fewer credentials or scopes are enough.",
        "No client is hurt. Make sure that you mean it.",
    ),
    "security-scheme-described": (
        "A security scheme is described in another way, and asks for the same credential.",
        "Nobody is hurt who has a credential. Tell clients if they get it elsewhere now, as by another token URL.",
    ),
    "deprecated": (
        "An operation or parameter is deprecated.",
        "Nobody is hurt yet. Tell its users until when it stays (x-sunset).",
    ),
    "deprecation-withdrawn": ("An operation or parameter is no longer deprecated.", "Nobody is hurt."),
    "schema-deprecated": (
        "A property or schema is deprecated, or no longer is.",
        "Nobody is hurt yet. Tell its users.",
    ),
    "sunset-changed": (
        "A sunset (x-sunset) is new, later, or no longer needed.",
        "Nobody is hurt: it stays as long as promised.",
    ),
    "sunset-sooner": (
        "A sunset (x-sunset) is sooner than promised.",
        "Clients that planned by the old day run out of time. Put the old day back.",
    ),
    "sunset-withdrawn": (
        "Something deprecated no longer has the sunset (x-sunset) that was promised.",
        "Clients that planned by that day no longer know. Put the day back, or withdraw the deprecation, too.",
    ),
    "sunset-unreadable": (
        "A sunset (x-sunset) is not a date like 2030-12-31.",
        "Clients cannot know how long something stays. Write it as a date.",
    ),
    "request-default-changed": (
        "The default of a parameter or property of a request differs.",
        "Nobody is refused, but clients that leave it out may get something else. Make sure that you mean it.",
    ),
    "discriminator-changed": (
        "The discriminator differs: the property, or its values, by which clients tell the alternatives apart.",
        "Clients generated from the old document may choose the wrong model. Keep each tag for what it meant.",
    ),
    "keyword-without-effect": (
        "A keyword differs that has no effect on values of this type, like maximum on a text.",
        "Nobody is hurt. Check whether you meant another type.",
    ),
    "model-renamed": (
        "A model of another name stands here. It allows the same, or other changes say what differs.",
        "Nobody is hurt by what is accepted. Generated clients may call their type by the new name: tell their users.",
    ),
    "schema-rewritten": (
        "A schema is written in another way, and allows the same.",
        "Nobody is hurt by what is accepted. Types that are generated from the document may differ.",
    ),
    "document-rewritten": (
        "A part of the document differs that no operation uses, or that says the same in another way.",
        "Nobody is hurt by what is accepted. Code that is generated from the document may differ.",
    ),
    "keyword-not-compared": (
        "A keyword of a schema differs that is not compared, like unevaluatedProperties beside alternatives.",
        "It may hurt somebody. Look at it, and approve it where it is harmless.",
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
        "A part of the document differs that is not compared, like the dialect of schemas or the items of a stream.",
        "It may hurt somebody. Look at it, and approve it where it is harmless.",
    ),
    "document-malformed": (
        "A place is malformed in one document, like a reference that leads nowhere, and is not what it was.",
        "Nobody can tell what is meant there, and all else is compared. Mend it where the change points to.",
    ),
    "server-added": ("There is another URL at which operations can be called.", "Nobody is hurt."),
    "server-removed": (
        "A URL at which operations were called is gone.",
        "Clients that use it fail; undecided where one document names no server. Keep on answering there.",
    ),
    "server-default-changed": (
        "What a variable in the URL of a server is, where it is left out, differs.",
        "Nobody is refused; who leaves it out calls another server. Make sure that it is meant.",
    ),
    "webhook-added": ("The app sends a request that it did not: a webhook or callback.", "Nobody is hurt."),
    "webhook-removed": (
        "The app no longer sends a request: a webhook or callback.",
        "Clients that wait for it are never told. Keep on sending it, or make a new version.",
    ),
    "sent-body-added": ("A webhook or callback has a body that it had not.", "Nobody is hurt: no client reads it yet."),
    "sent-body-removed": (
        "A webhook or callback has no body any more.",
        "Clients that read it fail. Keep on sending it.",
    ),
    "sent-body-became-required": (
        "A webhook or callback always has the body that could be missing.",
        "Nobody is hurt.",
    ),
    "sent-body-became-optional": (
        "A webhook or callback may have no body.",
        "Clients that read it without looking fail. Keep on sending it.",
    ),
    "sent-media-type-added": (
        "The app may send a body of a webhook or callback in another media type.",
        "Clients that cannot read it fail, since they do not choose. Send it under a new name.",
    ),
    "sent-media-type-removed": (
        "The app no longer sends a body of a webhook or callback in a media type.",
        "Nobody is hurt who reads the others.",
    ),
    "described": (
        "Something differs that is said for people: a title, a description, an example, or the default of a response.",
        "Nobody is hurt.",
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
