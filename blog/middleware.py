"""Middleware: what happens to every request before it reaches a route."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from blog.errors import TOO_LARGE, ContentTooLarge
from blog.paths import PREFIX

DOCS_PATH = "/docs"  # FastAPI's page, whose scripts and styles come from another host
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'",  # a page loads nothing from another host
    "X-Content-Type-Options": "nosniff",  # a browser takes no text for a script
    "Referrer-Policy": "same-origin",  # other sites learn no path of this one
}
_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_HEADERS_OF_DOCS = [header for header in _HEADERS if header[0] != b"content-security-policy"]
MAX_BODY_SIZE = 1024 * 1024  # bytes; the longest post, with every character escaped, has 600,000


class HeadMiddleware:
    """Answers HEAD as the app answers GET (RFC 9110, 9.3.2); the server drops the body."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app whose routes have GET alone."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a HEAD becomes a GET."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


class PrefixMiddleware:
    """Keeps ASGI's `root_path` for `blog.paths`, since a mounted directory adds its own path to it.

    ASGI demands the prefix in the path too. Some servers leave it out: the middleware adds it.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the whole app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the prefix in its path."""
        if scope["type"] == "http":
            prefix, path = scope.get("root_path", "").rstrip("/"), scope["path"]
            scope = {**scope, PREFIX: prefix, "path": path if path.startswith(f"{prefix}/") else prefix + path}
        await self.app(scope, receive, send)


class SecurityHeadersMiddleware:
    """Adds SECURITY_HEADERS to every response; the page at DOCS_PATH has no Content-Security-Policy."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the whole app, so that a 500 has the headers too."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_docs = scope["path"] == scope[PREFIX] + DOCS_PATH
                message["headers"] = [*message["headers"], *(_HEADERS_OF_DOCS if is_docs else _HEADERS)]
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimitMiddleware:
    """Refuses a body that is larger than MAX_BODY_SIZE, before it is read to its end (RFC 9110, 15.5.14).

    FastAPI has `max_body_size` for that, but answers in plain text, unlike every other error of the API.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app that reads every body to its end."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; raise ContentTooLarge in the route that reads the body beyond the limit."""
        declared = int(Headers(scope=scope).get("Content-Length", 0)) if scope["type"] == "http" else 0
        received = 0

        async def receive_up_to_limit() -> Message:
            nonlocal received
            if declared > MAX_BODY_SIZE:
                raise ContentTooLarge(TOO_LARGE)
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_SIZE:
                raise ContentTooLarge(TOO_LARGE)
            return message

        await self.app(scope, receive_up_to_limit, send)
