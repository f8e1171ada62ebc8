"""A request and its answer, in words that every side understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.curl import curl

OPERATIONS = {
    "/api/users": {"POST": "create_user"},
    "/api/users/{}": {"GET": "get_user", "PATCH": "update_user", "DELETE": "delete_user"},
    "/api/users/{}/posts": {"GET": "list_user_posts"},
    "/api/posts": {"GET": "list_posts", "POST": "create_post"},
    "/api/posts/{}": {"GET": "get_post", "PUT": "replace_post", "PATCH": "update_post", "DELETE": "delete_post"},
}
NO_OPERATION = "a method that is not there"

HEADERS = ("Content-Type", "ETag", "Location", "Link", "Allow")


@dataclass(frozen=True, repr=False)
class Request:
    """A request; `path` is one of OPERATIONS, and `number` stands for the id in it.

    What the server chooses is numbered from 1: users and posts as they are made, the ETags of each as they are seen.
    A number or a value of the query is a text where it must be refused; `faults` names what must be in the body.
    """

    method: str
    path: str
    number: int | str | None = None
    query: Mapping[str, int | str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    faults: tuple[str, ...] = ()

    @property
    def operation(self) -> str:
        """The operation's name in the API's document."""
        method = "GET" if self.method == "HEAD" else self.method
        return OPERATIONS[self.path].get(method, NO_OPERATION)

    @property
    def kind(self) -> str:
        """What the number counts: "users" or "posts"."""
        return self.path.split("/")[2]

    @property
    def wrong(self) -> list[str]:
        """What must be mended, sorted: the place and the name of each."""
        path = [f"path.{self.kind.removesuffix('s')}_id"] if isinstance(self.number, str) else []
        query = [f"query.{name}" for name, value in self.query.items() if isinstance(value, str)]
        return sorted([*path, *query, *self.faults])

    @property
    def url(self) -> str:
        """The path and the query as they are sent."""
        return self.path.format(self.number) + (f"?{urlencode(self.query)}" if self.query else "")

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
