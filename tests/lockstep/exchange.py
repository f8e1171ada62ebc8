"""A request and its answer, in words that every side understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.curl import curl
from tests.document import operations_at

NO_OPERATION = "a method that is not there"

HEADERS = ("Content-Type", "ETag", "Location", "Link", "Allow")


@dataclass(frozen=True, repr=False)
class Request:
    """A request to a path of the document; `ids` has the number that stands for each id in the path.

    What the server chooses is numbered from 1: the rows of each resource as they are made, the ETags of each row as
    they are seen. A number or a value of the query is a text where it must be refused; `faults` names what must be
    mended in the body.
    """

    method: str
    path: str
    ids: Mapping[str, int | str] = field(default_factory=dict)
    query: Mapping[str, int | str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    faults: tuple[str, ...] = ()

    @property
    def operation(self) -> str:
        """The operation's name in the API's document."""
        method = "GET" if self.method == "HEAD" else self.method
        return next((one.name for one in operations_at(self.path) if one.method == method), NO_OPERATION)

    @property
    def resource(self) -> str:
        """The resource that the request is about, such as "posts"."""
        return operations_at(self.path)[0].resource

    @property
    def number(self) -> Any:
        """The number of the row that the request is about; None where it is about a list, or a new row."""
        return [*self.ids.values()][-1] if self.path.endswith("}") else None

    @property
    def wrong(self) -> list[str]:
        """What must be mended, sorted: the place and the name of each."""
        path = [f"path.{name}" for name, number in self.ids.items() if isinstance(number, str)]
        query = [f"query.{name}" for name, value in self.query.items() if isinstance(value, str)]
        return sorted([*path, *query, *self.faults])

    @property
    def url(self) -> str:
        """The path and the query as they are sent."""
        return self.path.format(**self.ids) + (f"?{urlencode(self.query)}" if self.query else "")

    def __repr__(self) -> str:
        """Return the request as a line for the shell."""
        return curl(self.method, f"http://127.0.0.1:8000{self.url}", self.headers, self.body)


@dataclass(frozen=True)
class Answer:
    """An answer: the status, those headers of HEADERS that it has, and the body's JSON.

    Of a 422 the body is what must be mended, sorted, and `messages` all that the app says; the model has no words.
    """

    status: int
    headers: Mapping[str, str]
    body: Any = None
    messages: Any = None
