"""A text is read as a document, or refused with the reason."""

import json
from typing import Any

import pytest

from contracts.errors import CannotCheckError
from contracts.sources.reading import decode, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200: ok", {"200": "ok"}),
        ("on: {yes: no}", {"on": {"yes": "no"}}),
        ("a: [true, False, null, ~, '', on, y]", {"a": [True, False, None, None, "", "on", "y"]}),
        ("a: [1, -2, 012, 1.5, .5, 1e3, 12:30, 1_000]", {"a": [1, -2, 12, 1.5, 0.5, 1000.0, "12:30", "1_000"]}),
        ("a: 2026-01-31", {"a": "2026-01-31"}),
        ("2026-01-31: 2026-01-31T10:00:00Z", {"2026-01-31": "2026-01-31T10:00:00Z"}),
        ("a: '200'\nb: !!str 200", {"a": "200", "b": "200"}),
        ("null: a\n~: b\n1.0: c", {"null": "a", "~": "b", "1.0": "c"}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("x: &x {b: 1, c: 1}\na: {<<: *x, c: 2}", {"x": {"b": 1, "c": 1}, "a": {"b": 1, "c": 2}}),
        (
            "x: &x {b: 1}\ny: &y {b: 2, c: 2}\na: {<<: [*x, *y]}",
            {"x": {"b": 1}, "y": {"b": 2, "c": 2}, "a": {"b": 1, "c": 2}},
        ),
        ("a:", {"a": None}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("", None),
    ],
)
def test_yaml_is_read_as_openapi_means_it(text: str, value: Any) -> None:
    # Compared as JSON, because in Python 1, 1.0 and True are equal.
    assert json.dumps(parse(text, "api.yaml"), sort_keys=True) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("name", ["api.json", "-", "v1:api"])
def test_a_text_that_begins_with_a_brace_is_json_unless_its_name_ends_in_yaml(name: str) -> None:
    assert parse(' {"200": [1, true, null]}', name) == {"200": [1, True, None]}
    assert parse("{200: [1, true, null]}", "api.yml") == {"200": [1, True, None]}


def test_a_name_that_tells_nothing_may_be_yaml() -> None:
    assert parse("openapi: 3.1.0", "-") == {"openapi": "3.1.0"}


MERGE = '{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> other\n}'


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("nothing", "api.json", "api.json is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("", "api.json", "api.json is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"a": NaN}', "api.json", "api.json is not JSON: NaN is not a JSON number"),
        ('{"a": {"b": 1, "b": 2}}', "api.json", "api.json is not JSON: one object contains the key 'b' twice"),
        ("[" * 100_000, "api.json", "api.json is not JSON: nested too deeply"),
        (MERGE, "api.json", "api.json has merge markers, the first in line 2: resolve them first."),
        ("a: 1\n<<<<<<< HEAD\n", "api.yaml", "api.yaml has merge markers, the first in line 2: resolve them first."),
        ("a: [1", "api.yaml", "api.yaml is not YAML: did not find expected ',' or ']', in line 2"),
        (
            "a: \0",
            "api.yaml",
            "api.yaml is not YAML: unacceptable character #x0000: "
            'control characters are not allowed in "<unicode string>", position 3',
        ),
        ("a: {b: 1, b: 2}", "api.yaml", "api.yaml is not YAML: one mapping contains the key 'b' twice, in line 1"),
        ("a:\n  [x]: 1", "api.yaml", "api.yaml is not YAML: a key is not a string, in line 2"),
        ("a: &a [*a]", "api.yaml", "api.yaml is not YAML: an alias refers to itself, in line 1"),
        ("a: {<<: 1}", "api.yaml", "api.yaml is not YAML: what `<<` names is not a mapping, in line 1"),
        ("a: !x 1", "api.yaml", "api.yaml is not YAML: JSON has no value for the tag !x, in line 1"),
    ],
)
def test_an_invalid_text_is_refused_with_the_reason(text: str, name: str, message: str) -> None:
    with pytest.raises(CannotCheckError) as caught:
        parse(text, name)
    assert str(caught.value) == message


def test_a_file_that_is_no_text_is_refused() -> None:
    assert decode(b"\xef\xbb\xbf{}", "api.json") == "{}"
    with pytest.raises(CannotCheckError, match=r"api\.json is not text in UTF-8: byte 3 cannot be read\."):
        decode(b"ab\xff", "api.json")
