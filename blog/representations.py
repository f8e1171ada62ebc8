"""The representations of stored resources, as JSON (RFC 9110, 3.2).

A route returns a Response and names its schema as `response_model`, for the document. FastAPI would validate anything
else once more, in a second worker thread.
"""

from collections.abc import Sequence

from fastapi.responses import Response
from pydantic_core import to_json

from blog.schemas import StoredResponse


def resource_response(resource: StoredResponse, status: int = 200, location: str | None = None) -> Response:
    """Return the response with one resource and its ETag; a new resource has a location."""
    headers = {"ETag": resource.etag}
    if location is not None:
        headers["Location"] = location
    return _json_response(resource, status, headers)


def list_response(resources: Sequence[StoredResponse], next_page: str | None) -> Response:
    """Return the response with a page of resources, and a link to the next page if there is one (RFC 8288)."""
    return _json_response(resources, 200, {} if next_page is None else {"Link": f'<{next_page}>; rel="next"'})


def _json_response(
    content: StoredResponse | Sequence[StoredResponse], status: int, headers: dict[str, str]
) -> Response:
    return Response(to_json(content), status, headers, media_type="application/json")
