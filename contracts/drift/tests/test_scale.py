"""The time of a comparison grows in proportion to the documents."""

import gc
from operator import itemgetter

import pytest

from contracts.drift import DocumentError, compare
from contracts.drift.tests.scale import generated, measured


def test_twice_the_operations_take_about_twice_the_time() -> None:
    measured(10)  # the first comparison imports modules, which is not measured
    # Each is measured twice, and the faster run counts, because other processes may slow down one of them.
    (half, _), (whole, report) = (min((measured(size) for _ in range(2)), key=itemgetter(0)) for size in (100, 200))
    assert len([change for change in report.changes if change.witness]) == 20
    assert whole < 3 * half


def test_the_garbage_collector_is_paused_for_a_comparison_alone() -> None:
    document = generated(10)
    runs = gc.get_stats()[0]["collections"]
    compare(document, document)
    assert gc.get_stats()[0]["collections"] <= runs + 1
    assert gc.isenabled()
    with pytest.raises(DocumentError):
        compare(document, {})
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        compare(generated(1), generated(1))
        assert not gc.isenabled()
    finally:
        gc.enable()
