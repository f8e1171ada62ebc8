"""Post a report as a comment on the pull request of a workflow: `comment.py REPORT PROJECT`.

The next report on the same project replaces it. Without the permission to comment, the log has a warning.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

LIMIT = 65_536
"""The maximum number of characters in a GitHub comment."""
PAGE = 100
"""The maximum number of comments on a page of GitHub's API."""


class Comments:
    """The comments on a pull request, by GitHub's REST API."""

    def __init__(self, api: str, number: int, token: str) -> None:
        """Take the address of the repository in the API, the number of the pull request, and the token."""
        self._api = api
        self._number = number
        self._token = token

    def write(self, mark: str, text: str) -> None:
        """Write a comment that begins with the mark, or replace an existing one; raises HTTPError."""
        body = {"body": f"{mark}\n{text}"[:LIMIT]}  # the report fits, but the mark is added
        former = next((one["id"] for one in self._all() if one["body"].startswith(mark)), None)
        if former is None:
            self._ask("POST", f"issues/{self._number}/comments", body)
        else:
            self._ask("PATCH", f"issues/comments/{former}", body)

    def _all(self) -> Iterator[Any]:
        page, number = None, 0
        while page is None or len(page) == PAGE:
            number += 1
            page = self._ask("GET", f"issues/{self._number}/comments?per_page={PAGE}&page={number}")
            yield from page

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        request = Request(  # noqa: S310 -- the runner sets the address of GitHub
            f"{self._api}/{path}",
            data=json.dumps(body).encode() if body else None,
            headers={"Authorization": f"Bearer {self._token}", "Accept": "application/vnd.github+json"},
            method=method,
        )
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)


def main(report: str, project: str) -> None:
    """Comment on the pull request that the environment of the workflow names."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    api = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}"
    comments = Comments(api, event["pull_request"]["number"], os.environ["GITHUB_TOKEN"])
    try:
        comments.write(f"<!-- driftproof: {project} -->", Path(report).read_text(encoding="utf-8"))
    except HTTPError as error:
        print(
            f"::warning::The report is no comment on the pull request: GitHub answers {error.code} {error.reason}. "
            "The job needs the permission `pull-requests: write`, which GitHub does not give to a fork."
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
