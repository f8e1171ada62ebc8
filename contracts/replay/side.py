"""One side of a replay: what is promised there, and where requests are sent to."""

from time import monotonic
from typing import Any

import httpx

from .described import Described
from .exchanges import Answer, Exchange, NotReached, Request

TIMEOUT = 10  # seconds in which an application must answer
LATE = 3  # answers that may come too late


class Side:
    """An application that can be called, or why it cannot.

    Attributes:
        word: "old" or "new".
        name: What a person calls it.
        document: The document.
        described: What it says of operations.
        is_ours: Whether the application was started here, with data of its own.
        writes: Whether it may be sent what changes data.
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
        """Take what sends requests to a side, or the reason why there is nothing that does."""
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
        """Allow what may change data, and name the headers that every request has."""
        self.writes = self.writes or writes
        self._headers = headers

    def send(self, request: Request, *, anonymous: bool = False) -> Exchange:
        """Send a request, without the headers that every other one has if it is anonymous; raises NotReached."""
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
                    raise httpx.ReadTimeout("there is no end to the answer")
            return Answer(answered.status_code, dict(answered.headers), content)
