"""`python -m tests.bench.scale`: what a request costs with 10^6 posts, compared with 10^3, and 1,000 clients at once.

It exits with 1 if a request costs more than LIMIT times as much with many posts as with few.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from tempfile import TemporaryDirectory

from tests.backends import Backend
from tests.bench.filled import databases, fill
from tests.bench.requests import LoadError, Request, send, wrk
from tests.bench.serving import serving

FEW, MANY = (1_000, 10), (1_000_000, 10_000)  # posts and users, so that each user has 100 posts
LIMIT = 1.1
ROUNDS, SECONDS = 9, 1.0
CROWDS = (2, 4, 16, 100, 1_000)
WORKERS = (1, 2)


def main() -> int:
    """Measure on both databases, and print tables; returns the exit status."""
    try:
        wrk()
        with databases() as backends:
            slower = [name for database, backend in backends.items() for name in grown(database, backend)]
            for database, backend in backends.items():
                crowds(database, backend)
    except LoadError as error:
        print(error)
        return 1
    if slower:
        print(f"These cost more than {LIMIT} times as much with many posts as with few: {', '.join(slower)}.")
    return 1 if slower else 0


def requests(posts: int) -> list[Request]:
    """Return the requests to a database that has so many posts."""
    post = {"title": "A title", "content": "Some content", "user_id": 1}
    return [
        Request("one post", f"/api/posts/{posts // 2}"),
        Request("first page", "/api/posts?limit=20"),
        Request("100th page", f"/api/posts?limit=20&before={posts - 99 * 20 if posts > 99 * 20 else posts // 2}"),
        Request("last page", "/api/posts?limit=20&before=21"),
        Request("a user's page", "/api/users/2/posts?limit=20"),
        Request("create a post", "/api/posts", body=json.dumps(post)),
    ]


def grown(database: str, backend: Backend) -> Iterator[str]:
    """Print how much more each request costs with many posts; give the names of those that cost too much."""
    with ExitStack() as stack:
        few, many = (stack.enter_context(blog(backend, posts, users)) for posts, users in (FEW, MANY))
        print(f"On {database}, the time of a request with {MANY[0]:,} posts, as a multiple of that with {FEW[0]:,}:\n")
        for of_few, of_many in zip(requests(FEW[0]), requests(MANY[0]), strict=True):
            ratios = [
                send(few, of_few, SECONDS).per_second / send(many, of_many, SECONDS).per_second for _ in range(ROUNDS)
            ]
            print(
                f"  {of_few.name:<14} {median(ratios):5.2f}   (from {min(ratios):.2f} to {max(ratios):.2f})", flush=True
            )
            if median(ratios) > LIMIT:
                yield f"{of_few.name} on {database}"
        print()


def crowds(database: str, backend: Backend) -> None:
    """Print how fast the blog answers few and many clients at once, with one worker and with two."""
    print(f"On {database}, one post, by the number of clients at once:\n")
    print("  workers  clients  requests/s  99% within")
    for workers in WORKERS:
        with blog(backend, *FEW, workers=workers) as url:
            for clients in CROWDS:
                load = send(url, requests(FEW[0])[0], 3, clients)
                print(f"  {workers:>7}  {clients:>7,}  {load.per_second:>10,.0f}  {load.slowest:>7,.0f} ms", flush=True)
    print()


@contextmanager
def blog(backend: Backend, posts: int, users: int, workers: int = 1) -> Iterator[str]:
    """Serve the blog with so many posts and users; gives its URL."""
    with backend.new_database() as url, TemporaryDirectory() as media:
        fill(url, posts, users)
        variables = {"BLOG_DATABASE_URL": url, "BLOG_MEDIA_DIRECTORY": media}
        with serving("blog.app:create_app", variables, workers=workers) as served:
            yield served


if __name__ == "__main__":
    sys.exit(main())
