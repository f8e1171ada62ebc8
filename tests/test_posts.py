"""The posts of the API: create, read, replace, change, delete."""

from datetime import UTC, datetime, timedelta

import pytest
from httpx import Client

from tests.fields import left_out
from tests.makers import make_post, make_user


def test_a_new_post_comes_back_with_its_author_and_the_time(client: Client) -> None:
    user = make_user(client)
    before = datetime.now(UTC)

    response = client.post("/api/posts", json={"title": "First", "content": "Hello", "user_id": user["id"]})

    assert response.status_code == 201
    post = response.json()
    assert post == {
        **left_out("posts"),
        "id": post["id"],
        "title": "First",
        "content": "Hello",
        "user_id": user["id"],
        "date_posted": post["date_posted"],
        "author": user,
    }
    posted = datetime.fromisoformat(post["date_posted"])
    assert posted.utcoffset() == timedelta(0)
    assert before <= posted <= datetime.now(UTC)
    assert response.headers["Location"] == f"/api/posts/{post['id']}"
    assert client.get(response.headers["Location"]).json() == post


def test_a_put_replaces_everything_but_the_date(client: Client) -> None:
    other = make_user(client)
    post = make_post(client, make_user(client))

    response = client.put(f"/api/posts/{post['id']}", json={"title": "T", "content": "C", "user_id": other["id"]})

    expected = {**post, "title": "T", "content": "C", "user_id": other["id"], "author": other}
    assert (response.status_code, response.json()) == (200, expected)
    assert client.get(f"/api/posts/{post['id']}").json() == expected
    assert client.get(f"/api/users/{other['id']}/posts").json() == [expected]


@pytest.mark.parametrize("change", [{"title": "T"}, {"content": "C"}, {"title": "T", "content": "C"}, {}])
def test_a_patch_changes_what_it_names_and_nothing_else(client: Client, change: dict[str, str]) -> None:
    post = make_post(client, make_user(client))

    response = client.patch(f"/api/posts/{post['id']}", json=change)

    assert (response.status_code, response.json()) == (200, {**post, **change})
    assert client.get(f"/api/posts/{post['id']}").json() == {**post, **change}


def test_a_deleted_post_is_gone_and_the_others_stay(client: Client) -> None:
    user = make_user(client)
    kept, post = make_post(client, user), make_post(client, user)

    response = client.delete(f"/api/posts/{post['id']}")

    assert (response.status_code, response.content) == (204, b"")
    assert client.get(f"/api/posts/{post['id']}").status_code == 404
    assert client.get("/api/posts").json() == [kept]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_missing_post_is_not_found(client: Client, method: str) -> None:
    user = make_user(client)
    post = make_post(client, user)
    client.delete(f"/api/posts/{post['id']}")
    body = {"PUT": {"title": "T", "content": "C", "user_id": user["id"]}, "PATCH": {"title": "T"}}.get(method)

    response = client.request(method, f"/api/posts/{post['id']}", json=body)

    assert (response.status_code, response.json()) == (404, {"detail": "Post not found"})


def test_a_post_by_a_missing_user_is_refused(client: Client) -> None:
    user, gone = make_user(client), make_user(client)
    post = make_post(client, user)
    client.delete(f"/api/users/{gone['id']}")
    body = {"title": "T", "content": "C", "user_id": gone["id"]}

    for response in (client.post("/api/posts", json=body), client.put(f"/api/posts/{post['id']}", json=body)):
        assert (response.status_code, response.json()) == (404, {"detail": "User not found"})
    assert client.get("/api/posts").json() == [post]


def test_a_post_has_its_author_with_the_current_name(client: Client) -> None:
    user = make_user(client)
    post = make_post(client, user)
    renamed = client.patch(f"/api/users/{user['id']}", json={"username": "renamed"}).json()

    assert client.get("/api/posts").json() == [{**post, "author": renamed}]
