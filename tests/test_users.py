"""The users of the API: create, read, change, delete."""

from datetime import UTC, datetime

import pytest
from httpx import Client
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from blog.database import Database
from blog.models import User
from tests.fields import left_out
from tests.makers import make_post, make_user


def test_a_new_user_comes_back_with_an_id_and_the_default_picture(client: Client) -> None:
    response = client.post("/api/users", json={"username": "coreyms", "email": "coreyms@example.com"})

    assert response.status_code == 201
    user = response.json()
    assert user == {
        **left_out("users"),
        "id": user["id"],
        "username": "coreyms",
        "email": "coreyms@example.com",
        "image_file": None,
        "image_path": "/static/profile_pics/default.jpg",
    }
    assert response.headers["Location"] == f"/api/users/{user['id']}"
    assert client.get(response.headers["Location"]).json() == user


@pytest.mark.parametrize(
    ("username", "email", "detail"),
    [
        ("taken", "new@example.com", "Username already exists"),
        ("new", "taken@example.com", "Email already exists"),
        ("taken", "taken@example.com", "Username already exists"),
        ("taken", "taken@EXAMPLE.com", "Username already exists"),
        ("new", "taken@EXAMPLE.com", "Email already exists"),
    ],
)
def test_a_name_or_email_that_is_taken_is_named(client: Client, username: str, email: str, detail: str) -> None:
    make_user(client, username="taken", email="taken@example.com")
    other = make_user(client)

    created = client.post("/api/users", json={"username": username, "email": email})
    changed = client.patch(f"/api/users/{other['id']}", json={"username": username, "email": email})

    assert (created.status_code, created.json()) == (400, {"detail": detail})
    assert (changed.status_code, changed.json()) == (400, {"detail": detail})
    assert client.get(f"/api/users/{other['id']}").json() == other


def test_a_taken_email_is_named_if_the_user_keeps_the_username(client: Client) -> None:
    make_user(client, email="taken@example.com")
    user = make_user(client)

    for change in ({"email": "taken@example.com"}, {"email": "taken@example.com", "username": user["username"]}):
        response = client.patch(f"/api/users/{user['id']}", json=change)
        assert (response.status_code, response.json()) == (400, {"detail": "Email already exists"})


def test_a_user_stored_before_a_rule_comes_back_unchanged(client: Client, database: Database) -> None:
    with database.writing() as session:
        session.add(User(id=1, username=" padded", email="somebody@localhost"))

    user = client.get("/api/users/1").json()

    assert (user["username"], user["email"]) == (" padded", "somebody@localhost")


def test_case_is_significant_in_a_username_and_in_the_local_part_of_an_email(client: Client) -> None:
    make_user(client, username="bob", email="bob@example.com")
    assert make_user(client, username="Bob", email="Bob@example.com")["username"] == "Bob"


def test_a_composed_and_a_decomposed_name_are_one(client: Client) -> None:
    make_user(client, username="Zo\u00eb")
    response = client.post("/api/users", json={"username": "Zoe\u0308", "email": "zoe@example.com"})
    assert (response.status_code, response.json()) == (400, {"detail": "Username already exists"})


@pytest.mark.parametrize(
    "change", [{"username": "new"}, {"email": "new@example.com"}, {"username": "new", "email": "new@example.com"}, {}]
)
def test_a_patch_changes_what_it_names_and_nothing_else(client: Client, change: dict[str, str]) -> None:
    user = make_user(client)

    response = client.patch(f"/api/users/{user['id']}", json=change)

    assert (response.status_code, response.json()) == (200, {**user, **change})
    assert client.get(f"/api/users/{user['id']}").json() == {**user, **change}


def test_a_user_is_deleted_with_the_users_posts_and_no_others(client: Client) -> None:
    user, other = make_user(client), make_user(client)
    post, kept = make_post(client, user), make_post(client, other)

    response = client.delete(f"/api/users/{user['id']}")

    assert (response.status_code, response.content) == (204, b"")
    assert client.get(f"/api/users/{user['id']}").status_code == 404
    assert client.get(f"/api/posts/{post['id']}").status_code == 404
    assert client.get("/api/posts").json() == [kept]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/posts"), ("PATCH", ""), ("DELETE", ""), ("HEAD", ""), ("HEAD", "/posts")],
)
def test_a_missing_user_is_not_found(client: Client, method: str, path: str) -> None:
    user = make_user(client)
    client.delete(f"/api/users/{user['id']}")

    response = client.request(method, f"/api/users/{user['id']}{path}", json={} if method == "PATCH" else None)

    assert response.status_code == 404
    assert method == "HEAD" or response.json() == {"detail": "User not found"}


def test_an_id_is_never_reused(client: Client) -> None:
    user = make_user(client)
    post = make_post(client, user)
    client.delete(f"/api/users/{user['id']}")

    successor = make_user(client)

    assert successor["id"] > user["id"]
    assert make_post(client, successor)["id"] > post["id"]


def test_only_a_user_without_posts_has_an_empty_list(client: Client) -> None:
    user, other = make_user(client), make_user(client)
    first, second = make_post(client, user), make_post(client, user)

    assert client.get(f"/api/users/{user['id']}/posts").json() == [second, first]
    assert client.get(f"/api/users/{other['id']}/posts").json() == []
    assert datetime.fromisoformat(first["date_posted"]) <= datetime.now(UTC)


def test_a_violation_that_the_client_cannot_cure_is_not_a_400(client: Client, database: Database) -> None:
    make_user(client, username="ann")
    with database.writing() as session:
        session.execute(text("CREATE UNIQUE INDEX one_of_each_length ON users (length(username))"))
    try:
        with pytest.raises(IntegrityError, match="one_of_each_length"):
            make_user(client, username="bob")
    finally:
        with database.writing() as session:
            session.execute(text("DROP INDEX one_of_each_length"))
