"""The paths that have GET, taken from the routes of the blog, so that no test has to list them."""

import re
from functools import cache
from pathlib import Path

from fastapi.routing import iter_route_contexts

from blog.app import create_app
from blog.settings import Settings


@cache  # several modules ask while pytest collects, and making the app takes a while
def readable() -> list[str]:
    """Return each path that has GET, with the id 1, such as "/api/posts/1"; no database is opened."""
    routes = iter_route_contexts(create_app(Settings("sqlite:///unused.db", Path("unused"))).routes)
    return sorted({with_first_ids(str(route.path_format)) for route in routes if "GET" in (route.methods or ())})


def with_first_ids(path: str) -> str:
    """Return a path of a route, such as "/api/posts/{post_id}", with 1 for each id."""
    return re.sub(r"\{\w+\}", "1", path)
