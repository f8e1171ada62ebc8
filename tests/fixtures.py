"""The blog as the tests use it: in the test's own process, and as a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from blog.app import create_app
from blog.database import Database
from blog.settings import Settings
from tests.servers import Server, running_server


@pytest.fixture(scope="session")
def media_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of uploaded files."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def app(database_url: str, media_directory: Path) -> FastAPI:
    """The blog on the worker's database."""
    return create_app(Settings(database_url, media_directory))


@pytest.fixture(scope="session")
def worker_database(app: FastAPI) -> Iterator[Database]:
    """The worker's database, as the blog opened it."""
    yield app.state.database
    app.state.database.dispose()


@pytest.fixture(scope="session")
def _started(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def client(_started: TestClient, database: Database) -> TestClient:
    """A client of the blog, on an empty database."""
    return _started


@pytest.fixture(scope="session")
def server_process(database_url: str, media_directory: Path) -> Iterator[Server]:
    """A server process of the blog, on the worker's database."""
    with running_server(Settings(database_url, media_directory)) as server:
        yield server


@pytest.fixture
def server(server_process: Server, database: Database) -> Server:
    """A server process of the blog, on an empty database."""
    return server_process
