"""The SQL that each request sends to the database is the one in the committed contract."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from blog.database import Database
from contracts.promises.queries import REQUESTS, Request, drift, send
from contracts.sections import parse, render, section
from tests.backends import Backend
from tests.databases import emptied_after
from tests.makers import store_many


@pytest.fixture(scope="module")
def dialect(worker_database: Database) -> str:
    """Return the dialect of the run."""
    return worker_database.engine.dialect.name


@pytest.fixture(scope="module")
def sent(app: FastAPI, worker_database: Database, backend: Backend) -> dict[str, str]:
    """Make every request, each with the same few posts; returns the SQL of each as a section of the contract."""
    sections = {}
    with TestClient(app) as client:
        for request in REQUESTS:
            with emptied_after(worker_database):
                with worker_database.writing() as session:
                    store_many(session.connection(), 5)
                sections[request.name] = section(send(client, worker_database, backend, request).statements)
    return sections


@pytest.fixture(scope="module")
def committed(pytestconfig: pytest.Config, dialect: str, sent: dict[str, str]) -> dict[str, str]:
    """Return the committed sections; with --update-promises, write them first."""
    file = Path(__file__).parent / dialect / "queries.sql"
    if pytestconfig.option.update_promises:
        title = f"The queries on {dialect}. Written by `nox -s update`."
        file.write_text(render(title, sent), encoding="utf-8", newline="\n")
    return parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.name)
def test_a_request_sends_what_the_contract_says(
    sent: dict[str, str], committed: dict[str, str], dialect: str, request_: Request
) -> None:
    if told := drift(request_.name, dialect, committed.get(request_.name, ""), sent[request_.name]):
        pytest.fail(told, pytrace=False)


def test_the_contract_has_every_operation_and_page_and_nothing_else(app: FastAPI, committed: dict[str, str]) -> None:
    routes = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        if getattr(route.endpoint, "__module__", "").startswith("blog.")
        for method in route.methods or ()
    }
    assert routes
    assert {request.operation for request in REQUESTS} == routes
    assert set(committed) == {request.name for request in REQUESTS}


def test_a_drift_is_told_with_the_operation_the_statement_and_the_command() -> None:
    assert (
        drift("GET /api/posts", "sqlite", "BEGIN;\nSELECT 1;\nROLLBACK;", "BEGIN;\nSELECT 1;\nSELECT 2;\nROLLBACK;")
        == """\
GET /api/posts does not send what contracts/promises/sqlite/queries.sql says:

 BEGIN;
 SELECT 1;
+SELECT 2;
 ROLLBACK;

If the change is meant, commit what is sent now:
  nox -s update"""
    )
