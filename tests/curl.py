"""A request as a line for the shell."""

import json
import shlex
from collections.abc import Mapping
from typing import Any


def curl(method: str, url: str, headers: Mapping[str, str], body: Any = None) -> str:
    """Return the curl command that sends the request and shows the answer with its headers.

    A body is sent as JSON, in ASCII; None is no body.
    """
    # curl waits for a body after `-X HEAD`, and GET is what it does anyway.
    words = ["curl", *{"HEAD": ["--head"], "GET": ["-i"]}.get(method, ["-i", "-X", method]), url]
    if body is not None:
        headers = {**headers, "Content-Type": "application/json"}
    for name, value in headers.items():
        # A header that ends with its colon is one that curl leaves out.
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    if body is not None:
        words += ["--data", json.dumps(body)]
    return shlex.join(words)
