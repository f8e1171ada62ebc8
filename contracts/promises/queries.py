"""The query contract: the requests, and the SQL that each sends to the database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, event, func, select

from blog.database import Database
from blog.models import Post, User
from contracts.sections import difference
from tests.backends import Backend
from tests.document import OPERATIONS, Operation, is_reference


@dataclass(frozen=True)
class Request:
    """A request, for the first user and the newest of that user's posts."""

    operation: str
    situation: str = ""
    query: str = ""
    json: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200

    @property
    def name(self) -> str:
        """The name of its section in the contract."""
        return f"{self.operation}, {self.situation}" if self.situation else self.operation


@dataclass
class Sent:
    """The SQL that a request sent: the statements, each with its parameters."""

    statements: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)


def requests_for(operation: Operation) -> Iterator[Request]:
    """Give the request to an operation, and the one for a later page of a list."""
    yield Request(str(operation), json=operation.example or {}, status=operation.success)
    if "before" in operation.query:
        newest = "{post_id}" if operation.ids else "{newest_id}"
        yield Request(str(operation), "a later page", query=f"?limit=3&before={newest}")


REQUESTS = [
    *(request for operation in OPERATIONS for request in requests_for(operation)),
    Request("POST /api/users", "the name is taken", json={"username": "user1", "email": "new@example.com"}, status=400),
    Request("GET /"),
    Request("GET /posts"),
    Request("GET /posts/{post_id}"),
    Request("GET /users/{user_id}/posts"),
]
READS = [request for request in REQUESTS if request.operation.startswith("GET ")]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the contracts."""
    parser.getgroup("contracts").addoption(
        "--update-promises",
        action="store_true",
        help="write the contracts of the queries and of the costs of the database that the tests run on",
    )


def drift(name: str, dialect: str, committed: str, sent: str) -> str:
    """Return the message about a request whose SQL differs from the committed SQL, or "" if it does not."""
    if committed == sent:
        return ""
    return (
        f"{name} does not send what contracts/promises/{dialect}/queries.sql says:\n\n{difference(committed, sent)}\n\n"
        f"If the change is meant, commit what is sent now:\n  nox -s update"
    )


def arguments(request: Request, database: Database) -> dict[str, Any]:
    """Return the arguments of an HTTP client's `request`, with the ids of what is stored."""
    with database.reading() as session:
        user_id = session.scalar(select(func.min(User.id)))
        newest = select(func.max(Post.id))
        ids = {"user_id": user_id, "newest_id": session.scalar(newest)}
        ids["post_id"] = session.scalar(newest.where(Post.user_id == user_id))
    method, _, path = request.operation.partition(" ")
    json = {name: ids[name] if is_reference(name) else value for name, value in request.json.items()}
    return {"method": method, "url": (path + request.query).format(**ids), "json": json or None}


def send(client: TestClient, database: Database, backend: Backend, request: Request) -> Sent:
    """Make the request, and return the SQL that it sent to the database."""
    made = arguments(request, database)
    with recorded(database, backend) as sent:
        response = client.request(**made)
    assert response.status_code == request.status, response.text
    return sent


@contextmanager
def recorded(database: Database, backend: Backend) -> Iterator[Sent]:
    """Collect the SQL that is sent, including BEGIN, COMMIT and ROLLBACK."""
    sent = Sent()

    def take(statement: str, parameters: Any = None) -> None:
        if statement:
            sent.statements.append(statement)
            sent.parameters.append(parameters)

    def take_end(connection: Connection, statement: str) -> None:
        if backend.in_transaction(connection):
            take(statement)

    listeners: dict[str, Callable[..., None]] = {
        "begin": lambda connection: take(backend.begun(connection)),
        "before_cursor_execute": lambda _connection, _cursor, statement, parameters, *_: take(statement, parameters),
        "commit": lambda connection: take_end(connection, "COMMIT"),
        "rollback": lambda connection: take_end(connection, "ROLLBACK"),
    }
    for name, listener in listeners.items():
        event.listen(database.engine, name, listener)
    yield sent
    for name, listener in listeners.items():
        event.remove(database.engine, name, listener)
