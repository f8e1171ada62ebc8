"""Lists: the newest first, bounded, and read to the end page by page while others write."""

from datetime import UTC, datetime

import pytest
from httpx import Client
from hypothesis import given
from hypothesis import strategies as st

from blog import queries
from blog.database import Database
from blog.models import Post, User
from blog.paging import Page
from tests.databases import emptied_after
from tests.makers import make_post, make_user
from tests.paging import pages
from tests.strategies import MAX_ID

edits = st.tuples(st.sampled_from(["add", "delete", "delete the last one read"]), st.integers(0, 99))


@pytest.mark.parametrize("path", ["/api/posts", "/api/users/{}/posts"])
@given(initial=st.integers(1, 12), limit=st.integers(1, 5), edits_by_page=st.lists(st.lists(edits, max_size=3)))
def test_every_post_that_existed_throughout_appears_once_in_order(
    client: Client,
    database: Database,
    path: str,
    initial: int,
    limit: int,
    edits_by_page: list[list[tuple[str, int]]],
) -> None:
    with emptied_after(database):
        user = make_user(client)
        existing = [make_post(client, user)["id"] for _ in range(initial)]
        throughout = set(existing)
        seen: list[int] = []

        edits_left = iter(edits_by_page)
        for page in pages(client, f"{path.format(user['id'])}?limit={limit}"):
            assert len(page) <= limit
            seen += [post["id"] for post in page]
            for edit, number in next(edits_left, []):
                if edit == "add":
                    existing.append(make_post(client, user)["id"])
                elif existing:
                    at_cursor = edit == "delete the last one read" and seen[-1] in existing
                    gone = seen[-1] if at_cursor else existing[number % len(existing)]
                    client.delete(f"/api/posts/{gone}")
                    existing.remove(gone)
                    throughout.discard(gone)

        assert seen == sorted(set(seen), reverse=True)
        assert throughout <= set(seen)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_the_last_page_has_no_next_link(client: Client, count: int) -> None:
    user = make_user(client)
    for _ in range(count):
        make_post(client, user)

    sizes = [len(page) for page in pages(client, "/api/posts?limit=2")]

    assert sizes == {0: [0], 1: [1], 2: [2], 3: [2, 1], 4: [2, 2], 5: [2, 2, 1]}[count]


def test_a_list_is_bounded_by_default(client: Client) -> None:
    user = make_user(client)
    for _ in range(101):
        make_post(client, user)

    for path in ("/api/posts", f"/api/users/{user['id']}/posts"):
        assert [len(page) for page in pages(client, path)] == [100, 1]


def test_the_pages_of_a_user_leave_out_the_posts_of_others(client: Client) -> None:
    user, other = make_user(client), make_user(client)
    ids = []
    for _ in range(5):
        ids.append(make_post(client, user)["id"])
        make_post(client, other)

    read = [post["id"] for page in pages(client, f"/api/users/{user['id']}/posts?limit=2") for post in page]

    assert read == ids[::-1]


def test_a_list_is_sorted_by_id_whatever_the_dates_are(client: Client, database: Database) -> None:
    with database.writing() as session:
        author = User(username="u", email="u@example.com")
        for number, year in enumerate((2026, 2025, 2027)):
            day = datetime(year, 1, 1, tzinfo=UTC)
            session.add(Post(id=number + 1, title="t", content="c", author=author, date_posted=day))

    assert [post["id"] for page in pages(client, "/api/posts?limit=1") for post in page] == [3, 2, 1]


def test_the_first_page_has_the_post_with_the_largest_id(database: Database) -> None:
    with database.writing() as session:
        author = User(username="u", email="u@example.com")
        session.add(Post(id=MAX_ID, title="t", content="c", author=author))
        session.flush()
        posts = queries.list_posts(session, Page())
        session.rollback()  # else SQLite would have no id left for the next post
    assert [post["id"] for post in posts] == [MAX_ID]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=", "limit=1.0", "before=0", "before=-1"])
def test_invalid_paging_parameters_are_refused(client: Client, query: str) -> None:
    response = client.get(f"/api/posts?{query}")
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", query.split("=", maxsplit=1)[0]]
