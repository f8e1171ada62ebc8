"""Compare one pair of schemas, and search for a value that proves the verdict too mild."""

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
NEAR = 40  # the number of values made from each of the two schemas, and of values that are one step away


class Case(NamedTuple):
    """Two schemas, and the direction of their values."""

    old: Spelled
    new: Spelled
    way: str

    @property
    def directions(self) -> Iterator[tuple[Judge, Judge]]:
        """Give the sending and the accepting schema, then the same in the other direction."""
        ends = Judge(self.old), Judge(self.new)
        yield from (ends, ends[::-1]) if self.way == "request" else (ends[::-1], ends)


class Judgment(NamedTuple):
    """The report on a case, None if the comparison refuses it, and a value that proves the verdict too mild."""

    case: Case
    verdict: Verdict | None
    mistake: bool = False
    value: Any = None
    contained: str = ""  # the answer of jsonschema-rs about the containment, if the verdict is mild


def random_case(random: Random) -> Case:
    """Return a case to judge."""
    return Case(*pair(random), random.choice(("request", "response")))


def compared(case: Case) -> Report | None:
    """Return the report of the comparison, None if a document is malformed: a schema may contain itself."""
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
    """Return the report on a case, and a value that proves it wrong, if one is found.

    The verdicts `identical` and `documentation` must be right in both directions.
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
    """Return the number of the first pair with a wrong verdict, None if there is none."""
    for number in range(pairs):
        random = Random(number)
        if judged(random_case(random), random).mistake:
            return number
    return None
