"""Writes the pairs of the benchmark."""

from contracts.drift.benchmark import PAIRS
from contracts.drift.tests.labelled.rows import lines

PAIRS.write_text("".join(lines()), encoding="utf-8")
