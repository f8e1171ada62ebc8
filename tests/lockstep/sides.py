"""How a side is asked: in its own ids and ETags, which nobody else needs to know."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient

from tests.document import is_reference, referred
from tests.fields import RESOURCES, fields_of
from tests.lockstep.exchange import HEADERS, Answer, Request

Ask = Callable[[Request], Answer]


def over_http(client: TestClient) -> Ask:
    """Return the function that sends a request to the app and reads its answer."""

    def ask(request: Request) -> Answer:
        headers, content = dict(request.headers), None
        if request.body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(request.body)  # in ASCII, where JSON can say even a lone surrogate
        response = client.request(request.method, request.url, headers=headers, content=content)
        body, messages = response.json() if response.content else None, None
        if response.status_code == 422 and body:
            messages = body["detail"]
            body = {"detail": sorted(".".join(problem["loc"][:2]) for problem in messages)}
        heads = {name: response.headers[name] for name in HEADERS if name in response.headers}
        if response.status_code == 204:
            heads.pop("Content-Type", None)  # FastAPI says even of nothing that it is JSON
        return Answer(response.status_code, heads, body, messages)

    return ask


class Side:
    """One of those that must agree. It speaks in numbers; its ids, ETags and times stay its own.

    Of an id only the order can be the same: PostgreSQL leaves a gap after a failed insert, SQLite does not.
    """

    def __init__(self, name: str, ask: Ask) -> None:
        """Begin with a side that has nothing yet."""
        self.name = name
        self._ask = ask
        self._ids: defaultdict[str, list[int]] = defaultdict(list)
        self._etags: defaultdict[tuple[str, Any], list[str]] = defaultdict(list)
        self._dates: dict[int, str] = {}

    def answer(self, request: Request) -> Answer:
        """Ask with what the numbers stand for; return the answer in numbers."""
        answer = self._ask(self._translated(request))
        number = request.number
        if answer.status == 201:
            self._learn(request.resource, answer.body["id"])
            number = len(self._ids[request.resource])
        etags = self._etags[request.resource, number]
        headers = {name: self._in_numbers(value, etags) for name, value in answer.headers.items()}
        return replace(answer, headers=headers, body=self._body(answer.body, etags))

    def etags_seen(self, resource: str, number: int) -> list[str]:
        """Return the ETags that were seen of a row, in numbers."""
        return [f'"{seen + 1}"' for seen in range(len(self._etags[resource, number]))]

    def _translated(self, request: Request) -> Request:
        """Return the request with this side's ids and ETags; those that no row has are the same on every side."""
        etags = self._etags[request.resource, request.number]
        headers = {
            name: re.sub(r'"(\d+)"', lambda match: etags[int(match[1]) - 1], condition)
            for name, condition in request.headers.items()
        }
        query, body = dict(request.query), request.body
        if "before" in query:
            query["before"] = self._id(request.resource, query["before"])
        if isinstance(body, dict):
            body = {
                name: self._id(referred(name), value) if is_reference(name) else value for name, value in body.items()
            }
        ids = {name: self._id(referred(name), number) for name, number in request.ids.items()}
        return replace(request, ids=ids, query=query, headers=headers, body=body)

    def _id(self, resource: str, number: Any) -> Any:
        ids = self._ids[resource]
        return ids[number - 1] if type(number) is int and 1 <= number <= len(ids) else number  # True is no number

    def _learn(self, resource: str, new_id: int) -> None:
        """Give the next number to a new id, which must be greater than all before."""
        ids = self._ids[resource]
        ids.append(new_id if new_id > max(ids, default=0) else 0)

    def _number(self, resource: str, own_id: int) -> int | str:
        ids = self._ids[resource]
        return ids.index(own_id) + 1 if own_id in ids else f"{own_id}, which is not the id of a new one"

    def _in_numbers(self, text: str, etags: list[str]) -> str:
        """Return a header or a message with numbers for the ids in its paths and cursors, and for its ETag."""

        def number(match: re.Match[str]) -> str:
            return f"{match[1]}{match[2]}{self._number(match[1], int(match[3]))}"

        def etag(match: re.Match[str]) -> str:
            if match[0] not in etags:
                etags.append(match[0])
            return f'"{etags.index(match[0]) + 1}"'

        return re.sub(r'(?<!rel=)"[^"]+"', etag, re.sub(r"(\w+)(/|\?limit=\d+&before=)(\d+)", number, text))

    def _body(self, body: Any, etags: list[str]) -> Any:
        match body:
            case [*things]:
                return [self._body(thing, etags) for thing in things]
            case {"id": own_id}:
                resource = next(name for name in RESOURCES if fields_of(name).keys() <= body.keys())
                numbers = {"id": self._number(resource, own_id)}
                numbers |= {name: self._number(referred(name), body[name]) for name in body if is_reference(name)}
                inner = {name: self._body(value, etags) for name, value in body.items() if isinstance(value, dict)}
                dates = {name: self._date(own_id, value) for name, value in body.items() if name == "date_posted"}
                return body | numbers | inner | dates
            case {"detail": str(detail)}:
                return {"detail": self._in_numbers(detail, etags)}
            case _:
                return body

    def _date(self, post_id: int, date: str) -> str:
        """Return a word for the date of a post, which never changes, with its time zone."""
        zone = date.lstrip("0123456789-T:.")
        return f"as at first, {zone}" if self._dates.setdefault(post_id, date) == date else date
