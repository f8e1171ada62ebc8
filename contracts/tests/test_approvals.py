"""A change can be approved with a reason and an expiry date; approvals without effect are reported."""

import datetime
import tomllib

import pytest

from contracts.approvals import Approval, reason_for
from contracts.drift import Change, Verdict
from contracts.sources import Place
from contracts.tests.conftest import Project

APPROVAL = """
[[approval]]
rule = "operation-removed"
operation = "GET /items"
pointer = "/paths/~1items/get"
reason = "Nobody called it for a year."
expires = 9999-12-31
"""
FILE = "contracts/approvals.toml"


@pytest.fixture
def broken(repository: Project) -> Project:
    """Give a project that breaks its clients."""
    repository.edit("shop.py", '@app.get("/items")\n', "")
    repository.contracts("update")
    return repository


def test_an_approval_admits_a_change(broken: Project) -> None:
    assert broken.contracts("check").status == 1
    broken.write(FILE, APPROVAL)
    ran = broken.contracts("check")
    assert ran.status == 0
    assert "    admitted: Nobody called it for a year.\n" in ran.out


def test_an_approval_may_be_of_all_operations_that_use_a_place(repository: Project) -> None:
    repository.edit("shop.py", "max_length=20", "max_length=10")
    repository.edit("shop.py", '@app.post("/items")', '@app.put("/items/{id}")\n@app.post("/items")')
    repository.contracts("update")
    repository.promise()
    repository.edit("shop.py", "max_length=10", "max_length=9")
    repository.contracts("update")
    ran = repository.contracts("approve", "--reason", "Nobody has longer names.")
    assert ran.status == 0
    approval = tomllib.loads(repository.read(FILE))["approval"]
    assert [(one["rule"], one["operation"]) for one in approval] == [("request-length-narrowed", "*")]
    assert repository.contracts("check").status == 0
    repository.edit(FILE, 'operation = "*"', 'operation = "PUT /items/{id}"')
    assert repository.contracts("check").status == 1


def test_a_change_of_many_operations_is_admitted_by_approvals_of_them_all() -> None:
    change = Change("operation-removed", Verdict.BREAKING, "PUT /b", "/components", "It is less.", likewise=("GET /a",))
    one, other, every, old = (
        Approval("operation-removed", operation, "/components", reason, datetime.date(year, 1, 1), Place())
        for operation, reason, year in (
            ("PUT /b", "Nobody does.", 9999),
            ("GET /a", "Nobody reads.", 9999),
            ("*", "Nobody cares.", 9999),
            ("GET /a", "Nobody read.", 2001),
        )
    )
    assert [approval.names(change) for approval in (one, other, every, old)] == [True] * 4
    for too_few in ([], [one], [other], [one, old]):
        assert reason_for(change, too_few) == ""
    assert reason_for(change, [one, other]) == "Nobody does. Nobody reads."
    assert reason_for(change, [every]) == "Nobody cares."
    assert reason_for(change, [old, one, every]) == "Nobody does. Nobody cares."


def test_all_changes_that_fail_are_admitted_at_once(repository: Project) -> None:
    repository.edit("shop.py", '@app.get("/items")\n', "")
    repository.edit("shop.py", "max_length=20", "max_length=10")
    repository.contracts("update")
    failed = repository.contracts("check")
    assert failed.status == 1
    cure = f'Approve the 2 changes in {FILE}: python -m contracts approve --reason "..."'
    assert f"  - {cure}\n" in failed.out

    output = f"{FILE} has 2 approvals more, until 2999-12-31, for 2 changes. Commit it.\n"
    ran = repository.contracts("approve", "--reason", 'It is "meant".', "--expires", "2999-12-31")
    assert ran == (0, output, "")
    ran = repository.contracts("check")
    assert ran.status == 0
    assert ran.out.count('    admitted: It is "meant".\n') == 2

    again = repository.contracts("approve", "--reason", "Again.")
    assert again.status == 0
    assert again.out.endswith(" fails: there is nothing to approve.\n")
    assert repository.read(FILE).count("[[approval]]") == 2


def test_earlier_approvals_stay(broken: Project) -> None:
    broken.write(FILE, APPROVAL.replace("/items", "/goods").replace("~1items", "~1goods"))
    broken.contracts("approve", "--reason", "Meant.")
    assert [one["operation"] for one in tomllib.loads(broken.read(FILE))["approval"]] == ["GET /goods", "GET /items"]
    assert broken.contracts("check").status == 0


def test_an_approval_is_for_three_months_by_default(broken: Project) -> None:
    before = datetime.datetime.now(tz=datetime.UTC).date()
    broken.contracts("approve", "--reason", "Meant.")
    [approval] = tomllib.loads(broken.read(FILE))["approval"]
    assert 90 <= (approval["expires"] - before).days <= 91


@pytest.mark.parametrize("arguments", [[], ["--reason", " "], ["--reason", "A", "--expires", "soon"]])
def test_an_approval_needs_a_reason_and_a_day(broken: Project, arguments: list[str]) -> None:
    ran = broken.contracts("approve", *arguments)
    assert ran.status == 2
    assert ran.err.startswith("usage: contracts approve")
    assert not (broken.directory / FILE).exists()


def test_nothing_is_approved_where_nothing_is_known_of_the_promise(broken: Project) -> None:
    ran = broken.contracts("approve", "--reason", "A", "--blessed", "other")
    assert (ran.status, ran.err) == (2, "")
    assert not (broken.directory / FILE).exists()


def test_an_approval_that_expired_admits_nothing(broken: Project) -> None:
    broken.write(FILE, APPROVAL.replace("9999", "2001"))
    ran = broken.contracts("check")
    assert ran.status == 1
    assert ran.out.endswith(
        "warning: The approval of operation-removed at GET /items expired on 2001-12-31, and has no effect any more.\n"
        "\n"
        "  To mend it:\n"
        f"  - Delete it from {FILE}, line 2, or give it a later date.\n"
    )


def test_an_approval_that_matches_nothing_is_reported_but_fails_nothing(repository: Project) -> None:
    repository.write(FILE, APPROVAL)
    ran = repository.contracts("check")
    assert ran.status == 0
    assert ran.out.endswith(
        "warning: The approval of operation-removed at GET /items no longer matches a change.\n"
        "\n"
        "  To mend it:\n"
        f"  - Delete it from {FILE}, line 2.\n"
    )
    title = "The approval of operation-removed at GET /items no longer matches a change"
    annotation = f"::warning file=contracts/approvals.toml,line=2,title={title}::{title}."
    assert annotation in repository.contracts("check", "--format", "github").out


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ('rule = "operation-removed"', 'rule = "operation-added"'),
        ('operation = "GET /items"', 'operation = "GET /"'),
        ('pointer = "/paths/~1items/get"', 'pointer = "/paths"'),
    ],
)
def test_an_approval_of_something_else_admits_nothing(broken: Project, line: str, other: str) -> None:
    broken.write(FILE, APPROVAL.replace(line, other))
    ran = broken.contracts("check")
    assert ran.status == 1
    assert "no longer matches a change" in ran.out


def test_an_update_without_a_promise_does_not_report_approvals(project: Project) -> None:
    project.contracts("update")
    project.write(FILE, APPROVAL)
    project.edit("shop.py", '"/items"', '"/goods"')
    assert "approval of" not in project.contracts("update").out


NAMES = "an approval has rule, operation, pointer, reason, expires"


@pytest.mark.parametrize(
    ("line", "other", "message"),
    [
        ('reason = "Nobody called it for a year."\n', "", f'line 2: {NAMES}. Write reason = "...".'),
        ("Nobody called it for a year.", "", f'line 2: {NAMES}. Write reason = "...".'),
        ("9999-12-31", '"9999-12-31"', f"line 2: {NAMES}. Write expires = 2030-12-31, without quotes."),
        ("9999-12-31", "9999-12-31T00:00:00", f"line 2: {NAMES}. Write expires = 2030-12-31, without quotes."),
        ("reason", "author = 1\nreason", f"line 2: {NAMES}, and no author."),
        ("operation-removed", "operation-gone", "line 2: there is no rule 'operation-gone'."),
    ],
)
def test_an_approval_that_is_not_right_could_not_be_checked(
    broken: Project, line: str, other: str, message: str
) -> None:
    broken.write(FILE, APPROVAL.replace(line, other))
    assert broken.contracts("check") == (2, "", f"contracts: {FILE}, {message}\n")


@pytest.mark.parametrize("text", ["approval = 1", "approval = [{}]", "[approval]", "[[approvals]]"])
def test_a_file_of_something_else_could_not_be_checked(broken: Project, text: str) -> None:
    broken.write(FILE, text)
    message = f"contracts: {FILE}: an approval is a table that begins with [[approval]].\n"
    assert broken.contracts("check") == (2, "", message)


def test_a_file_that_is_not_toml_could_not_be_checked(broken: Project) -> None:
    broken.write(FILE, "expires = YYYY-MM-DD")
    ran = broken.contracts("check")
    assert ran.status == 2
    assert ran.err.startswith(f"contracts: {FILE} is not TOML: ")
