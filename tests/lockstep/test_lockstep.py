"""What the blog promises it keeps on each database alike, whatever came before."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from fastapi.testclient import TestClient
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from blog.app import create_app
from blog.database import Database
from blog.settings import Settings
from tests.backends import SQLite
from tests.databases import emptied_after
from tests.document import OPERATIONS
from tests.lockstep import faults
from tests.lockstep.faults import Fault
from tests.lockstep.machine import Lockstep
from tests.lockstep.model import Model
from tests.lockstep.sides import Side, over_http


class Blog(NamedTuple):
    """The blog on one database."""

    client: TestClient
    database: Database


@pytest.fixture(scope="module")
def blog_on_sqlite(media_directory: Path) -> Iterator[Blog]:
    """The blog on SQLite, whatever the session's database is."""
    with SQLite().new_database() as url:
        app = create_app(Settings(url, media_directory))
        with TestClient(app) as client:
            yield Blog(client, app.state.database)


@pytest.fixture
def blogs(client: TestClient, database: Database, blog_on_sqlite: Blog) -> dict[str, Blog]:
    """The blog on SQLite and on the session's database, which may be that."""
    return {"sqlite": blog_on_sqlite, database.engine.dialect.name: Blog(client, database)}


def test_the_databases_and_the_model_answer_alike(blogs: dict[str, Blog]) -> None:
    """A run in which an operation never succeeds would show nothing of it."""
    seen = Counter[tuple[str, int]]()

    run(blogs, seen)

    succeeded = {operation for operation, status in seen if status < 300}
    assert succeeded == {operation.name for operation in OPERATIONS}
    assert {status for _, status in seen} == {200, 201, 204, 304, 400, 404, 405, 412, 422}


FAULTS: list[tuple[Fault, str, str]] = [
    (faults.lists_the_oldest_first, "list_(user_)?posts", "body"),
    (faults.ignores_the_limit, "list_(user_)?posts", "(Link|body)"),
    (faults.loses_a_patch, "update_(user|post)", "(status|ETag)"),
    (faults.compares_no_version, "(get|update|replace|delete)_(user|post)", "status"),
    (faults.keeps_the_etag_of_a_renamed_author, "get_post", "ETag"),
    (faults.dates_a_replaced_post_anew, "replace_post", "body"),
]


@pytest.mark.parametrize(("fault", "operation", "aspect"), FAULTS, ids=[fault.__name__ for fault, *_ in FAULTS])
def test_a_side_that_is_not_like_the_others_is_seen(
    blogs: dict[str, Blog], database: Database, fault: Fault, operation: str, aspect: str
) -> None:
    """The side is the session's database; to the others, the model among them, it is all the same which one it is."""
    message = f"^{operation}: the {len(blogs) + 1} sides must agree on the {aspect}: "
    with pytest.raises(AssertionError, match=message):
        run(blogs, Counter(), database.engine.dialect.name, fault, shrinks=False)


def run(
    blogs: dict[str, Blog],
    seen: Counter[tuple[str, int]],
    faulty: str = "",
    fault: Fault | None = None,
    *,
    shrinks: bool = True,
) -> None:
    """Run sequences of operations on the blogs and the model, one of them with a fault; count what they answer.

    Where the profile has 100 examples of a property there are two sequences for each operation.
    """

    class OnTheBlogs(Lockstep):
        def __init__(self) -> None:
            model = Model()
            asks = {name: over_http(blog.client) for name, blog in blogs.items()} | {"model": model.answer}
            if fault:
                asks[faulty] = fault(asks[faulty])
            super().__init__(model, [Side(name, ask) for name, ask in asks.items()], seen)
            for blog in blogs.values():
                self.at_end.enter_context(emptied_after(blog.database))

    phases = [Phase.reuse, Phase.generate, *([Phase.shrink] if shrinks else [])]
    sequences = settings().max_examples * len(OPERATIONS) // 50
    run_state_machine_as_test(OnTheBlogs, settings=settings(max_examples=sequences, phases=phases))
