"""A list, read page by page."""

import re
from collections.abc import Iterator
from typing import Any

from httpx import Client


def pages(client: Client, path: str) -> Iterator[list[Any]]:
    """Yield the pages of a list, following its Link headers; the caller may write in between."""
    link = f'<{path}>; rel="next"'
    while link:
        address = re.fullmatch('<(.+)>; rel="next"', link)
        assert address, link
        response = client.get(address[1])
        assert response.status_code == 200
        yield response.json()
        link = response.headers.get("Link", "")
