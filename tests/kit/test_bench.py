"""The benchmarks compare what they say: the rungs answer alike, and a load that fails is an error."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from blog.app import create_app
from blog.settings import Settings
from tests.bench import ladder, rungs, tutorial
from tests.bench.__main__ import section
from tests.bench.drawing import draw
from tests.bench.filled import fill
from tests.bench.requests import LoadError, Request, send, wrk
from tests.servers import environment

POST = {"title": "A title", "content": "Some content", "user_id": 2}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a blog with 30 posts."""
    directory = tmp_path_factory.mktemp("blog")
    settings = Settings(f"sqlite:///{directory}/blog.db", directory)
    fill(settings.database_url, 30)
    return settings


@pytest.fixture
def answers(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the blog answers to each request, in a file that the rungs know; gives the ETag of a post."""
    for name, value in {**environment(settings), rungs.ANSWERS: str(tmp_path / "answers.json")}.items():
        monkeypatch.setenv(name, value)
    return ladder.keep_answers(settings, tmp_path / "answers.json")


@pytest.mark.parametrize("factory", [rungs.bare, rungs.thread], ids=["bare", "thread"])
def test_a_rung_without_a_database_gives_the_answers_of_the_blog(answers: str, factory: ladder.Factory) -> None:
    kept = json.loads(Path(os.environ[rungs.ANSWERS]).read_text(encoding="utf-8"))
    with TestClient(factory()) as client:
        for request in ladder.requests(answers):
            given = client.request(
                request.method, request.path, headers=dict(request.all_headers), content=request.body
            )
            assert given.text == kept[request.name]["body"]
            assert given.status_code == kept[request.name]["status"]


@pytest.mark.parametrize("factory", [rungs.core, rungs.orm, rungs.pydantic], ids=["core", "orm", "pydantic"])
def test_a_rung_with_a_database_gives_the_posts_of_the_blog(answers: str, factory: ladder.Factory) -> None:
    with TestClient(factory()) as client, TestClient(create_app(Settings.from_environment())) as blog:
        for path in ("/api/posts/7", "/api/posts?limit=20"):
            assert client.get(path).json() == blog.get(path).json()
        created = client.post("/api/posts", json=POST)
        assert created.status_code == 201
        assert created.json() == blog.get(f"/api/posts/{created.json()['id']}").json()


def test_the_driver_gives_the_posts_of_the_blog_with_dates_as_they_are_stored(answers: str) -> None:
    with TestClient(rungs.driver()) as client, TestClient(create_app(Settings.from_environment())) as blog:
        [given, true] = [one.get("/api/posts/7").json() for one in (client, blog)]
        assert given | {"date_posted": true["date_posted"]} == true
        created = client.post("/api/posts", json=POST).json()
        assert blog.get(f"/api/posts/{created['id']}").json()["title"] == POST["title"]


def test_the_tutorials_blog_lists_all_posts_and_its_page_leads_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLOG_DATABASE_URL", url := f"sqlite:///{tmp_path}/tutorial.db")
    tutorial.fill(url, 30)
    with TestClient(tutorial.create_app()) as client:
        assert client.post("/api/posts", json=POST).status_code == 201
        assert len(client.get("/api/posts?limit=20").json()) == 31
        assert client.get("/api/posts/7").json()["author"]["username"] == "user7"
        assert client.get("/").text.count("http://testserver/posts/") == 31


def test_the_tables_and_the_drawing_have_every_rung() -> None:
    measured = {
        name: dict.fromkeys(ladder.RUNGS, 500.0) | {ladder.FLOOR: 1000.0} for name in ("one post", "page of 20")
    }

    assert f"| {ladder.BLOG} | 0.50 | 0.50 |" in section("SQLite", measured)
    assert f"| {ladder.BLOG} | 2,000 | 2,000 |" in ladder.microseconds(measured)
    words = [element.text for element in ElementTree.fromstring(draw({"SQLite": measured})).iter()]
    assert words.count(ladder.BLOG) == 2
    assert words.count("2,000") == 2 * (len(ladder.RUNGS) - 1)


def test_a_missing_load_tool_is_told_with_its_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LoadError, match="apt install wrk"):
        wrk()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Non-2xx or 3xx responses: 3\nRequests/sec: 10", "one post at http://127.0.0.1:1/api/posts/7 failed"),
        ("Socket errors: connect 1\nRequests/sec: 10", "Socket errors: connect 1"),
    ],
)
def test_a_request_that_fails_under_load_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, message: str
) -> None:
    tool = tmp_path / "wrk"
    tool.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(LoadError, match=message):
        send("http://127.0.0.1:1", Request("one post", "/api/posts/7"), 1)
