"""Read a document from a URL."""

import http.client
import urllib.error
import urllib.request

from ..errors import CannotCheckError

_SECONDS = 30


def is_url(name: str) -> bool:
    """Return whether a name is the URL of a document."""
    return name.startswith(("http://", "https://"))


def fetched(url: str) -> bytes:
    """Return the body of the response from a URL; raises CannotCheckError."""
    accept = {"Accept": "application/json, application/yaml, */*;q=0.1"}
    try:
        request = urllib.request.Request(url, headers=accept)  # noqa: S310
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
            content: bytes = response.read()
    except urllib.error.HTTPError as error:
        raise CannotCheckError(f"{url} answers with {error.code} {error.reason}.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise CannotCheckError(f"{url} cannot be read: {reason}") from error
    return content
