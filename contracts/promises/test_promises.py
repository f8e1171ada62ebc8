"""The app keeps the promises of the committed document, whatever a client sends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.result import Ok
from schemathesis.python import asgi

from blog.database import Database
from contracts.promises.promised import IDS, matrix, schema, seeded
from tests.servers import Server

Case = schemathesis.Case[Any]
APIOperation = schemathesis.APIOperation[Any, Any, Any, Any]
Call = Callable[..., schemathesis.Response]


@schema.parametrize()
def test_every_case_is_answered_as_promised(
    case: Case, app: FastAPI, asgi_client: asgi.ASGIClient, worker_database: Database
) -> None:
    with seeded(worker_database):
        case.call_and_validate(session=asgi_client, app=app)


@schema.parametrize()
def test_every_case_is_answered_as_promised_over_http(
    case: Case, server_process: Server, http_session: requests.Session, worker_database: Database
) -> None:
    with seeded(worker_database):
        case.call_and_validate(base_url=server_process.url, session=http_session)


def test_workflows_along_the_links_are_answered_as_promised(
    app: FastAPI, asgi_client: asgi.ASGIClient, worker_database: Database
) -> None:
    machine: Any = schema.as_state_machine()

    class Workflow(machine):  # type: ignore[misc]
        def setup(self) -> None:
            self.seeded = seeded(worker_database)
            self.seeded.__enter__()

        def teardown(self) -> None:
            self.seeded.__exit__(None, None, None)

        def get_call_kwargs(self, case: Case) -> dict[str, Any]:
            return {"session": asgi_client, "app": app}

    Workflow.run(
        settings=settings(
            settings.get_profile("repeatable"),
            max_examples=40,
            stateful_step_count=8,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )


@pytest.fixture
def call(app: FastAPI, asgi_client: asgi.ASGIClient, worker_database: Database) -> Iterator[Call]:
    """Give a function that sends a request to an operation, and checks the response."""

    def send(operation: APIOperation, **options: Any) -> schemathesis.Response:
        parameters = dict.fromkeys((parameter.name for parameter in operation.path_parameters), IDS[0])
        return operation.Case(path_parameters=parameters).call_and_validate(session=asgi_client, app=app, **options)

    with seeded(worker_database):
        yield send


def operations(part: str) -> list[Any]:
    """Return the operations whose definition contains the text."""
    found: list[Any] = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    return [pytest.param(one, id=one.label) for one in found if part in str(one.definition.raw)]


@pytest.mark.parametrize("operation", operations("requestBody"))
def test_a_body_that_is_no_unicode_is_a_400(call: Call, operation: APIOperation) -> None:
    assert call(operation, data=b'{"\xff": 1}', headers={"Content-Type": "application/json"}).status_code == 400


@pytest.mark.parametrize("operation", operations("requestBody"))
def test_a_body_over_1_mib_is_a_413(call: Call, operation: APIOperation) -> None:
    assert call(operation, data=b" " * (2**20 + 1), headers={"Content-Type": "application/json"}).status_code == 413


@pytest.mark.parametrize("operation", operations("If-None-Match"))
def test_what_did_not_change_is_a_304(call: Call, operation: APIOperation) -> None:
    [etag] = call(operation).headers["etag"]
    assert call(operation, headers={"If-None-Match": etag}).status_code == 304


def test_every_promise_was_seen_kept() -> None:
    assert matrix.holes() == []
