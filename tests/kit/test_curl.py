"""A curl command sends exactly the request that it was made from."""

import json
import shlex
from typing import Any

import pytest

from tests.curl import curl

URL = "http://127.0.0.1:8000/api/posts/1"


def test_a_read_needs_no_method() -> None:
    assert curl("GET", URL, {}) == f"curl -i {URL}"


def test_a_head_does_not_wait_for_a_body() -> None:
    assert curl("HEAD", URL, {}) == f"curl --head {URL}"


def test_a_write_names_its_method_headers_and_body() -> None:
    line = curl("PATCH", URL, {"If-Match": '"1"'}, {"title": "T"})
    assert line == (
        f"curl -i -X PATCH {URL} -H 'If-Match: \"1\"' -H 'Content-Type: application/json' --data '{{\"title\": \"T\"}}'"
    )


def test_a_url_with_parameters_is_one_word() -> None:
    assert curl("GET", f"{URL}?limit=1&before=2", {}) == f"curl -i '{URL}?limit=1&before=2'"


def test_a_header_without_a_value_is_sent() -> None:
    assert curl("GET", URL, {"If-Match": ""}).endswith("-H 'If-Match;'")


BODIES: list[Any] = [{"title": 'it\'s $HOME `x` "y" \\ \n \u00eb \U0001f600 \ud800'}, [], "@file", False, 0]


@pytest.mark.parametrize("body", BODIES, ids=["a text", "nothing in a list", "a file's name", "false", "zero"])
def test_the_shell_passes_any_body_on_unchanged(body: Any) -> None:
    assert json.loads(shlex.split(curl("POST", URL, {}, body))[-1]) == body
