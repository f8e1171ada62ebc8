"""The committed document as Schemathesis reads it, and what every case finds in the database."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import settings

from blog.database import Database
from contracts.promises.matrix import Matrix
from tests import strategies
from tests.databases import emptied_after
from tests.document import OPERATIONS, is_reference
from tests.fields import fields_of
from tests.makers import store_rows

IDS = (2_000_000_001, 2_000_000_002)  # out of the way of the ids that the database gives
NO_ID = 2**31 - 1

_here = Path(__file__).parent


def _config() -> schemathesis.Config:
    """Return the configuration of the run: with Hypothesis' profile "deep", many more cases, other ones in each run."""
    config = tomllib.loads((_here / "schemathesis.toml").read_text(encoding="utf-8"))
    config["dictionaries"]["ids"] = {"values": [IDS[0], *IDS, NO_ID]}
    ids = [f"path.{name}" for operation in OPERATIONS for name in operation.ids]
    ids += [f"body.{name}" for operation in OPERATIONS for name in operation.example or {} if is_reference(name)]
    config["parameters"] |= {name: {"dictionary": "ids", "probability": 0.7} for name in ids}
    config["operations"] = [*_conditional_operations()]
    if settings.get_current_profile_name() == "deep":
        del config["seed"]
        config["generation"] |= {"deterministic": False, "max-examples": 6000}
    return schemathesis.Config.from_dict(config)


def _conditional_operations() -> Iterator[dict[str, Any]]:
    """Give what may refuse a valid request: a value that is taken, a row that is gone, or a version that is old."""
    for operation in OPERATIONS:
        unique = {name for name, field in fields_of(operation.resource).items() if field.taken}
        statuses = [400] if unique & (operation.example or {}).keys() else []
        statuses += [404, 412] if "If-Match" in operation.headers else []
        if statuses:
            yield {
                "include-operation-id": operation.name,
                "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", *statuses]}},
            }


schema = schemathesis.openapi.from_path(_here.parents[1] / "openapi.json", config=_config())
matrix = Matrix(schema.raw_schema)
# What the document cannot say: mail must be deliverable to an email by its form.
schemathesis.openapi.format("email", strategies.emails)


@contextmanager
def seeded(database: Database) -> Iterator[None]:
    """Store two rows of each table, and delete every row in the end."""
    with emptied_after(database):
        with database.writing() as session:
            for number in IDS:
                store_rows(session, number)
        yield


@schemathesis.hook
def after_call(_: schemathesis.HookContext, case: Any, response: schemathesis.Response) -> None:
    """Count the answer to every case."""
    body = case.body if isinstance(case.body, dict) else {}
    inputs = {**(case.path_parameters or {}), **(case.query or {}), **(case.headers or {}), **body}
    matrix.see(
        case.operation.label, response.status_code, (name for name, value in inputs.items() if value is not None)
    )
