"""Whatever a client sends, the answer is never a 5xx, and a refused request stores nothing."""

import json
from select import select
from typing import Any

import pytest
import sqlalchemy
from httpx import Client

from blog.database import Database
from blog.models import Post, User
from tests.fields import FIELDS, Field, fields_of
from tests.makers import body_of, make_post, make_user
from tests.servers import Server, connection_to

JSON = {"Content-Type": "application/json"}
MiB = 1024 * 1024
LONGEST = fields_of("posts")["content"].max_length


def post_with(value: str, field: str = "title") -> str:
    """Return a post as JSON text with one member written as given; ID stands for a user's id."""
    members = {"title": '"T"', "content": '"C"', "user_id": "ID", field: value}
    return "{" + ", ".join(f'"{name}": {value}' for name, value in members.items()) + "}"


BODIES: dict[str, tuple[str | bytes, int]] = {
    "a lone surrogate as a key": (post_with('"x"', "\\ud800"), 422),
    "NaN": (post_with("NaN", "user_id"), 422),
    "Infinity": (post_with("Infinity", "user_id"), 422),
    "a number beyond a double": (post_with("1e400", "user_id"), 422),
    "an integer of 5,000 digits": (post_with("1" + "0" * 5000, "user_id"), 400),
    "an id beyond 32 bits": (post_with(str(2**31), "user_id"), 422),
    "an id beyond 64 bits": (post_with(str(2**63), "user_id"), 422),
    "an id of 31 digits": (post_with("1" + "0" * 30, "user_id"), 422),
    "a negative id": (post_with("-1", "user_id"), 422),
    "zero as an id": (post_with("0", "user_id"), 422),
    "an id that no user has": (post_with(str(2**31 - 1), "user_id"), 404),
    "true as an id": (post_with("true", "user_id"), 422),
    "a string as an id": (post_with('"ID"', "user_id"), 422),
    "a padded string as an id": (post_with('" ID "', "user_id"), 422),
    "a fraction as an id": (post_with("ID.5", "user_id"), 422),
    "an integer with a point": (post_with("ID.0", "user_id"), 201),
    "null as an id": (post_with("null", "user_id"), 422),
    "a missing member": ('{"title": "T", "content": "C"}', 422),
    "markup": (post_with('"<script>alert(1)</script>"'), 201),
    "an unknown member": (post_with('"x"', "extra"), 422),
    "a member that only the server sets": (post_with("1", "id"), 422),
    "a key twice": (post_with('"T", "title": "T again"'), 201),
    "UTF-16": (post_with('"T"').encode("utf-16"), 201),
    "a byte order mark": (post_with('"T"').encode("utf-8-sig"), 201),
    "invalid UTF-8": (post_with('"X"').encode().replace(b"X", b"\xff"), 400),
    "lists 100,000 deep": ("[" * 100_000, 400),
    "lists 900 deep": (post_with("[" * 900 + "]" * 900), 422),
    "objects 900 deep": ('{"title": ' * 900 + "1" + "}" * 900, 422),
    "an empty body": ("", 422),
    "a body cut off": (post_with('"T"')[:-5], 422),
    "a list": ("[]", 422),
    "a string": ('"x"', 422),
    "null": ("null", 422),
    "a content of 5 MB": (post_with('"' + "x" * 5_000_000 + '"', "content"), 413),
    "the longest content, escaped": (post_with('"' + "\\ud83d\\ude00" * LONGEST + '"', "content"), 201),
}

# Sent in the place of a field's text, as bytes, since Python's json cannot write all of them.
INVALID_TEXTS = {
    "a raw lone surrogate": b'"\xed\xa0\x80"',
    "NaN": b"NaN",
    "a number beyond a double": b"1e400",
    "an object": b'{"a": "b"}',
    "100,000 characters": b'"' + b"x" * 100_000 + b'"',
}

TITLE = b'{"title": "T"}'
REQUESTS: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "a form": ("POST", "/api/users", {"data": {"username": "a", "email": "a@example.com"}}, 422),
    "JSON declared as text": (
        "PATCH",
        "/api/posts/ID",
        {"content": TITLE, "headers": {"Content-Type": "text/plain"}},
        422,
    ),
    "JSON without a Content-Type": ("PATCH", "/api/posts/ID", {"content": TITLE}, 422),
    "null for a member that may be left out": ("PATCH", "/api/posts/ID", {"json": {"title": None}}, 422),
    "an unknown member of a patch": ("PATCH", "/api/posts/ID", {"json": {"user_id": 1}}, 422),
    "an unknown member of a user": ("PATCH", "/api/users/ID", {"json": {"image_file": "x.jpg"}}, 422),
    "a trailing slash": ("GET", "/api/posts/", {}, 404),
    "a trailing slash after an id": ("GET", "/api/posts/ID/", {}, 404),
    "an unknown path": ("GET", "/api/nothing", {}, 404),
    "the API's root": ("GET", "/api", {}, 404),
    "an unknown parameter": ("GET", "/api/posts?x=1", {}, 200),
    "a parameter twice": ("GET", "/api/posts?limit=1&limit=2", {}, 200),
    "a limit beyond 64 bits": ("GET", f"/api/posts?limit={2**63}", {}, 422),
    "a cursor beyond 32 bits": ("GET", f"/api/posts?before={2**31}", {}, 422),
    "a cursor that is not a number": ("GET", "/api/posts?before=%00", {}, 422),
    "bytes that are not UTF-8 in a parameter": ("GET", "/api/posts?limit=%ff", {}, 422),
    "bytes that are not UTF-8 in a path": ("GET", "/api/posts/%ff", {}, 422),
    "a path out of the directory": ("GET", "/static/..%2f..%2fapp.py", {}, 404),
    "a very long ETag": ("GET", "/api/posts/ID", {"headers": {"If-None-Match": '"' * 10_000}}, 200),
    "an ETag that is not ASCII": ("DELETE", "/api/posts/ID", {"headers": {"If-Match": b'"\xff"'}}, 412),
}
IDS = {
    "ID": 200,
    "999": 404,
    str(2**31 - 1): 404,
    **dict.fromkeys(["-1", "0", str(2**31), str(2**63), "1" + "0" * 30, "9" * 5000], 422),
    **dict.fromkeys(["abc", "1.0", "%20ID", "+ID", "ID_0", "0ID", "true", "%00", "%D9%A1", "\u0661"], 422),
}


@pytest.fixture
def user(client: Client) -> Any:
    """A user."""
    return make_user(client)


def stored(database: Database) -> list[int]:
    """Return how many users and posts are stored."""
    with database.reading() as session:
        return [
            session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(table)) or 0 for table in (User, Post)
        ]


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_body_is_stored_or_refused(
    client: Client, database: Database, user: Any, body: str | bytes, status: int
) -> None:
    content = body if isinstance(body, bytes) else body.encode()
    for encoding in ("utf-8", "utf-16-le"):
        content = content.replace("ID".encode(encoding), str(user["id"]).encode(encoding))

    response = client.post("/api/posts", content=content, headers=JSON)

    assert response.status_code == status
    assert stored(database) == [1, 1 if status == 201 else 0]
    assert status == 201 or "detail" in response.json()


@pytest.mark.parametrize("sent", INVALID_TEXTS.values(), ids=INVALID_TEXTS.keys())
@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_an_invalid_text_is_refused_in_every_field(client: Client, field: Field, sent: bytes) -> None:
    body = json.dumps(body_of(client, field.resource, **{field.name: "HERE"})).encode().replace(b'"HERE"', sent)

    response = client.post(f"/api/{field.resource}", content=body, headers=JSON)

    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"][0] == "body"


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(("size", "status"), [(MiB, 201), (MiB + 1, 413)])
def test_a_body_has_at_most_1_mib(client: Client, user: Any, size: int, status: int, declared: bool) -> None:
    body = post_with('"T"').replace("ID", str(user["id"])).encode().ljust(size)
    content = body if declared else iter([body])
    assert client.post("/api/posts", content=content, headers=JSON).status_code == status


@pytest.mark.parametrize(("method", "path", "options", "status"), REQUESTS.values(), ids=REQUESTS.keys())
def test_a_request_is_answered(
    client: Client, database: Database, user: Any, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    post = make_post(client, user)

    response = client.request(method, path.replace("ID", str(post["id"])), **options)

    assert response.status_code == status
    assert stored(database) == [1, 1]
    assert client.get(f"/api/posts/{post['id']}").json() == post


@pytest.mark.parametrize("path", ["/api/users/{}", "/api/users/{}/posts", "/api/posts/{}"])
@pytest.mark.parametrize(("spelling", "status"), IDS.items(), ids=[spelling[:20] for spelling in IDS])
def test_an_id_has_one_spelling(client: Client, user: Any, path: str, spelling: str, status: int) -> None:
    there = str(make_post(client, user)["id"] if "posts/" in path else user["id"])

    response = client.get(path.format(spelling.replace("ID", there)))

    assert response.status_code == status
    assert status == 200 or "detail" in response.json()


def test_a_body_with_too_large_a_content_length_is_not_read(server: Server) -> None:
    with connection_to(server) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000000000\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")


def test_a_body_of_unknown_length_is_not_read_much_beyond_the_limit(server: Server) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    sent = 0
    with connection_to(server) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while not select([connection], [], [], 0)[0]:
            connection.sendall(chunk)
            sent += len(chunk)
            assert sent < 100 * MiB
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")
    assert sent > MiB


HEAD = b"POST /api/posts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
