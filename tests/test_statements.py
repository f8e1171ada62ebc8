"""The number of statements does not grow with what is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from httpx import Client
from sqlalchemy import event

from blog.database import Database
from tests.makers import make_post, make_user


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements that are sent."""
    statements: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", collect)
    yield statements
    event.remove(database.engine, "before_cursor_execute", collect)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/api/users/{user_id}", 1),
        ("/api/users/{user_id}/posts", 2),
        ("/api/posts", 1),
        ("/api/posts?limit=3&before={post_id}", 1),
        ("/api/posts/{post_id}", 1),
        ("/", 1),
        ("/posts/{post_id}", 1),
        ("/users/{user_id}/posts", 2),
    ],
)
def test_a_read_takes_as_many_statements_however_much_is_stored(
    client: Client, database: Database, path: str, count: int
) -> None:
    user = make_user(client)
    post = make_post(client, user)
    for _ in range(3):
        for _ in range(4):
            make_post(client, user)
            make_post(client, make_user(client))

        with counted(database) as statements:
            assert client.get(path.format(user_id=user["id"], post_id=post["id"])).status_code == 200

        sent = [statement for statement in statements if not statement.startswith("BEGIN")]
        assert len(sent) == count, "\n".join(sent)
