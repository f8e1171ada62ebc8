"""Pairs of schemas of parameters and forms, judged by the texts that a URL or a form can contain."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings

from contracts.drift import Verdict, compare
from contracts.drift.tests.documents import body, parameter
from contracts.drift.tests.search.hunt import MILD
from contracts.drift.tests.wire import READERS, Judge, all_texts, forms, pairs, parameters

FORM = "application/x-www-form-urlencoded"
FIELDS: list[Any] = [None, ("a",), ("1",), ("01",), ("true",), ("a", "a"), ("1", "2")]


class TextJudgment(NamedTuple):
    """The report on two schemas, and texts that prove the verdict too mild."""

    pair: tuple[Any, Any]
    verdict: Verdict
    mistake: Any = None


def judged_parameter(pair: tuple[Any, Any]) -> TextJudgment:
    """Return the report on a query parameter, and texts that are refused although it is called safe."""
    report = compare(parameter(pair[0]), parameter(pair[1]))
    old, new = map(Judge, pair)
    for texts in all_texts() if report.verdict in MILD else ():
        for reader in READERS:
            if old.takes(texts, reader) and not new.takes(texts, reader):
                return TextJudgment(pair, report.verdict, (reader, texts))
    return TextJudgment(pair, report.verdict)


def judged_form(pair: tuple[Any, Any]) -> TextJudgment:
    """Return the report on a form, and a form that is refused although it is called safe."""
    report = compare(body(pair[0], FORM), body(pair[1], FORM))
    old, new = map(Judge, pair)
    for form in _forms(pair[0]) if report.verdict in MILD else ():
        for reader in READERS:
            if old.takes_form(form, reader) and not new.takes_form(form, reader):
                return TextJudgment(pair, report.verdict, (reader, form))
    return TextJudgment(pair, report.verdict)


def _forms(schema: Any) -> Iterator[dict[str, Any]]:
    # A field that the old schema does not know counts as absent.
    known = sorted(schema.get("properties", {}))
    for chosen in product(FIELDS, repeat=len(known)):
        yield {name: texts for name, texts in zip(known, chosen, strict=True) if texts is not None}


def judged_texts(number: int, many: int) -> Iterator[TextJudgment]:
    """Judge pairs of parameters, and as many pairs of forms; the same number gives the same pairs."""
    for judge, some in ((judged_parameter, parameters), (judged_form, forms())):
        yield from _drawn(number, many, judge, pairs(some))


def _drawn(number: int, many: int, judge: Callable[[Any], TextJudgment], some: Any) -> list[TextJudgment]:
    found: list[TextJudgment] = []

    @seed(number)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(some)
    def draw(pair: Any) -> None:
        found.append(judge(pair))

    draw()
    return found
