"""Security: which credentials an operation asks for."""

from collections.abc import Iterator, Mapping
from typing import Any

from .changes import Place
from .document import resolved
from .json_values import canonical
from .report import Change, Verdict
from .sides import Comparison, Pair, Side

# A way in: what each scheme is, whatever it is called, and the scopes that are asked for.
Credentials = Mapping[str, frozenset[str]]
_IDENTITY = ("type", "in", "name", "scheme", "openIdConnectUrl")


def security(comparison: Comparison, operation: str, pair: Pair) -> Iterator[Change]:
    """Give the changes of the credentials that an operation asks for."""
    place = Place(operation, "request", "the security")
    old, new = _ways(comparison.old["request"], pair.old), _ways(comparison.new["request"], pair.new)
    if any(not _opens(new, credentials) for credentials in old):
        text = f"It takes {_told(new)} to call it now, where {_told(old)} did."
        yield place.change("security-narrowed", Verdict.BREAKING, f"{pair.new_pointer}/security", text)
    elif any(not _opens(old, credentials) for credentials in new):
        text = f"{_told(new)} may call it now, where it took {_told(old)}."
        text = text[0].upper() + text[1:]
        yield place.change("security-widened", Verdict.COMPATIBLE, f"{pair.new_pointer}/security", text)


def schemes(comparison: Comparison) -> Iterator[Change]:
    """Give the changes of what is said about schemes that are called the same."""
    place = Place("", "request", "the security schemes")
    old, new = (
        side["request"].root.get("components", {}).get("securitySchemes", {})
        for side in (comparison.old, comparison.new)
    )
    for name in sorted(old.keys() & new.keys()):
        if canonical(old[name]) != canonical(new[name]):
            pointer = f"/components/securitySchemes/{name}"
            text = f"The security scheme {name} is described otherwise."
            yield place.change("security-scheme-described", Verdict.DOCUMENTATION, pointer, text)


def _ways(side: Side, operation: Any) -> list[Credentials]:
    """Return the ways to call an operation; one of no credentials where anybody may."""
    asked = operation.get("security", side.root.get("security", []))
    return [_credentials(side, one) for one in asked] or [{}]


def _credentials(side: Side, asked: Any) -> Credentials:
    declared = side.root.get("components", {}).get("securitySchemes", {})
    return {_identity(side, declared.get(name), name): frozenset(scopes) for name, scopes in asked.items()}


def _identity(side: Side, scheme: Any, name: str) -> str:
    if scheme is None:
        return name
    scheme = resolved(side.root, scheme)[0]
    said = [f"{scheme[key]}".lower() for key in _IDENTITY if key in scheme]
    return " ".join(said)


def _opens(ways: list[Credentials], credentials: Credentials) -> bool:
    return any(
        all(scheme in credentials and scopes <= credentials[scheme] for scheme, scopes in way.items()) for way in ways
    )


def _told(ways: list[Credentials]) -> str:
    """Return the ways as a text, like `http bearer, or apikey header x-key with read`."""
    return ", or ".join(
        sorted({" and ".join(_scheme(*one) for one in sorted(way.items())) or "no credential" for way in ways})
    )


def _scheme(scheme: str, scopes: frozenset[str]) -> str:
    return f"{scheme} with {', '.join(sorted(scopes))}" if scopes else scheme
