"""The version that a change needs follows semantic versioning."""

import pytest

from contracts.versions import Step, Version, version_of


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.2.3", (1, 2, 3)),
        ("1.2", (1, 2, 0)),
        ("1", (1, 0, 0)),
        ("v2.0.0", (2, 0, 0)),
        ("2.0.0-rc.1", (2, 0, 0)),
        ("2.0.0+build", (2, 0, 0)),
        (1.0, (1, 0, 0)),
        ("2026-01-31", None),
        ("latest", None),
        ("", None),
        (None, None),
        ("1.2.3.4", None),
    ],
)
def test_a_version_is_read(text: object, version: tuple[int, int, int] | None) -> None:
    assert version_of(text) == version


@pytest.mark.parametrize(
    ("version", "patch", "minor", "major"),
    [
        ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
        # Before 1.0.0, each step is one level smaller.
        ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
    ],
)
def test_a_step_leads_to_the_next_version(version: str, patch: str, minor: str, major: str) -> None:
    start = Version(*map(int, version.split(".")))
    steps = [str(start.after(step)) for step in (Step.NONE, Step.PATCH, Step.MINOR, Step.MAJOR)]
    assert steps == [version, patch, minor, major]


def test_a_higher_version_is_enough_and_a_lower_one_is_not() -> None:
    needed = Version(1, 2, 3).after(Step.MINOR)
    assert Version(2, 0, 0) >= Version(1, 9, 0) >= needed
    assert not Version(1, 2, 9) >= needed
    assert not Version(0, 9, 9) >= needed
