"""One side of a replay: its document, and the application that gets the requests."""

from time import monotonic
from typing import Any

import httpx

from .described import Described
from .exchanges import Answer, Exchange, NotReached, Request

TIMEOUT = 10  # seconds until an application must have answered
LATE = 3  # timeouts after which a side gets no more requests


class Side:
    """An application that can be called, or the reason why it cannot.

    Attributes:
        word: "old" or "new".
        name: Its name in reports.
        document: The document.
        described: The operations in the document.
        is_ours: Whether the application was started here, with its own data.
        writes: Whether requests that change data may be sent to it.
    """

    def __init__(
        self,
        word: str,
        name: str,
        document: Any,
        client: httpx.Client | None,
        reason: str = "",
        *,
        is_ours: bool = True,
    ) -> None:
        """Take the HTTP client of the application, or None and the reason why it cannot be called."""
        self.word = word
        self.name = name
        self.document = document
        self.described = Described(document)
        self.is_ours = is_ours
        self.writes = is_ours
        self._client = client
        self._reason = reason
        self._late = 0
        self._headers: list[tuple[str, str]] = []

    def allow(self, *, writes: bool, headers: list[tuple[str, str]]) -> None:
        """Set whether requests may change data, and the headers of every request."""
        self.writes = self.writes or writes
        self._headers = headers

    def send(self, request: Request, *, anonymous: bool = False) -> Exchange:
        """Send a request; if it is anonymous, without the headers of the user. Raises NotReached."""
        if self._client is None:
            raise NotReached(f"The {self.word} app does not run: {self._reason}.")
        headers = [*([] if anonymous else self._headers), *request.headers]
        encoded = [(name.encode(), value.encode()) for name, value in headers]
        try:
            return Exchange(request, self._answer(self._client, request, encoded))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if isinstance(error, httpx.TimeoutException):
                self._late += 1
            if self._late == LATE:
                self._client, self._reason = None, f"it did not answer in time, {LATE} times"
            told = str(error) or type(error).__name__
            raise NotReached(
                f"The {self.word} app does not answer {request.method} {request.target}: {told}."
            ) from None

    def _answer(self, client: httpx.Client, request: Request, headers: list[tuple[bytes, bytes]]) -> Answer:
        client.cookies.clear()
        until = monotonic() + TIMEOUT
        with client.stream(request.method, request.target, headers=headers, content=request.content) as answered:
            content = b""
            for part in answered.iter_bytes():
                content += part
                if monotonic() > until:
                    raise httpx.ReadTimeout("the answer does not end")
            return Answer(answered.status_code, dict(answered.headers), content)
