"""The committed document as Schemathesis reads it, and what every case finds in the database."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import settings

from blog.database import Database
from blog.models import Post, User
from contracts.promises.matrix import Matrix
from tests import strategies
from tests.databases import emptied_after

IDS = (2_000_000_001, 2_000_000_002)  # those in schemathesis.toml, out of the way of the ids that the database gives

_here = Path(__file__).parent


def _config() -> schemathesis.Config:
    """Return the configuration of the run: with Hypothesis' profile "deep", many more cases, other ones in each run."""
    config = tomllib.loads((_here / "schemathesis.toml").read_text(encoding="utf-8"))
    if settings.get_current_profile_name() == "deep":
        del config["seed"]
        config["generation"] |= {"deterministic": False, "max-examples": 6000}
    return schemathesis.Config.from_dict(config)


schema = schemathesis.openapi.from_path(_here.parents[1] / "openapi.json", config=_config())
matrix = Matrix(schema.raw_schema)
# What the document cannot say: mail must be deliverable to an email by its form.
schemathesis.openapi.format("email", strategies.emails)


@contextmanager
def seeded(database: Database) -> Iterator[None]:
    """Store two users with a post each, and delete all there is in the end."""
    with emptied_after(database):
        with database.writing() as session:
            for number in IDS:
                user = User(id=number, username=f"user{number}", email=f"user{number}@example.com")
                session.add(Post(id=number, title="A title", content="Some content", author=user))
        yield


@schemathesis.hook
def after_call(_: schemathesis.HookContext, case: Any, response: schemathesis.Response) -> None:
    """Count the answer to every case."""
    body = case.body if isinstance(case.body, dict) else {}
    inputs = {**(case.path_parameters or {}), **(case.query or {}), **(case.headers or {}), **body}
    matrix.see(
        case.operation.label, response.status_code, (name for name, value in inputs.items() if value is not None)
    )
