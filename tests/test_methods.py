"""HTTP methods: HEAD works wherever GET does, and a 405 names every method of the path."""

import pytest
from httpx import Client

from blog.database import Database
from tests.document import DOCUMENT, allowed_methods
from tests.makers import store_rows
from tests.paths import readable, with_first_ids
from tests.servers import Server, connection_to

FILE = "/static/profile_pics/default.jpg"


@pytest.mark.parametrize("path", [*readable(), FILE, "/api/posts/999999"])
def test_head_is_get_without_a_body(client: Client, database: Database, path: str) -> None:
    with database.writing() as session:
        store_rows(session, 1)

    got, headed = client.get(path), client.head(path)

    assert headed.status_code == got.status_code
    assert headed.headers == got.headers
    assert headed.content == b""


@pytest.mark.parametrize("path", ["/api/posts", FILE])
def test_an_answer_to_head_sends_no_body(server: Server, path: str) -> None:
    with connection_to(server) as connection, connection.makefile("rb") as answer:
        connection.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        headers, body = answer.read().split(b"\r\n\r\n")
    assert headers.startswith(b"HTTP/1.1 200")
    assert body == b""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        *((with_first_ids(path), allowed_methods(path)) for path in DOCUMENT["paths"]),
        *((path, "GET, HEAD") for path in readable() if not path.startswith("/api/")),
        (FILE, "GET, HEAD"),
    ],
)
def test_a_405_names_the_methods_of_the_path(client: Client, path: str, allowed: str) -> None:
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X"} - {*allowed.split(", ")}:
        response = client.request(method, path)
        assert (response.status_code, response.headers.get("Allow")) == (405, allowed), method
