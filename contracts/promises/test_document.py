"""The committed document is the one that the app serves, and is complete for a client."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.settings import settings_of
from contracts.sources.application import served


@pytest.fixture(scope="module")
def document(pytestconfig: pytest.Config) -> Any:
    """Return the committed document."""
    return json.loads((pytestconfig.rootpath / "openapi.json").read_text(encoding="utf-8"))


def test_the_committed_document_is_what_the_app_serves(pytestconfig: pytest.Config, document: Any) -> None:
    [settings] = settings_of(pytestconfig.rootpath)
    app = served(settings.app, settings.modules, settings.environment)
    assert document == app, "To commit what the app serves: nox -s update"


def test_the_document_is_valid_openapi(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_says_all_a_client_asks(document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            missing = {"operationId", "summary", "description", "tags", "responses"} - operation.keys()
            assert not missing, f"{method.upper()} {path}"
            for status, response in operation["responses"].items():
                assert response["description"], f"{method.upper()} {path} {status}"
                assert ("content" in response) == (status not in ("204", "304")), f"{method.upper()} {path} {status}"
            described = [*operation.get("parameters", []), *fields_of_body(document, operation)]
            for one in described:
                # A nullable value may have its description and examples in the schema of its other type.
                text = one.get("anyOf", [one])[0] | one
                assert text.get("description"), f"{method.upper()} {path}: {one}"
                assert text.get("schema", text).get("examples"), f"{method.upper()} {path}: {one}"


def test_every_keyword_of_a_parameters_schema_is_one_that_readers_know(document: Any) -> None:
    """Pydantic writes the bounds of a union as Python names, such as `ge`, which JSON Schema tools ignore."""
    known = {"type", "minimum", "maximum", "default", "description", "examples", "title"}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                assert parameter["schema"].keys() <= known, f"{method.upper()} {path}: {parameter['name']}"


def test_every_example_is_what_its_schema_allows(document: Any) -> None:
    found = list(examples(document))
    assert len(found) > 20
    for schema, example in found:
        Draft202012Validator({**schema, "components": document["components"]}, format_checker=FormatChecker()).validate(
            example
        )


def fields_of_body(document: Any, operation: Any) -> list[Any]:
    """Return the schemas of the fields of an operation's body; empty if it has no body."""
    if "requestBody" not in operation:
        return []
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return list(document["components"]["schemas"][reference.rpartition("/")[2]]["properties"].values())


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
