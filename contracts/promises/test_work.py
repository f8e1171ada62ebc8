"""The cost of a request does not grow with the number of rows: neither its statements, nor their work."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from blog.app import create_app
from blog.database import Database
from blog.settings import Settings
from contracts.promises.queries import READS, REQUESTS, Request, send
from tests.backends import Backend
from tests.databases import empty
from tests.makers import store_many

FEW, MANY = 1_000, 100_000


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.name)
def test_a_request_sends_as_many_statements_however_much_is_stored(
    client: TestClient, database: Database, backend: Backend, request_: Request
) -> None:
    sent = []
    for posts in (1, 50):
        with database.writing() as session:
            empty(session)
            store_many(session.connection(), posts)
        sent.append(send(client, database, backend, request_).statements)
    of_one, of_many = sent
    assert len(of_one) == len(of_many), (
        f"{request_.name} sends {len(of_one)} statements with 1 post, and {len(of_many)} with 50:\n"
        + "\n".join(of_many)
    )


@pytest.fixture(scope="module")
def work(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, int]]:
    """The work of each read with few posts and with many, by the number of posts and the name of the read."""
    return {posts: _work(backend, tmp_path_factory.mktemp("media"), posts) for posts in (FEW, MANY)}


def _work(backend: Backend, media: Path, posts: int) -> dict[str, int]:
    with backend.new_database() as url:
        app = create_app(Settings(url, media))
        with TestClient(app) as client:
            database: Database = app.state.database
            with database.writing() as session:
                store_many(session.connection(), posts)
                session.execute(text("ANALYZE"))
            return {request.name: _work_of(client, database, backend, request) for request in READS}


def _work_of(client: TestClient, database: Database, backend: Backend, request: Request) -> int:
    sent = send(client, database, backend, request)
    with database.reading() as session:
        return sum(
            backend.work(session.connection(), statement, parameters)
            for statement, parameters in zip(sent.statements, sent.parameters, strict=True)
            if statement.startswith("SELECT")
        )


@pytest.mark.parametrize("name", [request.name for request in READS])
def test_a_read_is_no_more_work_with_100_000_posts_than_with_1_000(
    work: dict[int, dict[str, int]], backend: Backend, name: str
) -> None:
    few, many = work[FEW][name], work[MANY][name]
    assert 0 < many <= few, f"{name} takes {few:,} {backend.counts} with {FEW:,} posts, and {many:,} with {MANY:,}"
