"""The blog works below a path prefix: mounted in another app, or behind a proxy that strips the prefix."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Client, Response
from starlette.routing import Mount, Router
from starlette.types import Receive, Scope, Send

from tests.makers import make_post, make_user

Deployment = Callable[[FastAPI], TestClient]
PREFIX = "/my blog"
BASE_URL = f"http://blog.example{quote(PREFIX)}"


def at_the_root(app: FastAPI) -> TestClient:
    """Serve the blog without a prefix."""
    return TestClient(app, base_url="http://blog.example")


def mounted(app: FastAPI) -> TestClient:
    """Serve the blog as a part of another app."""
    return TestClient(Router([Mount(PREFIX, app)]), base_url=BASE_URL)


def behind_a_proxy(app: FastAPI) -> TestClient:
    """Serve the blog as `uvicorn --root-path PREFIX` does: the server puts back the prefix that the proxy strips."""
    return TestClient(app, base_url=BASE_URL, root_path=PREFIX)


def behind_a_proxy_without_the_prefix(app: FastAPI) -> TestClient:
    """Serve the blog behind a proxy that strips the prefix, by a server that breaks ASGI and does not put it back."""

    async def server(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "path": scope["path"].removeprefix(PREFIX)}, receive, send)

    return TestClient(server, base_url=BASE_URL, root_path=PREFIX)


@pytest.fixture(params=[at_the_root, mounted, behind_a_proxy, behind_a_proxy_without_the_prefix])
def prefixed(client: Client, app: FastAPI, request: pytest.FixtureRequest) -> Client:
    """A client of the blog that is deployed in one of the four ways; its paths are relative to the prefix."""
    deploy: Deployment = request.param
    return deploy(app)


def follow(client: Client, path: str) -> Response:
    """Request a path that the blog wrote, with its prefix."""
    assert path.startswith(client.base_url.raw_path.decode().rstrip("/") + "/"), path
    return client.get(f"http://blog.example{path}")


def test_errors_of_the_api_are_json_and_a_405_names_the_methods(prefixed: Client) -> None:
    missing = prefixed.get("/api/posts/1")
    assert (missing.status_code, missing.json()) == (404, {"detail": "Post not found"})
    refused = prefixed.put("/api/users/1")
    assert refused.status_code == 405
    assert refused.headers["Allow"] == "DELETE, GET, HEAD, PATCH"
    assert prefixed.get("/posts/1").headers["Content-Type"].startswith("text/html")


def test_location_and_link_lead_to_the_resource(prefixed: Client) -> None:
    user = make_user(prefixed)
    made = prefixed.post("/api/posts", json={"title": "T", "content": "C", "user_id": user["id"]})
    make_post(prefixed, user)

    assert follow(prefixed, made.headers["Location"]).json() == made.json()
    link = prefixed.get("/api/posts?limit=1").headers["Link"]
    assert follow(prefixed, link[1 : link.index(">")]).json() == [made.json()]


def test_the_picture_of_a_user_is_found(prefixed: Client) -> None:
    user = make_user(prefixed)
    post = make_post(prefixed, user)

    assert follow(prefixed, user["image_path"]).status_code == 200
    assert post["author"]["image_path"] == user["image_path"]


@pytest.mark.parametrize("path", ["/", "/posts/{post}", "/users/{user}/posts", "/nowhere"])
def test_each_link_of_a_page_is_a_path_that_is_found(prefixed: Client, path: str) -> None:
    user = make_user(prefixed)
    post = make_post(prefixed, user)
    make_post(prefixed, user)

    page = prefixed.get(path.format(post=post["id"], user=user["id"]), headers={"Host": "elsewhere.example"})

    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert len(links) > 3
    assert [link for link in links if follow(prefixed, link).status_code != 200] == []


def test_the_page_of_a_missing_file_has_links_that_are_found(prefixed: Client) -> None:
    page = prefixed.get("/static/nothing")
    assert page.status_code == 404
    assert [
        link for link in re.findall(r'href="([^"]+)"', page.text) if follow(prefixed, link).status_code != 200
    ] == []


def test_a_path_that_begins_like_the_prefix_keeps_its_beginning(client: Client, app: FastAPI) -> None:
    missing = TestClient(app, root_path="/a").get("/api/posts/1")
    assert (missing.status_code, missing.json()) == (404, {"detail": "Post not found"})
