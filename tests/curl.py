"""A request as a curl command."""

import json
import shlex
from collections.abc import Mapping
from typing import Any


def curl(method: str, url: str, headers: Mapping[str, str], body: Any = None) -> str:
    """Return the curl command that sends the request and shows the answer with its headers.

    A body is sent as JSON, in ASCII; None means no body.
    """
    # `curl -X HEAD` waits for a body, and GET is curl's default.
    words = ["curl", *{"HEAD": ["--head"], "GET": ["-i"]}.get(method, ["-i", "-X", method]), url]
    if body is not None:
        headers = {**headers, "Content-Type": "application/json"}
    for name, value in headers.items():
        # curl leaves out a header "NAME:"; it sends "NAME;" as a header without a value.
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    if body is not None:
        words += ["--data", json.dumps(body)]
    return shlex.join(words)
