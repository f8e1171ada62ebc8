"""The description of two values shows their difference."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.drift.contrast import contrast, named
from contracts.drift.json_values import MISSING, canonical
from contracts.drift.tests.strategies import scalars

LONG = "x" * 100
values: st.SearchStrategy[Any] = st.recursive(
    scalars | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text("ab"), inner), max_leaves=6
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (5, 6, "k was 5, is 6"),
        (MISSING, "a", 'k was not set, is "a"'),
        (None, MISSING, "k was null, is not set"),
        (True, 1, "k was true, is 1"),
        (1, 1.0, ""),
        (LONG, f"{LONG}y", f'k was ...{"x" * 15}", is ...{"x" * 15}y"'),
        (f"a{LONG}", f"b{LONG}", f'k was "a{"x" * 58}..., is "b{"x" * 58}...'),
        (f"{LONG}a{LONG}", f"{LONG}b", f'k was ...{"x" * 15}a{"x" * 44}..., is ...{"x" * 15}b"'),
        (["a", "b"], ["b", "c"], 'k gained "c" and lost "a"'),
        (["a", "b"], ["b", "a"], "k has another order"),
        (["a"], ["a", "a"], "k repeats other items"),
        ([], [1, 2, 3, 4, 5, 6], "k gained 1, 2, 3, 4, 5 and 6"),
        ([], [1, 2, 3, 4, 5, 6, 7], "k gained 1, 2, 3, 4, 5 and 2 more"),
        (
            {"a": {"b": 1}, "c": 2},
            {"a": {"b": 3}, "d": 2},
            "k.a.b was 1, is 3; k.c was 2, is not set; k.d was not set, is 2",
        ),
        (
            {},
            dict.fromkeys("abcdefg", 1),
            "; ".join(f"k.{one} was not set, is 1" for one in "abcde") + "; and 2 more differences",
        ),
    ],
)
def test_the_difference_of_two_values_is_shown(old: Any, new: Any, told: str) -> None:
    assert contrast("k", old, new) == told


@given(values, values)
def test_values_that_differ_are_shown_apart(old: Any, new: Any) -> None:
    told = contrast("k", old, new)
    assert bool(told) == (canonical(old) != canonical(new))
    for part in told.split("; "):
        found = re.fullmatch(r"\S+ was (.*), is (.*)", part)
        assert not found or found[1] != found[2]


def test_a_list_for_a_person_ends_with_its_last_word() -> None:
    assert named(["a", "b", "c"], "or") == "a, b or c"
    assert named(["a"]) == "a"
    assert named([]) == ""
