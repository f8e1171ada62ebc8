"""A removed server URL breaks the clients that use it, no matter how it is written."""

from typing import Any

import pytest

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import document

BREAKING, COMPATIBLE, DOCUMENTATION, UNDECIDED, IDENTICAL = (
    Verdict.BREAKING,
    Verdict.COMPATIBLE,
    Verdict.DOCUMENTATION,
    Verdict.UNDECIDED,
    Verdict.IDENTICAL,
)
DONE = {"204": {"description": "Done"}}


def region(*values: str, default: str = "eu") -> Any:
    """Return a server with a variable, which has the given values, or any value if there are none."""
    variable = {"default": default, **({"enum": list(values)} if values else {})}
    return {"url": "https://{region}.example.com/", "variables": {"region": variable}}


def url(text: str, **said: Any) -> Any:
    """Return a server."""
    return {"url": text, **said}


EU, US = url("https://eu.example.com"), url("https://us.example.com")
# The old servers, the new ones, and the verdicts for this change and for the reverse.
CHANGES: list[tuple[list[Any], list[Any], Verdict, Verdict]] = [
    ([EU], [EU, US], COMPATIBLE, BREAKING),
    ([EU, US], [US, EU], DOCUMENTATION, DOCUMENTATION),
    ([EU], [url("https://eu.example.com", description="Here")], DOCUMENTATION, DOCUMENTATION),
    ([EU], [url("https://eu.example.com/")], DOCUMENTATION, DOCUMENTATION),
    ([EU], [region("eu", "us")], COMPATIBLE, BREAKING),
    ([EU, US], [region("eu", "us")], DOCUMENTATION, DOCUMENTATION),
    ([region("eu")], [region("eu", "us")], COMPATIBLE, BREAKING),
    ([region("eu", "us")], [region()], COMPATIBLE, BREAKING),
    ([region("eu", "us")], [region("eu", "us", default="us")], COMPATIBLE, COMPATIBLE),
    ([region(*map(str, range(2000)))], [EU], UNDECIDED, UNDECIDED),
    ([], [EU], UNDECIDED, UNDECIDED),
    ([], [url("/")], DOCUMENTATION, DOCUMENTATION),
]


@pytest.mark.parametrize(("old", "new", "there", "back"), CHANGES)
@pytest.mark.parametrize("place", ["document", "path", "operation"])
def test_a_server_that_is_gone_breaks_and_one_more_does_not(
    place: str, old: Any, new: Any, there: Verdict, back: Verdict
) -> None:
    def at(servers: Any) -> Any:
        operation = {"responses": DONE, **({"servers": servers} if place == "operation" else {})}
        whole = document(operation, **({"servers": servers} if place == "document" else {}))
        if place == "path":
            whole["paths"]["/things"]["servers"] = servers
        return whole

    assert compare(at(old), at(new)).verdict == there
    assert compare(at(new), at(old)).verdict == back
    assert compare(at(new), at(new)).changes == ()
    for change in compare(at(old), at(new)).changes:
        assert change.operation == ("" if place == "document" else "POST /things")


def test_servers_of_an_operation_take_the_place_of_those_of_the_document() -> None:
    plain, own = ({"responses": DONE}, {"responses": DONE, "servers": [US]})
    assert compare(document(plain, servers=[EU]), document(own, servers=[EU])).verdict == BREAKING
    assert compare(document(plain, servers=[EU, US]), document(own, servers=[EU, US])).verdict == BREAKING
    assert compare(document(own, servers=[EU, US]), document(plain, servers=[EU, US])).verdict == COMPATIBLE
