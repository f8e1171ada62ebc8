"""Links in a loop: the path of each route is looked up by the route's name, and only its parameters are filled in.

Prevents: each link on a page asks one route after the other for its name, and leads to the host that the client named.
On SQLite: the page takes one statement, however its links are made; each link costs time in Python alone.
On PostgreSQL: the page takes one statement, however its links are made; each link costs time in Python alone.
When not: a link is read outside of the site, as in an e-mail: it needs a host, which comes from the settings.
Alternatives: `url_for` once for each page, if its links differ in their query alone.

Sources:
- Starlette: Reverse URL lookups, https://www.starlette.io/routing/#reverse-url-lookups
- Starlette: TrustedHostMiddleware, https://www.starlette.io/middleware/#trustedhostmiddleware
- RFC 9110: Host and :authority, https://doi.org/10.17487/RFC9110
"""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from jinja2 import Environment
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.routing import Route

from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import Seen
from tests.teaching.steps import Steps

POSTS = ROUTES = 20
TEMPLATE = Environment(autoescape=True).from_string(
    '{% for post_id in posts %}<a href="{{ link(request, "post_page", post_id=post_id) }}">Post</a>{% endfor %}'
)

Link = Callable[..., Any]


@pytest.fixture(autouse=True)
def _posts(database: Database) -> None:
    """Store posts."""
    with database.writing() as session:
        author = User(username="ann", email="ann@example.com")
        session.add_all(Post(title="t", content="c", author=author) for _ in range(POSTS))


def link_naively(request: Request, name: str, /, **parameters: Any) -> Any:
    """Return a link to the route of the name."""
    return request.url_for(name, **parameters)


def link(request: Request, name: str, /, **parameters: Any) -> str:
    """Return a link to the route of the name; `app.state.paths` has each path by name, such as "/posts/{post_id}"."""
    # cure: fill the parameters into the path of that name, below the root_path
    return str(request.scope["root_path"] + request.app.state.paths[name].format(**parameters))
    # end of cure


def app_with(link: Link, session: Session) -> FastAPI:
    """Return an app with 20 routes, which lists all posts at "/"; the last route shows one of them."""
    app = FastAPI(openapi_url=None)

    @app.get("/", response_class=HTMLResponse)
    def home(request: Request) -> str:
        posts = session.scalars(select(Post.id).order_by(Post.id)).all()
        return TEMPLATE.render(request=request, posts=posts, link=link)

    def page() -> None: ...

    for number in range(ROUTES - 2):
        app.add_api_route(f"/page{number}", page, name=f"page{number}")
    app.add_api_route("/posts/{post_id}", page, name="post_page")
    app.state.paths = {route.name: route.path_format for route in app.routes if isinstance(route, Route)}
    return app


def get_counted(app: FastAPI, **options: Any) -> tuple[str, int]:
    """Return the page at "/", and how many times a route was asked for its path."""
    url_path_for = patch.object(Route, "url_path_for", autospec=True, side_effect=Route.url_path_for)
    with url_path_for as asked:
        return TestClient(app, **options).get("/", headers={"Host": "elsewhere.example"}).text, asked.call_count


def test_naive_each_link_asks_each_route(a: Session, steps: Steps, seen: Seen) -> None:
    _, asked = get_counted(app_with(link_naively, a))

    assert seen(f"{asked} routes asked for {POSTS} links") == "400 routes asked for 20 links"
    assert len(steps.sent("SELECT")) == 1


def test_naive_the_links_lead_to_the_host_that_the_client_names(a: Session, seen: Seen) -> None:
    page, _ = get_counted(app_with(link_naively, a))

    links = page.count('href="http://elsewhere.example/posts/')
    assert seen(f"{links} links to elsewhere.example") == "20 links to elsewhere.example"


def test_cure_no_route_is_asked(a: Session, steps: Steps, seen: Seen) -> None:
    page, asked = get_counted(app_with(link, a))

    assert seen(f"{asked} routes asked for {page.count('href')} links") == "0 routes asked for 20 links"
    assert len(steps.sent("SELECT")) == 1


def test_cure_the_links_stay_on_the_host(a: Session, seen: Seen) -> None:
    page, _ = get_counted(app_with(link, a))

    assert seen(f"{page.count('elsewhere.example')} links to elsewhere.example") == "0 links to elsewhere.example"
    assert page.count('href="/posts/') == POSTS


def test_cure_the_links_begin_with_the_path_that_the_app_is_mounted_at(a: Session) -> None:
    page, _ = get_counted(app_with(link, a), root_path="/blog")

    assert page.count('href="/blog/posts/') == POSTS


def test_cure_a_path_that_changes_is_changed_in_one_place(a: Session) -> None:
    app = app_with(link, a)
    app.state.paths["post_page"] = "/articles/{post_id}"

    assert get_counted(app)[0].count('href="/articles/') == POSTS


def test_cure_the_blog_asks_no_route(app: FastAPI) -> None:
    page, asked = get_counted(app)

    assert asked == 0
    assert page.count('href="/posts/') == POSTS
    assert "elsewhere.example" not in page
