"""`python -m tests.bench.tuning`: what the number of threads, connections and workers, and other servers change.

It prints the requests per second of the blog with each setting, as a multiple of those of the blog as it is.
"""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from sqlalchemy import create_engine

from blog.app import create_app
from tests.backends import Backend
from tests.bench.filled import databases, fill
from tests.bench.requests import LoadError, Request, send, wrk
from tests.bench.serving import PLAIN, serving

POSTS = 1_000
ROUNDS, SECONDS = 3, 1.0
REQUESTS = [
    Request("one post", "/api/posts/7"),
    Request("page of 100", "/api/posts?limit=100", headers=(("Accept-Encoding", "gzip"),)),
]
TUNED = "tests.bench.tuning:tuned"
THREADS, POOL, GZIP = "BENCH_THREADS", "BENCH_POOL", "BENCH_GZIP"


def tuned() -> FastAPI:
    """Return the blog with the settings that the environment gives."""
    size, _, overflow = os.environ.get(POOL, "").partition("+")
    pool: dict[str, Any] = {"pool_size": int(size), "max_overflow": int(overflow)} if size else {}
    with patch("blog.database.create_engine", lambda url, **options: create_engine(url, **{**options, **pool})):
        app = create_app()
    if GZIP in os.environ:
        app.add_middleware(GZipMiddleware)
    start = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        if THREADS in os.environ:
            current_default_thread_limiter().total_tokens = int(os.environ[THREADS])
        async with start(app) as state:
            yield state

    app.router.lifespan_context = lifespan
    return app


# By the name of the setting: the environment, the options of uvicorn, and the number of workers.
SETTINGS: dict[str, tuple[Mapping[str, str], tuple[str, ...], int]] = {
    "4 threads": ({THREADS: "4"}, PLAIN, 1),
    "10 threads": ({THREADS: "10"}, PLAIN, 1),
    "100 threads": ({THREADS: "100"}, PLAIN, 1),
    "5 connections": ({POOL: "5+0"}, PLAIN, 1),
    "20 connections": ({POOL: "20+0"}, PLAIN, 1),
    "5 connections, and 10 more at need": ({POOL: "5+10"}, PLAIN, 1),
    "2 workers": ({}, PLAIN, 2),
    "httptools": ({}, ("--http", "httptools", "--loop", "asyncio"), 1),
    "httptools and uvloop": ({}, ("--http", "httptools", "--loop", "uvloop"), 1),
    "without the access log": ({}, (*PLAIN, "--no-access-log"), 1),
    "gzip": ({GZIP: "1"}, PLAIN, 1),
}


def main() -> int:
    """Measure on both databases, and print a table for each; returns the exit status."""
    try:
        wrk()
        with databases() as backends:
            for name, backend in backends.items():
                compare(name, backend)
    except LoadError as error:
        print(error)
        return 1
    return 0


def compare(name: str, backend: Backend) -> None:
    """Print what each setting changes on a database: the median of several rounds, in turn with the blog as it is."""
    with ExitStack() as stack:
        url = stack.enter_context(backend.new_database())
        fill(url, POSTS)
        variables = {"BLOG_DATABASE_URL": url, "BLOG_MEDIA_DIRECTORY": stack.enter_context(TemporaryDirectory())}
        as_it_is = stack.enter_context(serving(TUNED, variables))
        print(f"On {name}, times the requests per second of the blog as it is:\n")
        print(f"  {'':<36}{'  '.join(f'{request.name:>12}' for request in REQUESTS)}")
        for setting, (own, options, workers) in SETTINGS.items():
            with serving(TUNED, {**variables, **own}, options, workers) as tuned:
                row = "  ".join(f"{times(tuned, as_it_is, request):12.2f}" for request in REQUESTS)
            print(f"  {setting:<36}{row}", flush=True)
        print()


def times(one: str, other: str, request: Request) -> float:
    """Return how many times the requests per second of the other server the one has."""
    return median(
        send(one, request, SECONDS).per_second / send(other, request, SECONDS).per_second for _ in range(ROUNDS)
    )


if __name__ == "__main__":
    sys.exit(main())
