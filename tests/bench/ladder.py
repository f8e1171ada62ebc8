"""The ladder: what each layer of the blog costs, as a share of a bare endpoint that returns the same bytes."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from fastapi.testclient import TestClient

from blog.app import create_app
from blog.settings import Settings
from tests.backends import Backend
from tests.bench import tutorial
from tests.bench.filled import fill
from tests.bench.requests import Request, send
from tests.bench.rungs import ANSWERS
from tests.bench.serving import serving

POSTS = 1_000
SLOW = 20  # requests per second
FLOOR, THREAD, BLOG, TUTORIAL = "bare endpoint", "worker thread", "the blog", "a tutorial's blog"
RUNGS = {
    FLOOR: "tests.bench.rungs:bare",
    THREAD: "tests.bench.rungs:thread",
    "driver": "tests.bench.rungs:driver",
    "SQLAlchemy Core": "tests.bench.rungs:core",
    "SQLAlchemy ORM": "tests.bench.rungs:orm",
    "ORM and Pydantic": "tests.bench.rungs:pydantic",
    BLOG: "blog.app:create_app",
    TUTORIAL: "tests.bench.tutorial:create_app",
}

Factory = Callable[[], FastAPI]
Ladder = Mapping[str, Mapping[str, float]]
"""Requests per second by the name of the request and of the rung."""


def requests(etag: str) -> dict[Request, list[str]]:
    """Return each request of the ladder with the rungs that answer it; the post 7 has the ETag."""
    post = {"title": "A title", "content": "Some content", "user_id": 1}
    return {
        Request("one post", "/api/posts/7"): [*RUNGS],
        Request("page of 20", "/api/posts?limit=20"): [*RUNGS],
        Request("page of 100", "/api/posts?limit=100"): [*RUNGS],
        Request("home page", "/"): [FLOOR, THREAD, BLOG, TUTORIAL],
        Request("not modified", "/api/posts/7", headers=(("If-None-Match", etag),)): [FLOOR, THREAD, BLOG],
        Request("create a post", "/api/posts", body=json.dumps(post)): [*RUNGS],
    }


def climb(backend: Backend, rounds: int, seconds: float) -> Ladder:
    """Send each request to one rung after the other, for some seconds each, and that in several rounds.

    Returns the median of the rounds.
    """
    with ExitStack() as stack:
        of_blog, own = (stack.enter_context(backend.new_database()) for _ in range(2))
        directory = Path(stack.enter_context(TemporaryDirectory()))
        fill(of_blog, POSTS)
        tutorial.fill(own, POSTS)
        of_tutorial = {"BLOG_DATABASE_URL": own}
        answers = directory / "answers.json"
        variables = {ANSWERS: str(answers), "BLOG_MEDIA_DIRECTORY": str(directory), "BLOG_DATABASE_URL": of_blog}
        sent = requests(keep_answers(Settings(of_blog, directory), answers))
        urls = {
            rung: stack.enter_context(serving(factory, variables))
            for rung, factory in RUNGS.items()
            if rung != TUTORIAL
        }
        loads: dict[str, dict[str, list[float]]] = {
            request.name: {rung: [] for rung in rungs} for request, rungs in sent.items()
        }
        for _ in range(rounds):
            for request, rungs in sent.items():
                for rung in rungs:
                    measured = loads[request.name][rung]
                    if measured and measured[-1] < SLOW:
                        continue  # its share is known well enough, and the next round would take minutes
                    # A tutorial's blog goes on with requests that nobody waits for: its server ends after them.
                    served = nullcontext(urls[rung]) if rung in urls else serving(RUNGS[rung], of_tutorial)
                    with served as url:
                        measured.append(send(url, request, seconds).per_second)
    return {name: {rung: median(of_rung) for rung, of_rung in rungs.items()} for name, rungs in loads.items()}


def keep_answers(settings: Settings, file: Path) -> str:
    """Write what the blog answers to each request, for the bare endpoint; return the ETag of the post 7."""
    with TestClient(create_app(settings)) as client:
        etag: str = client.get("/api/posts/7").headers["ETag"]
        answers = {}
        for request in requests(etag):
            answer = client.request(
                request.method, request.path, headers=dict(request.all_headers), content=request.body
            )
            if answer.is_error:
                answer.raise_for_status()
            answers[request.name] = {
                "status": answer.status_code,
                "type": answer.headers.get("Content-Type"),
                "body": answer.text,
            }
    file.write_text(json.dumps(answers), encoding="utf-8")
    return etag


def shares(ladder: Ladder) -> list[str]:
    """Return the lines of a table in Markdown: the share of the floor that each rung reaches."""
    return _table(ladder, lambda rungs, rung: share(rungs[rung] / rungs[FLOOR]))


def share(of_floor: float) -> str:
    """Return a share as it is shown, with two decimals."""
    return f"{of_floor:.2f}" if of_floor >= 0.01 else "< 0.01"


def microseconds(ladder: Ladder) -> list[str]:
    """Return the lines of a table in Markdown: the time of one request at each rung."""
    return _table(ladder, lambda rungs, rung: f"{1e6 / rungs[rung]:,.0f}")


def _table(ladder: Ladder, cell: Callable[[Mapping[str, float], str], str]) -> list[str]:
    rows = [[rung, *(cell(rungs, rung) if rung in rungs else "" for rungs in ladder.values())] for rung in RUNGS]
    return [f"| {' | '.join(row)} |" for row in [["", *ladder], ["---"] * (len(ladder) + 1), *rows]]
