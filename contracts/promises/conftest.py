"""The matrix of the statuses that each operation returned, printed at the end of a run."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from fastapi import FastAPI
from schemathesis.python import asgi


def pytest_itemcollected(item: pytest.Item) -> None:
    """Add the operation to a test's id if pytest 9.2 leaves it out of Schemathesis' ids."""
    label = getattr(item, "operation_label", None)
    if label is not None and label not in item.nodeid:
        item._id = replace(item.id, params=label)  # noqa: SLF001


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how often each operation returned each status."""
    # Import it late: it reads the document with the Hypothesis profile of the command line.
    from contracts.promises.promised import matrix  # noqa: PLC0415

    lines = list(matrix.lines())
    if lines:
        terminalreporter.section("answers seen")
    for line in lines:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def asgi_client(app: FastAPI) -> Iterator[asgi.ASGIClient]:
    """Give a client that calls the app in this process."""
    application: Any = app
    with asgi.get_client(application) as client:
        yield client


@pytest.fixture(scope="session")
def http_session() -> Iterator[requests.Session]:
    """Give a client that calls a server."""
    with requests.Session() as session:
        yield session
