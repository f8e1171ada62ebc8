"""The labels of the benchmark are correct: they follow from accepted values, not from the engine."""

import json
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator

from contracts.drift.benchmark import PAIRS
from contracts.drift.tests.labelled import rows
from contracts.drift.tests.labelled.changes import Edit
from contracts.drift.tests.labelled.judging import accepts, accepts_text, at
from contracts.drift.tests.labelled.operations import OperationEdit, Request, plain, serving
from contracts.drift.tests.labelled.scalars import number
from contracts.drift.tests.labelled.truth import WrongTruthError

ROWS: list[Any] = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
# Only the document shows these breaks: FastAPI accepts more than its document, or answers less.
MILDER = {
    "body/a-date-made-a-time",
    "query/a-date-made-a-time",
    "query/a-date-made-a-time-reversed",
    "body/a-boolean-made-a-number",
    "body/a-list-of-numbers-made-a-set",
    "query/a-list-of-numbers-made-a-set",
    "body/a-list-of-texts-made-a-set",
    "query/a-list-of-texts-made-a-set",
    "query/a-list-of-texts-made-a-text",
    "query/a-list-of-numbers-made-a-text",
    "query/a-text-made-a-list-of-texts-reversed",
    "response/a-field-made-optional",
    "response/a-nullable-field-with-a-default",
}


def test_the_pairs_are_those_that_the_changes_make() -> None:
    """To write them again: `python -m contracts.drift.tests.labelled`."""
    made = {json.loads(line)["id"]: line for line in rows.lines()}
    committed = {json.loads(line)["id"]: line for line in PAIRS.read_text(encoding="utf-8").splitlines(keepends=True)}
    assert [*made] == [*committed]
    assert [id_ for id_, line in made.items() if committed[id_] != line] == []


def test_each_pair_has_a_name_of_its_own_and_a_truth() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS) > 500
    for row in ROWS:
        proof = "witness" if row["label"] == "breaking" else "reason"
        assert proof in row["truth"], row["id"]
        assert (row["old"] == row["new"]) == (row["label"] == "identical"), row["id"]


def test_a_witness_is_accepted_by_one_document_and_refused_by_the_other() -> None:
    shown = [row for row in ROWS if row["label"] == "breaking" and "at" in row["truth"]]
    assert len(shown) > 200
    for row in shown:
        sides = [row["old"], row["new"]]
        sender, taker = reversed(sides) if row["direction"] == "response" else sides
        (kind, witness), place = next(iter(row["truth"]["witness"].items())), row["truth"]["at"]
        if kind == "text":
            assert accepts_text(sender, place, witness), row["id"]
            assert not accepts_text(taker, place, witness), row["id"]
        else:
            assert accepts(sender, at(sender, place), witness), row["id"]
            assert not accepts(taker, at(taker, place), witness), row["id"]


def test_removed_parts_were_in_the_old_document() -> None:
    gone = [row for row in ROWS if "gone" in row["truth"].get("witness", {})]
    assert len(gone) == 4
    for row in gone:
        assert at(row["old"], row["truth"]["witness"]["gone"])
        with pytest.raises(LookupError):
            at(row["new"], row["truth"]["witness"]["gone"])


def test_fastapi_applications_show_each_break_but_where_they_are_milder_than_their_documents() -> None:
    fastapi = [row for row in ROWS if row["source"] == "fastapi"]
    assert len(fastapi) > 300
    assert {row["id"] for row in fastapi if "fastapi" not in row["truth"]["checked_by"]} == MILDER


def refuse(value: int) -> int:
    raise ValueError


@pytest.mark.parametrize(
    "wrong",
    [
        Edit("", "a break that is not named", int, number(ge=0)),
        Edit("", "a value that is refused by neither", int, number(ge=0), lost=1),
        Edit("", "a value that is refused by both", int, number(ge=0), lost="a"),
        Edit("", "a break that the document does not say", int, Annotated[int, AfterValidator(refuse)]),
    ],
    ids=lambda wrong: wrong.name,
)
def test_a_wrong_label_is_noticed(wrong: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "EVERYWHERE", [wrong])
    with pytest.raises(WrongTruthError):
        next(rows.rows())


@pytest.mark.parametrize(
    "wrong",
    [
        OperationEdit("", "", serving(plain), serving(plain, "/others")),
        OperationEdit("", "", serving(plain), serving(plain), Request()),
        OperationEdit("", "", serving(plain, "/others"), serving(plain), Request()),
    ],
)
def test_a_wrong_label_of_an_operation_is_noticed(wrong: OperationEdit, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EVERYWHERE", "SCALARS", "MODELS"):
        monkeypatch.setattr(rows, name, [])
    monkeypatch.setattr(rows, "OPERATIONS", [wrong])
    with pytest.raises(WrongTruthError):
        next(rows.rows())
