"""A project may ignore operations, and override the verdict of a rule: the output shows that it did."""

from typing import Any

import pytest

from contracts.drift import Change, Policy, Verdict
from contracts.judgement import Judging
from contracts.settings import settings_of
from contracts.tests.conftest import Project

TAGGED = ('@app.get("/items")', '@app.get("/items", tags=["private"])')
UNTAGGED = (TAGGED[1], TAGGED[0])


def gone(repository: Project) -> Project:
    """Remove an operation."""
    text = repository.read("shop.py")
    repository.write("shop.py", text[: text.index("@app.get")])
    repository.contracts("update")
    return repository


def test_a_verdict_of_the_project_counts_and_that_of_the_comparison_is_shown(repository: Project) -> None:
    repository.configure("[tool.contracts.severity]", 'operation-removed = "compatible"')
    ran = gone(repository).contracts("check")
    assert ran.status == 0
    assert "1 compatible. [tool.contracts.severity] gave another verdict to 1 change.\n" in ran.out
    assert "  compatible: GET /items is gone. [operation-removed]\n" in ran.out
    assert "    breaking by the comparison, compatible by [tool.contracts.severity]\n" in ran.out


def test_a_verdict_of_the_project_may_be_graver(repository: Project) -> None:
    repository.configure("[tool.contracts.severity]", 'described = "breaking"')
    repository.edit("shop.py", '"Shop"', '"A shop"')
    repository.contracts("update")
    assert repository.contracts("check").status == 1


@pytest.mark.parametrize(
    "setting",
    [
        'severity = { operation-removed = "ignore" }',
        'ignore = { paths = ["/items"] }',
        'ignore = { paths = ["/it*"] }',
    ],
)
def test_ignored_changes_are_only_counted(repository: Project, setting: str) -> None:
    repository.configure(setting)
    ran = gone(repository).contracts("check")
    assert ran.status == 0
    assert ": nothing changed. The settings ignore 1 change more.\n" in ran.out
    assert "GET /items is gone" not in ran.out


def test_a_tag_is_ignored_where_it_was_promised_so(repository: Project) -> None:
    repository.configure('ignore = { tags = ["private"] }')
    repository.edit("shop.py", *TAGGED)
    repository.edit("shop.py", "limit: int = 10", "limit: int")
    repository.contracts("update")
    # The operation was public when clients were promised it.
    assert repository.contracts("check").status == 1
    repository.promise()
    assert gone(repository).contracts("check").status == 0


def test_a_new_operation_has_the_tags_that_it_has(repository: Project) -> None:
    repository.configure('ignore = { tags = ["private"] }', 'fail_on = "any"')
    repository.edit("shop.py", "@app.post", '@app.get("/new", tags=["private"])\n@app.post')
    repository.contracts("update")
    assert repository.contracts("check").status == 0


def test_a_change_of_several_operations_is_reported_for_those_that_are_not_ignored() -> None:
    judging = Judging(paths=("/private*",))
    change = Change(
        "operation-removed", Verdict.BREAKING, "GET /private", "", "", likewise=("PUT /a", "GET /private/b")
    )
    [left] = judging.left_of(change, {}, {})
    assert (left.operation, left.likewise) == ("PUT /a", ())


@pytest.mark.parametrize("tags", [5, "private", {"private": 1}, None])
def test_tags_that_are_no_list_hide_nothing(tags: Any) -> None:
    document = {"paths": {"/a": {"get": {"tags": tags}}}}
    change = Change("operation-removed", Verdict.BREAKING, "GET /a", "", "")
    assert Judging(tags=("private", "p")).left_of(change, document, document) == [change]


def test_a_project_decides_verdicts_that_the_schemas_do_not_decide(repository: Project) -> None:
    repository.configure('dropped_default = "compatible"', 'closed_response_addition = "undecided"')
    [settings] = settings_of(repository.directory)
    assert settings.judging.policy == Policy(Verdict.COMPATIBLE, Verdict.UNDECIDED)
    repository.configure()
    [settings] = settings_of(repository.directory)
    assert settings.judging.policy == Policy()
