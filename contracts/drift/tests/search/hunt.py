"""Comparing one pair of schemas, and looking for a value that shows the verdict to be too mild."""

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from contracts.drift import DocumentError, Report, Verdict, compare
from contracts.drift.tests.documents import request, response
from contracts.drift.tests.search.schemas import Spelled, pair
from contracts.drift.tests.search.truth import Judge, counterexamples, difference
from contracts.drift.tests.search.values import enumerated, near

SAME = (Verdict.IDENTICAL, Verdict.DOCUMENTATION)
MILD = (*SAME, Verdict.COMPATIBLE)
NEAR = 40  # values near to each of the two schemas, and as many a step away from them


class Case(NamedTuple):
    """Two schemas, and which way their values travel."""

    old: Spelled
    new: Spelled
    way: str

    @property
    def directions(self) -> Iterator[tuple[Judge, Judge]]:
        """Give what is sent and what is taken, then the same the other way round."""
        ends = Judge(self.old), Judge(self.new)
        yield from (ends, ends[::-1]) if self.way == "request" else (ends[::-1], ends)


class Judgment(NamedTuple):
    """What the comparison says of a case, None where it refuses one, and a value that shows the verdict too mild."""

    case: Case
    verdict: Verdict | None
    mistake: bool = False
    value: Any = None
    contained: str = ""  # what jsonschema-rs says of the containment of what is sent, where the verdict is mild


def random_case(random: Random) -> Case:
    """Return a case to judge."""
    return Case(*pair(random), random.choice(("request", "response")))


def compared(case: Case) -> Report | None:
    """Return what the comparison says, None where a document is malformed: a schema may be a part of itself."""
    make = request if case.way == "request" else response
    old, new = (
        make(one["schema"], components={"schemas": {name: said for name, said in one.items() if name != "schema"}})
        for one in (case.old, case.new)
    )
    try:
        report = compare(old, new)
    except DocumentError:
        return None
    return None if report.remark else report


def judged(case: Case, random: Random) -> Judgment:
    """Return what the comparison says of a case, and a value that shows it to be wrong if one is found.

    What is called identical, or a matter of words, must be so both ways.
    """
    report = compared(case)
    verdict = report.verdict if report else None
    if verdict not in MILD:
        return Judgment(case, verdict)
    values = [*near(random, case.old, NEAR), *near(random, case.new, NEAR), *enumerated()]
    contained = ""
    for sent, taken in list(case.directions)[: 2 if verdict in SAME else 1]:
        said, rest = difference(sent, taken)
        contained = contained or said
        for value in counterexamples(sent, taken, [*near(random, {"schema": rest}, NEAR if rest else 0), *values]):
            return Judgment(case, verdict, True, value, contained)
    return Judgment(case, verdict, contained=contained)


def first_mistake(pairs: int) -> int | None:
    """Return the number of the first of so many pairs that is judged wrong, None where none is."""
    for number in range(pairs):
        random = Random(number)
        if judged(random_case(random), random).mistake:
            return number
    return None
