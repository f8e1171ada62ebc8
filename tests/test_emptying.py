"""Each test finds the database empty."""

import pytest
from httpx import Client

from tests.makers import make_post, make_user


@pytest.mark.parametrize("_again", [1, 2])
def test_a_test_sees_no_data_of_the_one_before(client: Client, _again: int) -> None:
    assert client.get("/api/posts").json() == []
    make_post(client, make_user(client, username="the same name"))
