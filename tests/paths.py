"""The paths that can be read, taken from the routes of the blog: a new route or page is no line of a test's list."""

from pathlib import Path

from fastapi.routing import iter_route_contexts

from blog.app import create_app
from blog.settings import Settings


def readable() -> list[str]:
    """Return each path that has GET, such as "/api/posts/{post_id}"; nothing is connected or made for it."""
    routes = iter_route_contexts(create_app(Settings("sqlite:///unused.db", Path("unused"))).routes)
    return sorted({str(route.path_format) for route in routes if "GET" in (route.methods or ())})
