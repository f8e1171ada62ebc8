"""The templates of the book."""

from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.teaching.book.code import highlighted
from tests.teaching.book.prose import html, inline, sentence
from tests.teaching.course import duration

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(duration=duration, highlighted=highlighted, html=html, inline=inline, sentence=sentence)
_ENVIRONMENT.filters["host"] = lambda address: urlsplit(address).hostname


def rendered(template: str, **values: object) -> Markup:
    """Return a filled template; all values are escaped, except those that are Markup."""
    return Markup(_ENVIRONMENT.get_template(template).render(values))  # noqa: S704
