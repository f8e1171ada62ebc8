"""The number of functions that each request calls does not grow beyond the one in the committed contract."""

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from blog.app import create_app
from blog.database import Database
from blog.settings import Settings
from contracts.promises.costs import Calls, Costs, growth, parse, render
from contracts.promises.queries import REQUESTS, Request, arguments
from tests.databases import emptied_after
from tests.makers import store_many

POSTS = 100  # so that lists have as many as a page of the API
ROUNDS = 3  # the first ones fill the caches


async def _count(app: FastAPI, database: Database, calls: Calls) -> Costs:
    costs: dict[str, dict[str, int]] = {}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        for _ in range(ROUNDS):
            for request in REQUESTS:
                with emptied_after(database):
                    with database.writing() as session:
                        store_many(session.connection(), POSTS)
                    made = arguments(request, database)
                    with calls.counted() as counter:
                        response = await client.request(**made)
                    assert response.status_code == request.status, response.text
                    costs[request.name] = counter
    return costs


@pytest.fixture(scope="module")
def costs(worker_database: Database, database_url: str, media_directory: Path) -> Costs:
    """Make every request, each with the same posts; returns the calls of each.

    The app has an engine of its own: one that a test has watched calls more functions.
    """
    app, calls = create_app(Settings(database_url, media_directory)), Calls()
    with calls.installed():
        return asyncio.run(_count(app, worker_database, calls))


@pytest.fixture(scope="module")
def file(worker_database: Database) -> Path:
    """Return the file of the contract."""
    return Path(__file__).parent / worker_database.engine.dialect.name / "costs.toml"


@pytest.fixture(scope="module")
def committed(pytestconfig: pytest.Config, file: Path, costs: Costs) -> Costs:
    """Return the committed costs; with --update-promises, write them first."""
    if pytestconfig.option.update_promises:
        title = f"The calls of each request on {file.parent.name}, by layer. Written by `nox -s update`."
        file.write_text(render(title, costs), encoding="utf-8", newline="\n")
    return parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.name)
def test_a_request_costs_no_more_than_the_contract_says(
    costs: Costs, committed: Costs, file: Path, request_: Request
) -> None:
    name = f"contracts/promises/{file.parent.name}/{file.name}"
    if told := growth(request_.name, name, committed.get(request_.name, {}), costs[request_.name]):
        pytest.fail(told, pytrace=False)


def test_the_contract_has_every_request_and_nothing_else(committed: Costs) -> None:
    assert set(committed) == {request.name for request in REQUESTS}


def test_a_growth_is_told_with_the_request_the_layer_and_the_command() -> None:
    assert growth("GET /", "costs.toml", {"pydantic": 10, "blog": 5}, {"pydantic": 12, "blog": 6}) == ""
    assert (
        growth(
            "GET /", "costs.toml", {"pydantic": 10, "sqlalchemy": 1000}, {"pydantic": 13, "sqlalchemy": 900, "blog": 1}
        )
        == """\
GET / calls more functions than costs.toml allows, in these layers:

  pydantic: 13 instead of 10
  blog: 1 instead of 0

Something is done once more, or once for each row: undo it. If the cost is meant, commit it:
  nox -s update"""
    )
