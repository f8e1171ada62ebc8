"""Templates into pages."""

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates


def _long_date(instant: datetime) -> str:
    return f"{instant:%B} {instant.day}, {instant.year}"


_templates = Jinja2Templates(Path(__file__).parent / "templates")
_templates.env.filters["long_date"] = _long_date


def render(
    request: Request,
    template: str,
    context: dict[str, Any],
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the page that a template makes of the context; it may load from its own host alone."""
    policy = {"Content-Security-Policy": "default-src 'self'"}
    return _templates.TemplateResponse(request, template, context, status, {**policy, **(headers or {})})
