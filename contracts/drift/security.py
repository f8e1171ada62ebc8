"""Compare security: the credentials that an operation requires."""

from collections.abc import Iterator, Mapping
from typing import Any

from .changes import Place
from .document import resolved
from .json_values import canonical, escaped
from .report import Change, Verdict
from .schemas.keywords import MALFORMED
from .sides import Comparison, Pair, Side
from .wellformed import well_formed

# A security requirement: each scheme, by its definition and not its name, with its required scopes.
Credentials = Mapping[str, frozenset[str]]
_IDENTITY = ("type", "in", "name", "scheme", "openIdConnectUrl")


def security(comparison: Comparison, operation: str, pair: Pair) -> Iterator[Change]:
    """Give the changes of the credentials that an operation requires."""
    place = Place(operation, "request", "the security")
    sides = (comparison.old["request"], comparison.new["request"])
    asked = [_asked(side, one) for side, one in zip(sides, (pair.old, pair.new), strict=True)]
    if None in asked:
        return  # the malformed part is reported as a change of the whole document
    old, new = (_ways(side, one) for side, one in zip(sides, asked, strict=True))
    is_narrowed = any(not _opens(new, credentials) for credentials in old)
    is_widened = any(not _opens(old, credentials) for credentials in new)
    pointer = f"{pair.new_pointer}/security"
    if (is_narrowed or is_widened) and any(scheme.startswith(MALFORMED) for way in (*old, *new) for scheme in way):
        text = "It now requires other credentials, of a scheme that is malformed."
        yield place.change("document-malformed", Verdict.UNDECIDED, pointer, text)
    elif is_narrowed:
        text = f"It now requires {_listed(new)}; before, {_listed(old)} was enough."
        yield place.change("security-narrowed", Verdict.BREAKING, pointer, text)
    elif is_widened:
        text = f"Now {_listed(new)} is enough; before, it required {_listed(old)}."
        text = text[0].upper() + text[1:]
        yield place.change("security-widened", Verdict.COMPATIBLE, pointer, text)


def schemes(comparison: Comparison) -> Iterator[Change]:
    """Give the changed definitions of schemes with the same name."""
    old, new = (_declared(side["request"]) for side in (comparison.old, comparison.new))
    for name in sorted(old.keys() & new.keys()):
        place = Place("", "request", f"the security scheme {name}")
        pointer = f"/components/securitySchemes/{escaped(name)}"
        changes, both = well_formed(place, comparison.follow("request", Pair(old[name], new[name], pointer, pointer)))
        yield from changes
        if both is not None and canonical(both.old) != canonical(both.new):
            text = f"The definition of the security scheme {name} changed."
            yield place.change("security-scheme-described", Verdict.DOCUMENTATION, pointer, text)


def _declared(side: Side) -> Any:
    return side.root.get("components", {}).get("securitySchemes", {})


def _asked(side: Side, operation: Any) -> Any:
    """Return the security requirements of an operation, None if they are malformed."""
    default = None if "security" in side.root.get(MALFORMED, ()) else side.root.get("security", [])
    return operation.get("security", default)


def _ways(side: Side, asked: Any) -> list[Credentials]:
    """Return the alternative requirements of an operation; an empty one if no credentials are needed."""
    return [_credentials(side, one) for one in asked] or [{}]


def _credentials(side: Side, asked: Any) -> Credentials:
    declared = _declared(side)
    return {_identity(side, declared.get(name), name): frozenset(scopes) for name, scopes in asked.items()}


def _identity(side: Side, scheme: Any, name: str) -> str:
    if scheme is None:
        return name
    scheme = resolved(side.root, scheme)[0]
    if MALFORMED in scheme:
        return f"{MALFORMED} {canonical(scheme)}"
    said = [f"{scheme[key]}".lower() for key in _IDENTITY if key in scheme]
    return " ".join(said)


def _opens(ways: list[Credentials], credentials: Credentials) -> bool:
    return any(
        all(scheme in credentials and scopes <= credentials[scheme] for scheme, scopes in way.items()) for way in ways
    )


def _listed(ways: list[Credentials]) -> str:
    """Return the alternative requirements as a text, like `http bearer, or apikey header x-key with read`."""
    return ", or ".join(
        sorted({" and ".join(_scheme(*one) for one in sorted(way.items())) or "no credential" for way in ways})
    )


def _scheme(scheme: str, scopes: frozenset[str]) -> str:
    return f"{scheme} with {', '.join(sorted(scopes))}" if scopes else scheme
