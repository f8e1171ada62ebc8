"""Paths of the blog, below the prefix that it is mounted at or that a proxy strips (ASGI's `root_path`)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts

PREFIX = "blog.prefix"  # where PrefixMiddleware keeps it in the scope of a request


def prefix(request: Request) -> str:
    """Return the prefix of every path, quoted for a URL, or "" if the blog is at the root."""
    unquoted: str = request.scope[PREFIX]
    return unquoted and quote(unquoted)


def path_below_prefix(request: Request) -> str:
    """Return the path of the request as the routes know it."""
    return str(request.scope["path"]).removeprefix(request.scope[PREFIX])


def formats(app: FastAPI) -> Mapping[str, str]:
    """Return the path of each route and mounted directory by its name, such as "/api/posts/{post_id}".

    Of two routes with one name, it is that of the first.
    """
    return {str(route.name): str(route.path_format) for route in reversed([*iter_route_contexts(app.routes)])}


def path_for(request: Request, name: str, /, **parameters: Any) -> str:
    """Return the path to a route or into a mounted directory, prefix included; raise KeyError if there is none.

    Without a host, unlike Starlette's `url_for`: a page never repeats the Host header of its request.
    """
    return prefix(request) + str(request.app.state.paths[name]).format(**parameters)
