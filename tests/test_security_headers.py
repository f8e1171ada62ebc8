"""Security headers: every response has them, whichever part of the app makes it."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Client

from blog.app import create_app
from blog.models import Base
from blog.settings import Settings
from tests.makers import make_post, make_user

HEADERS = {
    "content-security-policy": "default-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
LARGE: dict[str, Any] = {"content": b" " * (2**20 + 1), "headers": {"Content-Type": "application/json"}}


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/", {}, 200),
        ("HEAD", "/", {}, 200),
        ("GET", "/posts/{post}", {}, 200),
        ("GET", "/posts/999999", {}, 404),
        ("PUT", "/", {}, 405),
        ("GET", "/?limit=0", {}, 422),
        ("GET", "/api/posts/{post}", {}, 200),
        ("GET", "/api/posts/{post}", {"headers": {"If-None-Match": "*"}}, 304),
        ("DELETE", "/api/posts/{post}", {}, 204),
        ("GET", "/api/posts/999999", {}, 404),
        ("POST", "/api/posts", LARGE, 413),
        ("GET", "/static/profile_pics/default.jpg", {}, 200),
        ("GET", "/media/picture.svg", {}, 200),
        ("GET", "/media/nothing", {}, 404),
        ("GET", "/openapi.json", {}, 200),
    ],
)
def test_a_response_has_the_security_headers(
    client: Client, media_directory: Path, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    (media_directory / "picture.svg").write_text("<svg/>", encoding="utf-8")
    post = make_post(client, make_user(client))

    response = client.request(method, path.format(post=post["id"]), **options)

    assert response.status_code == status
    assert HEADERS.items() <= dict(response.headers).items()


@pytest.mark.parametrize("path", ["/", "/api/posts"])
def test_the_response_to_an_unexpected_error_has_the_security_headers(
    new_database_url: str, tmp_path: Path, path: str
) -> None:
    app = create_app(Settings(new_database_url, tmp_path))
    with TestClient(app, raise_server_exceptions=False) as client:
        with app.state.database.writing() as session:
            Base.metadata.drop_all(session.connection())

        response = client.get(path)

    assert response.status_code == 500
    assert HEADERS.items() <= dict(response.headers).items()


def test_the_page_of_the_docs_may_load_from_another_host(client: Client) -> None:
    """FastAPI's page of the docs loads its scripts and styles from another host."""
    assert "Content-Security-Policy" not in client.get("/docs").headers
    assert client.get("/docs").headers["X-Content-Type-Options"] == "nosniff"
