"""Requests to send: each operation of the document about as often as the others, mostly for rows that exist."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.document import OPERATIONS, Operation, operations_at, referred
from tests.lockstep.bodies import bodies, numbers, once_in
from tests.lockstep.exchange import Request
from tests.strategies import MAX_ID

NO_IDS = ["0", "-1", "1.0", "abc", str(MAX_ID + 1)]
NO_LIMITS = ["0", "101", "x"]
CONDITIONS = ["{}", "{}", "{}", "W/{}", '"other", {}', '"other"', "*", "nonsense", ""]


@st.composite
def requests_for(draw: DrawFn, operation: Operation) -> Request:
    """Give a request for an operation: mostly a valid one, half the time with a condition where it takes one."""
    ids: dict[str, Any] = {name: draw(numbers(referred(name))) for name in operation.ids}
    request = Request(operation.method, operation.path, ids)
    if operation.body:
        request = replace(request, **draw(bodies(operation)))
    if operation.query:
        request = replace(request, query=draw(pages(operation.resource)))
    if draw(once_in(12)) and ids:
        wrong = draw(st.sampled_from(operation.ids))
        return replace(request, ids={**ids, wrong: draw(st.sampled_from(NO_IDS))})
    if not operation.headers or draw(st.booleans()):
        return request
    seen = draw(st.runner()).etags_seen(operation.resource, request.number)
    etag = draw(st.sampled_from(seen[::-1] or ['"other"']))
    return replace(request, headers={operation.headers[0]: draw(st.sampled_from(CONDITIONS)).format(etag)})


@st.composite
def pages(draw: DrawFn, resource: str) -> dict[str, Any]:
    """Give the query for a page of a list, mostly for a part of the list."""
    limits: SearchStrategy[Any] = st.integers(1, 3)
    before: SearchStrategy[Any] = numbers(resource)
    if draw(once_in(8)):
        limits, before = limits | st.sampled_from(NO_LIMITS), before | st.sampled_from(NO_IDS)
    return draw(st.fixed_dictionaries({}, optional={"limit": limits, "before": before}))


def by_method(method: str) -> list[SearchStrategy[Request]]:
    """Return the requests for each operation that has the method."""
    return [requests_for(operation) for operation in OPERATIONS if operation.method == method]


next_pages: SearchStrategy[Request] = st.runner().map(lambda machine: machine.next_page)
reads = st.one_of(*by_method("GET"), next_pages)


@st.composite
def heads(draw: DrawFn) -> Request:
    """Give a request for the headers alone of what can be read."""
    read: Request = draw(reads)
    return replace(read, method="HEAD")


requests_without_an_operation = st.sampled_from(
    [
        Request(method, operation.path, dict.fromkeys(operation.ids, 1))
        for operation in OPERATIONS
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
        if method not in {other.method for other in operations_at(operation.path)}
    ]
)

requests = st.one_of(
    reads,  # first, since Hypothesis gives the first more often, and a read is cheap
    heads(),
    *by_method("POST"),
    *by_method("PATCH"),
    *by_method("PUT"),
    st.one_of(*by_method("DELETE")),  # as one, so that most rows stay
    requests_without_an_operation,
)
