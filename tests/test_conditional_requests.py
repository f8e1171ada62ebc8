"""ETag, If-None-Match and If-Match: nothing is sent twice, and no update is lost."""

from typing import Any

import pytest
from httpx import Client, Response

from blog.etags import make_etag
from blog.schemas import PostResponse
from tests.document import OPERATIONS, Operation
from tests.fields import fields_of
from tests.makers import body_of, make_post, make_user

CONDITIONAL = [operation for operation in OPERATIONS if operation.headers]
WRITES = [pytest.param(one.resource, one, id=str(one)) for one in CONDITIONAL if "If-Match" in one.headers]
PATCHED = sorted({one.resource for one in CONDITIONAL if one.method == "PATCH"})


@pytest.fixture(params=sorted({one.resource for one in CONDITIONAL}))
def resource(request: pytest.FixtureRequest) -> str:
    """A resource whose rows have an ETag, such as "posts"."""
    resource: str = request.param
    return resource


@pytest.fixture
def path(client: Client, resource: str) -> str:
    """The path of a row of the resource."""
    return client.post(f"/api/{resource}", json=body_of(client, resource)).headers["Location"]


def test_an_unchanged_resource_is_answered_by_a_304(client: Client, path: str) -> None:
    first = client.get(path)
    etag = first.headers["ETag"]

    for condition in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(path, headers={"If-None-Match": condition})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    for condition in ('"other"', "", "nonsense", etag.strip('"')):
        assert client.get(path, headers={"If-None-Match": condition}).json() == first.json()


@pytest.mark.parametrize("resource", PATCHED, indirect=True)
def test_the_etag_changes_with_what_is_returned_and_only_then(client: Client, resource: str, path: str) -> None:
    etag = client.get(path).headers["ETag"]

    unchanged = client.patch(path, json={})
    assert unchanged.headers["ETag"] == etag

    changed = client.patch(path, json=changed_field(resource))
    assert changed.headers["ETag"] != etag
    assert changed.headers["ETag"] == client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_new_resource_has_the_etag_that_get_returns(client: Client) -> None:
    created = client.post("/api/users", json={"username": "new", "email": "new@example.com"})
    post = {"title": "T", "content": "C", "user_id": created.json()["id"]}

    for response in (created, client.post("/api/posts", json=post)):
        assert response.headers["ETag"] == client.get(response.headers["Location"]).headers["ETag"]


def test_the_etag_changes_when_the_representation_gets_a_field() -> None:
    class Longer(PostResponse):
        summary: str

    assert make_etag(PostResponse, "1") == make_etag(PostResponse, "1") != make_etag(Longer, "1")


def test_the_etag_of_a_post_changes_with_its_authors_name(client: Client) -> None:
    user = make_user(client)
    path = f"/api/posts/{make_post(client, user)['id']}"
    etag = client.get(path).headers["ETag"]

    client.patch(f"/api/users/{user['id']}", json={"username": "renamed"})

    assert client.get(path, headers={"If-None-Match": etag}).json()["author"]["username"] == "renamed"
    assert client.patch(path, json={"title": "T"}, headers={"If-Match": etag}).status_code == 412


def test_the_etag_of_a_post_changes_with_its_author(client: Client) -> None:
    post = make_post(client, make_user(client))
    path = f"/api/posts/{post['id']}"
    etag = client.get(path).headers["ETag"]

    body = {"title": post["title"], "content": post["content"], "user_id": make_user(client)["id"]}

    assert client.put(path, json=body).headers["ETag"] not in (etag, "")


@pytest.mark.parametrize(("resource", "operation"), WRITES, indirect=["resource"])
def test_a_write_with_another_version_is_refused_and_changes_nothing(
    client: Client, path: str, operation: Operation
) -> None:
    before = client.get(path)

    for condition in ('"other"', f"W/{before.headers['ETag']}", "nonsense", ""):
        refused = write(client, operation, path, {"If-Match": condition})
        assert refused.status_code == 412
        assert before.headers["ETag"] in refused.json()["detail"]
        assert client.get(path).json() == before.json()


@pytest.mark.parametrize(("resource", "operation"), WRITES, indirect=["resource"])
@pytest.mark.parametrize("form", ["{}", '"other", {}', "*", None])
def test_a_write_with_the_current_version_or_no_condition_applies(
    client: Client, path: str, operation: Operation, form: str | None
) -> None:
    etag = client.get(path).headers["ETag"]

    applied = write(client, operation, path, {"If-Match": form.format(etag)} if form else {})

    assert applied.is_success
    now = client.get(path)
    assert now.status_code == (404 if operation.method == "DELETE" else 200)
    assert now.headers.get("ETag") == applied.headers.get("ETag") != etag


def test_a_condition_may_have_several_lines(client: Client, path: str) -> None:
    """Several lines of one header are one list: RFC 9110, section 5.3."""
    etag = client.get(path).headers["ETag"]

    lines = [(b"If-None-Match", b'"other"'), (b"If-None-Match", etag.encode())]
    assert client.get(path, headers=lines).status_code == 304
    lines = [(b"If-Match", b'"other"'), (b"If-Match", etag.encode())]
    assert client.delete(path, headers=lines).status_code == 204


@pytest.mark.parametrize(("resource", "operation"), WRITES, indirect=["resource"])
def test_a_deleted_row_is_not_found_whatever_the_condition(client: Client, path: str, operation: Operation) -> None:
    client.delete(path)
    assert write(client, operation, path, {"If-Match": '"1"'}).status_code == 404


def write(client: Client, operation: Operation, path: str, headers: dict[str, str]) -> Response:
    """Send a write that would change the row at the path."""
    body: Any = None
    if operation.body:
        body = body_of(client, operation.resource) if operation.method == "PUT" else {}
        body |= changed_field(operation.resource)
    return client.request(operation.method, path, json=body, headers=headers)


def changed_field(resource: str) -> dict[str, str]:
    """Return a body that changes the first field of a row."""
    name, *_ = fields_of(resource)
    return {name: "changed"}
