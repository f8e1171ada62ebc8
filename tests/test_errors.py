"""A failure of the server is answered by JSON below /api and by a page elsewhere, without its cause."""

from pathlib import Path

from fastapi.testclient import TestClient
from httpx import Client

from blog.app import create_app
from blog.models import Base
from blog.settings import Settings
from tests.backends import Backend
from tests.makers import make_user


def test_a_failure_of_the_server_does_not_show_its_cause(new_database_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(new_database_url, tmp_path))
    with TestClient(app, raise_server_exceptions=False) as client:
        with app.state.database.writing() as session:
            Base.metadata.drop_all(session.connection())

        response = client.get("/api/posts")
        assert (response.status_code, response.json()) == (500, {"detail": "Internal Server Error"})
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        page = client.get("/")
        assert page.status_code == 500
        assert "<h1>500 Internal Server Error</h1>" in page.text


def test_after_a_restart_of_the_database_the_next_request_is_served(
    client: Client, backend: Backend, database_url: str
) -> None:
    user = make_user(client)
    backend.close_connections(database_url)
    assert client.get(f"/api/users/{user['id']}").json() == user
