"""Many clients at once, over real sockets: every request is answered, and every post is stored once."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.makers import make_post, make_user
from tests.paging import pages
from tests.servers import Server


def crowd(server: Server, size: int, request: Callable[[httpx.AsyncClient, int], Awaitable[Any]]) -> list[Any]:
    """Send one request on each of `size` connections at the same time; return the answers, in order."""
    context = httpx.create_ssl_context()

    async def send(number: int) -> Any:
        # Each request has a client of its own: the pool of a single one would be slower than the server.
        async with httpx.AsyncClient(base_url=server.url, verify=context, timeout=120) as client:
            return await request(client, number)

    async def send_all() -> list[Any]:
        return await asyncio.gather(*map(send, range(size)))

    return asyncio.run(send_all())


@pytest.mark.parametrize("path", ["/api/posts", "/"])
@pytest.mark.parametrize("size", [100, 500])
def test_a_crowd_of_readers_is_served(server: Server, path: str, size: int) -> None:
    with httpx.Client(base_url=server.url) as client:
        user = make_user(client)
        for _ in range(20):
            make_post(client, user)

    answers = crowd(server, size, lambda client, _: client.get(path))

    assert Counter(answer.status_code for answer in answers) == {200: size}
    assert len({answer.content for answer in answers}) == 1


def test_a_crowd_of_600_posts_is_stored(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        user = make_user(client)

    def post(client: httpx.AsyncClient, number: int) -> Awaitable[httpx.Response]:
        return client.post("/api/posts", json={"title": f"{number}", "content": "C", "user_id": user["id"]})

    answers = crowd(server, 600, post)

    assert Counter(answer.status_code for answer in answers) == {201: 600}
    with httpx.Client(base_url=server.url) as client:
        stored = [post for page in pages(client, "/api/posts") for post in page]
    assert [post["id"] for post in stored] == sorted((answer.json()["id"] for answer in answers), reverse=True)
    assert Counter(post["title"] for post in stored) == Counter(map(str, range(600)))


@pytest.mark.parametrize("round_", range(10))
def test_of_50_requests_for_one_username_one_succeeds(server: Server, round_: int) -> None:
    def register(client: httpx.AsyncClient, number: int) -> Awaitable[httpx.Response]:
        return client.post("/api/users", json={"username": "wanted", "email": f"{round_}-{number}@example.com"})

    answers = crowd(server, 50, register)

    assert Counter(answer.status_code for answer in answers) == {201: 1, 400: 49}
    assert {answer.text for answer in answers if answer.is_error} == {'{"detail":"Username already exists"}'}


def test_of_50_changes_of_one_version_one_succeeds(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        post = make_post(client, make_user(client))
        etag = client.get(f"/api/posts/{post['id']}").headers["ETag"]

    def change(client: httpx.AsyncClient, number: int) -> Awaitable[httpx.Response]:
        return client.patch(f"/api/posts/{post['id']}", json={"title": f"{number}"}, headers={"If-Match": etag})

    answers = crowd(server, 50, change)

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 49}
    [winner] = [answer.json() for answer in answers if answer.is_success]
    assert httpx.get(f"{server.url}/api/posts/{post['id']}").json() == winner


def test_a_post_is_found_while_others_change_its_author(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        users = [make_user(client) for _ in range(2)]
        path = f"/api/posts/{make_post(client, users[0])['id']}"

    def write(client: httpx.AsyncClient, number: int) -> Awaitable[httpx.Response]:
        if number % 2:
            return client.patch(path, json={"title": f"{number}"})
        return client.put(path, json={"title": "T", "content": "C", "user_id": users[number // 2 % 2]["id"]})

    assert Counter(answer.status_code for answer in crowd(server, 200, write)) == {200: 200}


def test_users_are_deleted_with_their_posts_while_others_write(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        users = [make_user(client) for _ in range(10)]
        posts = [make_post(client, user) for user in users]

    async def write(client: httpx.AsyncClient, number: int) -> httpx.Response:
        body = {"title": "T", "content": "C", "user_id": users[number % 10]["id"]}
        match number % 4:
            case 0:
                return await client.post("/api/posts", json=body)
            case 1:
                return await client.put(f"/api/posts/{posts[number // 4 % 10]['id']}", json=body)
            case 2:
                return await client.patch(f"/api/posts/{posts[number // 4 % 10]['id']}", json={"title": "T"})
        return await client.delete(f"/api/users/{users[number // 4 % 10]['id']}")

    answers = crowd(server, 400, write)

    assert {answer.status_code for answer in answers} <= {200, 201, 204, 404}
    assert httpx.get(f"{server.url}/api/posts").json() == []


def test_32_writers_for_5_seconds_never_get_a_busy_error(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        user = make_user(client)
    end = time.monotonic() + 5

    def write(writer: int) -> Counter[int]:
        statuses = Counter[int]()
        with httpx.Client(base_url=server.url, timeout=60) as client:
            path = f"/api/posts/{make_post(client, user)['id']}"
            while time.monotonic() < end:
                statuses[client.patch(path, json={"title": f"{writer} {statuses.total()}"}).status_code] += 1
        return statuses

    with ThreadPoolExecutor(32) as pool:
        statuses = sum(pool.map(write, range(32)), Counter[int]())

    assert statuses == {200: statuses.total()}
    assert statuses.total() > 32
