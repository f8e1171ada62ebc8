"""The server as a process: its data outlives it, and several may start at the same time."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select

from blog.database import Database
from blog.demo import add_sample_data
from blog.models import User
from blog.settings import Settings
from tests.makers import make_post, make_user
from tests.servers import Server, running_server


@pytest.fixture
def settings(new_database_url: str, tmp_path: Path) -> Settings:
    """Settings with an empty database."""
    return Settings(new_database_url, tmp_path / "media")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_data_outlives_a_restart(settings: Settings, end: signal.Signals) -> None:
    with running_server(settings) as server, httpx.Client(base_url=server.url) as client:
        posts = [make_post(client, make_user(client)) for _ in range(3)]
        server.process.send_signal(end)
        server.process.wait()

    with running_server(settings) as server:
        assert httpx.get(f"{server.url}/api/posts").json() == posts[::-1]


@pytest.mark.parametrize("arguments", [[], ["--demo"]], ids=["plain", "demo"])
def test_servers_that_start_at_once_share_one_new_database(settings: Settings, arguments: list[str]) -> None:
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        starting = [pool.submit(stack.enter_context, running_server(settings, *arguments)) for _ in range(4)]
        servers = [future.result() for future in starting]
        with httpx.Client(base_url=servers[0].url) as client:
            make_post(client, make_user(client))

        answers = [httpx.get(f"{server.url}/api/posts").json() for server in servers]

    assert len(answers[0]) == (4 if arguments else 1)
    assert all(answer == answers[0] for answer in answers)


def test_several_workers_serve_one_new_database(settings: Settings) -> None:
    with running_server(settings, "--workers", "2") as server, httpx.Client(base_url=server.url) as client:
        post = make_post(client, make_user(client))
        assert [client.get("/api/posts").json() for _ in range(10)] == [[post]] * 10


def test_sample_data_is_added_once(settings: Settings) -> None:
    for _ in range(2):
        with running_server(settings, "--demo") as server, httpx.Client(base_url=server.url) as client:
            posts = client.get("/api/posts").json()
            assert {post["author"]["username"] for post in posts} == {"coreyms", "janedoe"}
            assert len(posts) == 3


def test_sample_data_is_never_added_to_other_data(database: Database) -> None:
    with database.writing() as session:
        session.add(User(username="somebody", email="somebody@example.com"))
    with database.starting() as session:
        add_sample_data(session)
    with database.reading() as session:
        assert session.scalars(select(User.username)).all() == ["somebody"]


def test_a_server_listens_on_loopback_by_default(server: Server) -> None:
    assert urlsplit(server.url).hostname == "127.0.0.1"


def test_a_server_starts_without_a_warning(settings: Settings) -> None:
    with running_server(settings) as server:
        pass
    assert [line for line in server.log if not line.startswith("INFO:")] == []
