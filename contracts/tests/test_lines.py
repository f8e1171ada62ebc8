"""The line of a pointer is where a person finds its value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.sources.lines import lines_of

JSON = """{
  "paths": {
    "/a/{b}": {
      "get": {"summary": "a { [ \\" ] brace", "parameters": [
        {"name": "x"},
        {"name": "y"}
      ]}
    },
    "~": [[1,
      2], {}, []]
  },
  "last": null
}
"""
YAML = """
paths:
  /a/{b}:
    get:
      parameters:
      - name: x
      - name: y
  "~": [[1,
    2]]
last:
"""
PLACES = {
    "": (1, 1),
    "/paths": (2, 2),
    "/paths/~1a~1{b}": (3, 3),
    "/paths/~1a~1{b}/get/parameters": (4, 5),
    "/paths/~1a~1{b}/get/parameters/0": (5, 6),
    "/paths/~1a~1{b}/get/parameters/1/name": (6, 7),
    "/paths/~0/0/1": (10, 9),
    "/last": (12, 10),
    # Removed values.
    "/paths/~1a~1{b}/post/responses": (3, 3),
    "/paths/~1a~1{b}/get/parameters/2/name": (4, 5),
    "/last/one": (12, 10),
    "/other": (1, 1),
}


@pytest.mark.parametrize(("pointer", "lines"), PLACES.items())
def test_a_pointer_leads_to_its_line(pointer: str, lines: tuple[int, int]) -> None:
    assert lines_of(JSON, "api.json", [pointer]) == {pointer: lines[0]}
    assert lines_of(YAML, "api.yaml", [pointer]) == {pointer: lines[1]}


def test_many_pointers_are_found_at_once() -> None:
    assert lines_of(JSON, "api.json", PLACES) == {pointer: line for pointer, (line, _) in PLACES.items()}
    assert lines_of(YAML, "api.yaml", PLACES) == {pointer: line for pointer, (_, line) in PLACES.items()}


def test_a_document_in_one_line_has_one_line() -> None:
    assert lines_of('{"a": {"b": 1}}', "-", ["/a/b"]) == {"/a/b": 1}


def every_place(value: Any, pointer: str = "") -> dict[str, Any]:
    """Return all values inside a value, by their pointers."""
    places = {pointer: value}
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        places |= every_place(child, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")
    return places


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=3), children, max_size=3),
)


@given(VALUES.filter(lambda value: isinstance(value, dict)))
def test_whatever_the_document_a_line_begins_with_the_key_that_leads_to_it(value: Any) -> None:
    text = json.dumps(value, indent=1)
    places = every_place(value)
    lines = lines_of(text, "api.json", places)
    starts = {pointer: text.splitlines()[line - 1].strip() for pointer, line in lines.items()}
    assert len(set(lines.values())) == len(places)
    for pointer, child in places.items():
        shown = json.dumps(child, indent=1).split("\n")[0]
        assert starts[pointer].removesuffix(",").endswith(shown)
