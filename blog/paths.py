"""Paths of the blog, below the prefix that it is mounted at or that a proxy strips (ASGI's `root_path`)."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts

PREFIX = "blog.prefix"  # where PrefixMiddleware keeps it in the scope of a request


def prefix(request: Request) -> str:
    """Return the prefix of every path, or "" where the blog is at the root."""
    return str(request.scope[PREFIX])


def path_below_prefix(request: Request) -> str:
    """Return the path of the request as the routes know it."""
    path, before = str(request.scope["path"]), prefix(request)
    return path.removeprefix(before) if path.startswith(f"{before}/") else path


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
