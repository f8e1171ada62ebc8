"""The committed document is the one that the app serves, and is complete for a client."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.settings import settings_of
from contracts.sources.application import served
from tests.document import DOCUMENT, OPERATIONS, Operation


def test_the_committed_document_is_what_the_app_serves(pytestconfig: pytest.Config) -> None:
    [settings] = settings_of(pytestconfig.rootpath)
    app = served(settings.app, settings.modules, settings.environment)
    assert app == DOCUMENT, "To commit what the app serves: nox -s update"


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_operation_says_all_a_client_asks(operation: Operation) -> None:
    definition = operation.definition
    assert {"operationId", "summary", "description", "tags", "responses"} <= definition.keys()
    for status, response in definition["responses"].items():
        assert response["description"], status
        assert ("content" in response) == (status not in ("204", "304")), status
    fields = operation.body["properties"].values() if operation.body else []
    for one in [*definition.get("parameters", []), *fields]:
        # A nullable value may have its description and examples in the schema of its other type.
        text = one.get("anyOf", [one])[0] | one
        assert text.get("description"), one
        assert text.get("schema", text).get("examples"), one


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_keyword_of_a_parameters_schema_is_one_that_readers_know(operation: Operation) -> None:
    """Pydantic writes the bounds of a union as Python names, such as `ge`, which JSON Schema tools ignore."""
    known = {"type", "minimum", "maximum", "default", "description", "examples", "title"}
    for parameter in operation.definition.get("parameters", []):
        assert parameter["schema"].keys() <= known, parameter["name"]


def test_every_example_is_what_its_schema_allows() -> None:
    found = list(examples(DOCUMENT))
    assert len(found) > 20
    for schema, example in found:
        Draft202012Validator({**schema, "components": DOCUMENT["components"]}, format_checker=FormatChecker()).validate(
            example
        )


def examples(node: Any) -> Iterator[tuple[Any, Any]]:
    """Give every schema in the document that has examples, with each of them."""
    if isinstance(node, list):
        for child in node:
            yield from examples(child)
    elif isinstance(node, dict):
        given = node.get("examples", [])
        if isinstance(given, list):
            yield from ((node, example) for example in given)
        else:
            yield from ((node["schema"], named["value"]) for named in given.values())
        for child in node.values():
            yield from examples(child)
