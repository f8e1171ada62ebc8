"""The HTML pages."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx import Client
from hypothesis import given

from blog.database import Database
from blog.models import Post, User
from tests import strategies
from tests.databases import emptied_after
from tests.makers import make_post, make_user
from tests.markup import Page
from tests.test_hostile_input import IDS


def get_page(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    return Page(response.text)


def followed(client: Client, page: Page, text: str) -> Page:
    """Return the page that the link with the text leads to."""
    [link] = [link for link in page.all("a") if link.text == text]
    assert link.attributes["href"]
    return get_page(client, link.attributes["href"])


@pytest.mark.parametrize("path", ["/", "/posts"])
def test_the_home_page_shows_every_post_newest_first(client: Client, path: str) -> None:
    user = make_user(client)
    for title in ("First", "Second"):
        make_post(client, user, title=title)

    page = get_page(client, path)

    assert page.texts("title") == ["Home"]
    assert page.texts("h2") == ["Second", "First"]
    assert page.texts("a", rel="author") == [user["username"]] * 2
    assert [image.attributes["src"] for image in page.all("img")] == ["/static/profile_pics/default.jpg"] * 2


def test_a_date_is_written_out(client: Client, database: Database) -> None:
    with database.writing() as session:
        user = User(username="u", email="u@example.com")
        day = datetime(2026, 1, 5, 12, tzinfo=UTC)
        session.add(Post(title="t", content="c", author=user, date_posted=day))

    [time] = get_page(client, "/").all("time")

    assert (time.text, time.attributes["datetime"]) == ("January 5, 2026", "2026-01-05T12:00:00+00:00")


def test_a_title_leads_to_its_post_and_a_name_to_its_users_posts(client: Client) -> None:
    user = make_user(client)
    make_post(client, user, title="Mine", content="Long " * 500 + "end")
    make_post(client, make_user(client), title="Another's")

    post = followed(client, get_page(client, "/"), "Mine")
    assert post.texts("h1") == ["Mine"]
    assert post.texts("p", class_="content") == ["Long " * 500 + "end"]

    posts = followed(client, post, user["username"])
    assert posts.texts("h1") == posts.texts("title") == [f"Posts by {user['username']}"]
    assert posts.texts("h2") == ["Mine"]


@pytest.mark.parametrize("path", ["/", "/users/{}/posts"])
def test_older_posts_are_a_link_away(client: Client, path: str) -> None:
    user = make_user(client)
    for number in range(21):
        make_post(client, user, title=f"Number {number}")

    page = get_page(client, path.format(user["id"]))
    assert len(page.all("article")) == 20
    [link] = page.all("a", rel="next")
    older = get_page(client, path.format(user["id"]) + str(link.attributes["href"]))

    assert older.texts("h2") == ["Number 0"]
    assert older.all("a", rel="next") == []


def test_a_page_without_posts_says_so(client: Client) -> None:
    user = make_user(client)
    posts = f"/users/{user['id']}/posts"
    assert get_page(client, "/").texts("p") == ["No posts yet."]
    assert get_page(client, posts).texts("p") == ["No posts by this user yet."]

    post = make_post(client, user)
    assert get_page(client, f"{posts}?before={post['id']}").texts("p") == ["No older posts."]


@given(user=strategies.users, post=strategies.posts)
def test_what_was_posted_is_shown_as_text(
    client: Client, database: Database, user: dict[str, str], post: dict[str, str]
) -> None:
    with emptied_after(database):
        author = make_user(client, **user)
        created = make_post(client, author, **post)

        page = get_page(client, f"/posts/{created['id']}")

        assert page.texts("h1") == [created["title"]]
        assert page.texts("title") == [created["title"][:50]]
        assert page.texts("p", class_="content") == [created["content"]]
        assert page.texts("a", rel="author") == [author["username"]]
        assert [image.attributes["alt"] for image in page.all("img")] == [f"Picture of {author['username']}"]


def test_the_browsers_title_is_the_beginning_of_the_posts_title(client: Client) -> None:
    post = make_post(client, make_user(client), title="x" * 50 + "y" * 50)

    page = get_page(client, f"/posts/{post['id']}")

    assert page.texts("title") == ["x" * 50]
    assert page.texts("h1") == [post["title"]]


def test_markup_in_a_post_is_text_on_every_page(client: Client) -> None:
    hostile = "<script>alert('x')</script>\"'&amp;"
    user = make_user(client, username="<b>name</b>")
    post = make_post(client, user, title=hostile, content=hostile)

    for path in ("/", f"/posts/{post['id']}", f"/users/{user['id']}/posts"):
        response = client.get(path)
        assert hostile in Page(response.text).texts("p", class_="content")
        assert not {"script", "b"} & {element.tag for element in Page(response.text).elements}


@pytest.mark.parametrize("path", ["/", "/posts/{post}", "/users/{user}/posts", "/posts/999999"])
def test_a_page_asks_no_other_host_for_anything(client: Client, path: str) -> None:
    user = make_user(client)
    response = client.get(path.format(user=user["id"], post=make_post(client, user)["id"]))

    page = Page(response.text)
    for element in page.elements:
        for name in ("src", "href"):
            address = element.attributes.get(name) or "/"
            assert address.startswith(("/", str(client.base_url)))
            assert client.get(address).status_code == 200, address
    assert response.headers["Content-Security-Policy"] == "default-src 'self'"
    assert [html.attributes["lang"] for html in page.all("html")] == ["en"]
    assert all(image.attributes["alt"] for image in page.all("img"))


def test_a_picture_is_served_from_the_media_directory(
    client: Client, database: Database, media_directory: Path
) -> None:
    (media_directory / "profile_pics" / "my cat.jpg").write_bytes(b"a picture")
    with database.writing() as session:
        user = User(username="u", email="u@example.com", image_file="my cat.jpg")
        session.add(Post(title="t", content="c", author=user))

    [image] = get_page(client, "/").all("img")

    assert client.get(str(image.attributes["src"])).content == b"a picture"


@pytest.mark.parametrize(
    "path",
    ["/posts/999999", "/posts/abc", "/users/999999/posts", "/users/abc/posts", "/nothing", "/static/x", "/media/x"],
)
def test_a_missing_page_is_answered_by_a_page(client: Client, path: str) -> None:
    page = get_page(client, path, 404)
    assert page.texts("title") == ["Not Found"]
    assert followed(client, page, "Back to the posts").texts("title") == ["Home"]


def test_a_page_with_invalid_parameters_says_what_is_wrong(client: Client) -> None:
    page = get_page(client, "/?before=x&limit=0", 422)
    [message, _] = page.texts("p")
    assert "limit: Input should be greater than or equal to 1" in message
    assert "before: Input should be a valid integer" in message


def test_the_docs_are_served_and_do_not_list_the_pages(client: Client) -> None:
    assert client.get("/docs").status_code == 200
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    assert all(path.startswith("/api/") for path in paths)


@pytest.mark.parametrize("path", ["/posts/{}", "/users/{}/posts"])
@pytest.mark.parametrize("spelling", [spelling for spelling in IDS if spelling != "ID"], ids=lambda s: s[:20])
def test_the_page_of_an_id_that_does_not_exist_is_not_found(client: Client, path: str, spelling: str) -> None:
    response = client.get(path.format(spelling.replace("ID", "1")))
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/static/style.css", "/posts/999999"])
def test_head_of_a_page_or_its_style_is_get_without_a_body(client: Client, path: str) -> None:
    got, headed = client.get(path), client.head(path)
    assert (headed.status_code, headed.headers, headed.content) == (got.status_code, got.headers, b"")
