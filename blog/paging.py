"""Keyset paging: a page begins below an id, so rows that are added or deleted elsewhere do not move it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

MAX_LIMIT = 100  # posts, and how many the API gives by default


@dataclass(frozen=True)
class Page:
    """A page of a list of posts, newest first: at most `limit` posts, with ids below `before` if it is given."""

    limit: int = MAX_LIMIT
    before: int | None = None

    def split(self, posts: Sequence[Mapping[str, Any]]) -> tuple[Sequence[Mapping[str, Any]], str | None]:
        """Split the result of a query for one post more than the limit.

        Returns the posts of this page, and the query string of the next page, or None where this page is the last.
        """
        page = posts[: self.limit]
        if len(posts) == len(page):
            return page, None
        return page, urlencode({"limit": self.limit, "before": page[-1]["id"]})
