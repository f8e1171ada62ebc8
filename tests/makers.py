"""Users and posts for tests to begin with."""

from itertools import count
from typing import Any

from httpx import Client
from sqlalchemy.orm import Session

from blog.models import Post, User

_numbers = count(1)


def make_user(client: Client, **fields: Any) -> Any:
    """Create a user, with a new name if none is given; return the user as the API does."""
    return _created(client, "/api/users", user_body(**fields))


def make_post(client: Client, user: Any, **fields: Any) -> Any:
    """Create a post by the user; return the post as the API does."""
    return _created(client, "/api/posts", post_body(user, **fields))


def store_rows(session: Session, number: int) -> None:
    """Store a row of each table, all with the same id."""
    user = User(id=number, username=f"user{number}", email=f"user{number}@example.com")
    session.add(Post(id=number, title="A title", content="Some content", author=user))
    session.flush()


def body_of(client: Client, resource: str, **fields: Any) -> dict[str, Any]:
    """Return a valid body to create a user or a post, with the given fields."""
    return user_body(**fields) if resource == "users" else post_body(make_user(client), **fields)


def user_body(**fields: Any) -> dict[str, Any]:
    """Return the body to create a user, with a new name if none is given."""
    name = f"user{next(_numbers)}"
    return {"username": name, "email": f"{name}@example.com", **fields}


def post_body(user: Any, **fields: Any) -> dict[str, Any]:
    """Return the body to create a post by the user."""
    return {"title": "A title", "content": "Some content", "user_id": user["id"], **fields}


def _created(client: Client, path: str, body: Any) -> Any:
    response = client.post(path, json=body)
    assert response.status_code == 201, response.text
    return response.json()
