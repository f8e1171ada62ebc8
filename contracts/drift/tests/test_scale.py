"""The time of a comparison grows in proportion to the documents."""

from operator import itemgetter

from contracts.drift.tests.scale import measured


def test_twice_the_operations_take_about_twice_the_time() -> None:
    measured(10)  # what is imported on the first comparison is no part of it
    # Each is measured twice, and the quicker run counts: another process may slow one of them down.
    (half, _), (whole, report) = (min((measured(size) for _ in range(2)), key=itemgetter(0)) for size in (100, 200))
    assert len([change for change in report.changes if change.witness]) == 20
    assert whole < 3 * half
