"""The table of fields has every field that the document has, with the same limits."""

from typing import Any

import pytest
from hypothesis import find

from tests import fields, strategies
from tests.document import OPERATIONS, is_reference
from tests.fields import FIELDS, Field, Kind, left_out

UNKNOWN = """\
openapi.json has a field {name!r} of {resource}, which is missing in FIELDS of tests/fields.py.
To mend it, add a line there, with the kind and the length that the field should have:
    Field("{resource}", "{name}", Kind.TITLE, 100{optional}),"""
GONE = """\
FIELDS in tests/fields.py has a field {field}, which is missing in openapi.json.
To mend it, remove its line, or add the field to blog/schemas.py, then: nox -s update"""
DIFFERENT = """\
{field} has {table} in FIELDS of tests/fields.py, and {document} in openapi.json.
To mend it, correct the line there, or blog/schemas.py and blog/models.py, then: nox -s update"""


def documented() -> dict[tuple[str, str], tuple[Any, bool]]:
    """Return the schema of each field by its resource and its name, and whether a client may leave the field out.

    A reference to another resource has no text, and is left out.
    """
    found = {}
    for operation in OPERATIONS:
        if operation.method == "POST" and operation.body:
            for name, of_field in operation.body["properties"].items():
                if not is_reference(name):
                    found[operation.resource, name] = of_field, name not in operation.body.get("required", [])
    return found


def test_the_table_has_every_field_of_the_document() -> None:
    known = {(field.resource, field.name) for field in FIELDS}
    for (resource, name), (_, is_optional) in documented().items():
        optional = ", is_optional=True" if is_optional else ""
        assert (resource, name) in known, UNKNOWN.format(resource=resource, name=name, optional=optional)


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_the_document_has_the_limits_of_the_table(field: Field) -> None:
    assert (field.resource, field.name) in documented(), GONE.format(field=field)
    schema, is_optional = documented()[field.resource, field.name]
    types = schema.get("anyOf", [schema])
    [text] = [one for one in types if one["type"] == "string"]
    table = {"length": (1, field.max_length), "optional": field.is_optional, "null": field.is_optional}
    document = {
        "length": (text["minLength"], text["maxLength"]),
        "optional": is_optional,
        "null": {"type": "null"} in types,
    }
    assert table == document, DIFFERENT.format(field=field, table=table, document=document)


@pytest.fixture
def nickname(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an optional field, which is alone in the table during one test."""
    monkeypatch.setattr(fields, "FIELDS", [Field("people", "nickname", Kind.TITLE, 3, is_optional=True)])
    return "nickname"


def test_an_optional_field_is_a_text_or_null_or_left_out(nickname: str) -> None:
    people = strategies.payloads("people")
    assert len(find(people, lambda one: one.get(nickname) is not None)[nickname]) == 1
    assert find(people, lambda one: nickname in one and one[nickname] is None) == {nickname: None}
    assert find(people, lambda one: nickname not in one) == {}


def test_an_optional_field_that_is_left_out_comes_back_as_null(nickname: str) -> None:
    assert left_out("people") == {nickname: None}
