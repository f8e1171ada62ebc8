"""Requests to send: each operation about as often as the others, mostly for what is there."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.lockstep.bodies import complete, numbers, once_in, partial
from tests.lockstep.exchange import OPERATIONS, Request
from tests.strategies import MAX_ID

NO_IDS = ["0", "-1", "1.0", "abc", str(MAX_ID + 1)]
NO_LIMITS = ["0", "101", "x"]
CONDITIONS = ["{}", "{}", "{}", "W/{}", '"other", {}', '"other"', "*", "nonsense", ""]
NOTHING: SearchStrategy[dict[str, Any]] = st.just({})


@st.composite
def requests_to_one(draw: DrawFn, method: str, kind: str, bodies: SearchStrategy[dict[str, Any]] = NOTHING) -> Request:
    """Give a request to a user or a post, half the time with a condition on its ETag."""
    condition = "If-None-Match" if method == "GET" else "If-Match"
    parts = draw(bodies)
    path, number = f"/api/{kind}/{{}}", draw(numbers(kind))
    if draw(once_in(12)):
        return Request(method, path, draw(st.sampled_from(NO_IDS)), **parts)
    if draw(st.booleans()):
        return Request(method, path, number, **parts)
    seen = draw(st.runner()).etags_seen(kind, number)
    etag = draw(st.sampled_from(seen[::-1] or ['"other"']))
    return Request(method, path, number, headers={condition: draw(st.sampled_from(CONDITIONS)).format(etag)}, **parts)


@st.composite
def requests_for_a_page(draw: DrawFn, path: str) -> Request:
    """Give a request for a list of posts, mostly for a part of it."""
    limits, before = st.integers(1, 3), numbers("posts")
    if draw(once_in(8)):
        limits, before = limits | st.sampled_from(NO_LIMITS), before | st.sampled_from(NO_IDS)
    query = draw(st.fixed_dictionaries({}, optional={"limit": limits, "before": before}))
    return Request("GET", path, draw(numbers("users")) if "{}" in path else None, query)


@st.composite
def requests_to_create(draw: DrawFn, kind: str) -> Request:
    """Give a request that makes a user or a post."""
    return Request("POST", f"/api/{kind}", **draw(complete(kind)))


@st.composite
def requests_to_delete(draw: DrawFn) -> Request:
    """Give a request that deletes a post, or sometimes a user, who takes all posts along."""
    return draw(requests_to_one("DELETE", "users" if draw(once_in(4)) else "posts"))


reads = st.one_of(
    requests_to_one("GET", "users"),
    requests_to_one("GET", "posts"),
    requests_for_a_page("/api/users/{}/posts"),
    requests_for_a_page("/api/posts"),
    st.runner().map(lambda machine: machine.next_page),
)


@st.composite
def heads(draw: DrawFn) -> Request:
    """Give a request for no more than the headers of what can be read."""
    return replace(draw(reads), method="HEAD")


requests_without_an_operation = st.sampled_from(
    [
        Request(method, path, 1)
        for path, methods in OPERATIONS.items()
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
        if method not in methods
    ]
)

requests = st.one_of(
    reads,  # first, since Hypothesis gives the first more often, and a read is cheap
    heads(),
    requests_to_create("users"),
    requests_to_create("posts"),
    requests_to_one("PATCH", "users", partial("users")),
    requests_to_one("PATCH", "posts", partial("posts")),
    requests_to_one("PUT", "posts", complete("posts")),
    requests_to_delete(),
    requests_without_an_operation,
)
