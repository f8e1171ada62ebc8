"""Compare servers: the URLs of the API."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from .changes import Place
from .json_values import canonical, escaped
from .report import Change, Verdict
from .schemas.keywords import MALFORMED
from .sides import Comparison, Pair, described
from .wellformed import well_formed

MANY = 1000  # the maximum number of URLs of a server with variables
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_ANY = "\0"  # the placeholder in a URL for a variable with any value

Server = Mapping[str, Any]
_IMPLIED: Server = {"url": "/"}  # the default of OpenAPI


def servers(place: Place, pair: Pair) -> Iterator[Change]:
    """Give the changes of the servers of two objects."""
    if canonical(pair.old.get("servers", [])) == canonical(pair.new.get("servers", [])):
        return
    pointer, old_pointer = f"{pair.new_pointer}/servers", f"{pair.old_pointer}/servers"
    old, new = pair.old.get("servers", []), pair.new.get("servers", [])
    faults = [*_faults(place, old, new, old_pointer, is_new=False), *_faults(place, new, old, pointer, is_new=True)]
    if faults or max(map(_number, (*old, *new))) > MANY:
        text = f"The servers of {place.name} changed, but there are too many to compare."
        yield from faults or [place.change("part-not-compared", Verdict.UNDECIDED, pointer, text)]
        return
    changes = [*_gone(place, old, new, pointer), *_added(place, old, new, pointer), *_said(place, old, new, pointer)]
    other = place.change(
        "described", Verdict.DOCUMENTATION, pointer, f"The servers of {place.name} are listed differently."
    )
    yield from changes or [other]


def own_servers(place: Place, comparison: Comparison, item: Pair, pair: Pair) -> Iterator[Change]:
    """Give the changes of the servers of an operation, if it or its path item lists any."""
    old, new = pair.old.get("servers") or item.old.get("servers"), pair.new.get("servers") or item.new.get("servers")
    if old or new:
        before, after = comparison.old["request"].root, comparison.new["request"].root
        yield from servers(
            place,
            pair._replace(
                old={"servers": old or before.get("servers", [])}, new={"servers": new or after.get("servers", [])}
            ),
        )


def _faults(
    place: Place, some: Sequence[Server], others: Sequence[Server], pointer: str, *, is_new: bool
) -> Iterator[Change]:
    """Give the changes for malformed servers that are not among the others."""
    known = {canonical(one) for one in others}
    for index, server in enumerate(some):
        if canonical(server) in known:
            continue
        variables = server.get("variables", {})
        parts = {"": server} | {f"/variables/{escaped(name)}": one for name, one in variables.items()}
        for where, one in parts.items():
            at = f"{pointer}/{index}{where}"
            pair = Pair({}, one, "", at) if is_new else Pair(one, {}, at, "")
            yield from well_formed(place._replace(name=f"a server of {place.name}"), pair)[0]


def _gone(place: Place, old: Sequence[Server], new: Sequence[Server], pointer: str) -> Iterator[Change]:
    taken = [*map(_pattern, new or [_IMPLIED])]
    # Without servers, the URL is that of the document, which is not known here.
    verdict = Verdict.BREAKING if old and new else Verdict.UNDECIDED
    for url in dict.fromkeys(url for one in old or [_IMPLIED] for url in _urls(one)):
        if not any(one.fullmatch(url) for one in taken):
            text = f"The server {_told(url)} of {place.name} is gone."
            if not old:
                text = f"The servers of {place.name} are listed now; before, the server of the document was meant."
            yield place.change("server-removed", verdict, pointer, text)


def _added(place: Place, old: Sequence[Server], new: Sequence[Server], pointer: str) -> Iterator[Change]:
    known = [*map(_pattern, old or [_IMPLIED])]
    for index, one in enumerate(new):
        for url in _urls(one):
            if not any(other.fullmatch(url) for other in known):
                text = f"The server {_told(url)} of {place.name} is new."
                yield place.change("server-added", Verdict.COMPATIBLE, f"{pointer}/{index}", text)


def _said(place: Place, old: Sequence[Server], new: Sequence[Server], pointer: str) -> Iterator[Change]:
    """Give the changes of servers with the same URL."""
    before = {one.get("url"): one for one in old}
    for index, one in enumerate(new):
        other = before.get(one.get("url"))
        if other is None or MALFORMED in one:
            continue
        url = place._replace(name=f"the server {one['url']} of {place.name}")
        pair = Pair(other, one, "", f"{pointer}/{index}")
        yield from described(url, pair, ("name", "description", "x-"))
        variables = pair.at("variables")
        for name in sorted(variables.old.keys() & variables.new.keys()):
            was, is_ = variables.old[name], variables.new[name]
            where = f"{variables.new_pointer}/{name}"
            if was.get("default") != is_.get("default"):
                now = f"{is_.get('default')} by default; it was {was.get('default')}"
                text = f"{{{name}}} of {url.name} is {now}."
                yield place.change("server-default-changed", Verdict.COMPATIBLE, f"{where}/default", text)
            said = url._replace(name=f"{{{name}}} of {url.name}")
            yield from described(said, Pair(was, is_, "", where), ("description", "x-"))


def _choices(server: Server) -> list[list[str]]:
    """Return the values of each variable in a URL."""
    variables = server.get("variables", {})
    names = _VARIABLE.findall(server.get("url", ""))
    return [variables.get(name, {}).get("enum") or [_ANY] for name in names]


def _number(server: Server) -> int:
    return prod(map(len, _choices(server)))


def _urls(server: Server) -> Iterator[str]:
    """Give the URL for each combination of the variables' values."""
    parts = _VARIABLE.split(_plain(server))[::2]
    for chosen in product(*_choices(server)):
        yield "".join(part for both in zip(parts, (*chosen, ""), strict=True) for part in both)


def _pattern(server: Server) -> re.Pattern[str]:
    """Return a pattern that matches the URLs of a server."""
    parts = [re.escape(part) for part in _VARIABLE.split(_plain(server))[::2]]
    choices = [".*" if _ANY in some else "|".join(map(re.escape, some)) for some in _choices(server)]
    between = [f"(?:{some})" for some in choices]
    return re.compile("".join(part for both in zip(parts, [*between, ""], strict=True) for part in both), re.DOTALL)


def _plain(server: Server) -> str:
    return str(server.get("url", "")).rstrip("/")


def _told(url: str) -> str:
    return (url or "/").replace(_ANY, "{}")
