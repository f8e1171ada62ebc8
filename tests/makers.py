"""Users and posts for tests to begin with."""

from itertools import count
from typing import Any

from httpx import Client

_numbers = count(1)


def make_user(client: Client, **fields: Any) -> Any:
    """Create a user, with a name of its own where none is given; returns it as the API does."""
    name = f"user{next(_numbers)}"
    return _created(client, "/api/users", {"username": name, "email": f"{name}@example.com", **fields})


def make_post(client: Client, user: Any, **fields: Any) -> Any:
    """Create a post of the user's; returns it as the API does."""
    post = {"title": "A title", "content": "Some content", "user_id": user["id"], **fields}
    return _created(client, "/api/posts", post)


def _created(client: Client, path: str, body: Any) -> Any:
    response = client.post(path, json=body)
    assert response.status_code == 201, response.text
    return response.json()
