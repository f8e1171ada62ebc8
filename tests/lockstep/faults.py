"""Small faults that one side may have, to see that the machine notices."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.lockstep.exchange import Answer, Request
from tests.lockstep.sides import Ask

Fault = Callable[[Ask], Ask]


def lists_the_oldest_first(ask: Ask) -> Ask:
    """Turn every list around."""

    def faulty(request: Request) -> Answer:
        answer = ask(request)
        return replace(answer, body=answer.body[::-1]) if isinstance(answer.body, list) else answer

    return faulty


def ignores_the_limit(ask: Ask) -> Ask:
    """Give as many posts as there are."""

    def faulty(request: Request) -> Answer:
        limited = isinstance(request.query.get("limit"), int)
        return ask(replace(request, query={**request.query, "limit": 100}) if limited else request)

    return faulty


def loses_a_patch(ask: Ask) -> Ask:
    """Accept a change, and change nothing."""
    return lambda request: ask(
        replace(request, body={}) if request.method == "PATCH" and not request.faults else request
    )


def compares_no_version(ask: Ask) -> Ask:
    """Let the last writer win."""
    return lambda request: ask(replace(request, headers={}))


def keeps_the_etag_of_a_renamed_author(ask: Ask) -> Ask:
    """Show a post with the ETag that it had when the post itself was last written."""
    etags: dict[Any, str] = {}

    def faulty(request: Request) -> Answer:
        answer = ask(request)
        if request.resource != "posts" or "ETag" not in answer.headers:
            return answer
        if request.operation != "get_post":
            etags[answer.body["id"]] = answer.headers["ETag"]
            return answer
        return replace(answer, headers={**answer.headers, "ETag": etags[request.number]})

    return faulty


def dates_a_replaced_post_anew(ask: Ask) -> Ask:
    """Let a post's date be that of its last PUT."""

    def faulty(request: Request) -> Answer:
        answer = ask(request)
        if request.method == "PUT" and answer.status == 200:
            return replace(answer, body={**answer.body, "date_posted": "2001-01-01T00:00:00Z"})
        return answer

    return faulty
