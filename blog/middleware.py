"""What happens to every request on its way to a route."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from blog.document import TOO_LARGE

MAX_BODY_SIZE = 1024 * 1024  # bytes; the longest post, with every character escaped, has 600,000


class HeadMiddleware:
    """Answers HEAD as the app answers GET (RFC 9110, 9.3.2); to leave the body away is the server's part."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app that knows only GET."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, a HEAD as a GET."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


class BodyLimitMiddleware:
    """Raises a 413 where a body of more than MAX_BODY_SIZE is read, before the rest of it is (RFC 9110, 15.5.14).

    FastAPI's own `max_body_size` would do, but that it answers in plain text, unlike every other error.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app that reads all it gets."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with a body that cannot be read any further than to the limit."""
        declared = int(Headers(scope=scope).get("Content-Length", 0)) if scope["type"] == "http" else 0
        received = 0

        async def receive_up_to_limit() -> Message:
            nonlocal received
            if declared > MAX_BODY_SIZE:
                raise HTTPException(*TOO_LARGE)
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_SIZE:
                raise HTTPException(*TOO_LARGE)
            return message

        await self.app(scope, receive_up_to_limit, send)
