"""The committed document as Schemathesis reads it, and the rows in the database for every test case."""

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

IDS = (2_000_000_001, 2_000_000_002)  # far above the ids that the database assigns

_here = Path(__file__).parent


def _config() -> schemathesis.Config:
    """Return the configuration of the run: with the Hypothesis profile "deep", many more and different cases."""
    config = tomllib.loads((_here / "schemathesis.toml").read_text(encoding="utf-8"))
    config["dictionaries"]["ids"] = {"values": [IDS[0], *IDS, strategies.MAX_ID]}
    ids = [f"path.{name}" for operation in OPERATIONS for name in operation.ids]
    ids += [f"body.{name}" for operation in OPERATIONS for name in operation.fields if is_reference(name)]
    config["parameters"] |= {name: {"dictionary": "ids", "probability": 0.7} for name in ids}
    config["operations"] = [*_conditional_operations()]
    if settings.get_current_profile_name() == "deep":
        del config["seed"]
        config["generation"] |= {"deterministic": False, "max-examples": 6000}
    return schemathesis.Config.from_dict(config)


def _conditional_operations() -> Iterator[dict[str, Any]]:
    """Give each operation that may refuse a valid request: for a taken value, a missing row or an old version."""
    for operation in OPERATIONS:
        unique = {name for name, field in fields_of(operation.resource).items() if field.taken}
        statuses = [400] if unique & {*operation.fields} else []
        statuses += [404, 412] if "If-Match" in operation.headers else []
        if statuses:
            yield {
                "include-operation-id": operation.name,
                "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", *statuses]}},
            }


schema = schemathesis.openapi.from_path(_here.parents[1] / "openapi.json", config=_config())
matrix = Matrix(schema.raw_schema)
# The document cannot express this rule: the syntax of an email address must allow delivery.
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
    """Count the response to every test case."""
    body = case.body if isinstance(case.body, dict) else {}
    inputs = {**(case.path_parameters or {}), **(case.query or {}), **(case.headers or {}), **body}
    matrix.see(
        case.operation.label, response.status_code, (name for name, value in inputs.items() if value is not None)
    )
