"""Pages from templates."""

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context

from blog.paths import path_for


def _long_date(instant: datetime) -> str:
    return f"{instant:%B} {instant.day}, {instant.year}"


@pass_context
def _url_for(context: Context, name: str, /, **parameters: Any) -> str:
    return path_for(context["request"], name, **parameters)


_templates = Jinja2Templates(Path(__file__).parent / "templates")
_templates.env.filters["long_date"] = _long_date
_templates.env.globals["url_for"] = _url_for


def render(
    request: Request,
    template: str,
    context: dict[str, Any],
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the page that a template makes of the context."""
    return _templates.TemplateResponse(request, template, context, status, headers)
