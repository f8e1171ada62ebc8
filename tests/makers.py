"""Users and posts for tests to begin with."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from httpx import Client
from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.orm import Session

from blog.models import Post, User, UTCDateTime

OF_THE_FIRST = 200  # posts of the first author, more than a page has

_numbers = count(1)

# The database generates the rows: 100,000 take about a second.
_STORE_USERS = text("""
    INSERT INTO users (username, email, version)
    WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count)
    SELECT 'user' || number, 'user' || number || '@example.com', 1 FROM numbers
""")
_STORE_POSTS = text("""
    INSERT INTO posts (title, content, user_id, date_posted, version)
    WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count)
    SELECT 'A title', 'Some content',
        :first + CASE WHEN number % :every = 1 AND number < :end THEN 0 ELSE number % :others + 1 END, :now, 1
    FROM numbers
""").bindparams(bindparam("now", type_=UTCDateTime))


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


def store_many(connection: Connection, posts: int, authors: int = 500) -> None:
    """Store posts by at most as many authors.

    Some posts are by the first author, spread over the older ones; the rest are by the others.
    """
    authors = min(authors, posts)
    connection.execute(_STORE_USERS, {"count": authors})
    every = max(2, posts // (2 * OF_THE_FIRST))
    numbers = {
        "count": posts,
        "first": connection.scalar(select(func.min(User.id))),
        "others": max(1, authors - 1),
        "every": every,
        "end": every * OF_THE_FIRST,
    }
    connection.execute(_STORE_POSTS, {**numbers, "now": datetime.now(UTC)})


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
