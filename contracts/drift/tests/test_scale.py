"""The time of a comparison grows in proportion to the documents."""

from contracts.drift.tests.scale import measured


def test_twice_the_operations_take_about_twice_the_time() -> None:
    measured(10)  # what is imported on the first comparison is no part of it
    half, _ = measured(100)
    whole, report = measured(200)
    assert len([change for change in report.changes if change.witness]) == 20
    assert whole < 3 * half
