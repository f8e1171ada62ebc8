"""A change can be admitted with a reason and for a while; what admits nothing is told."""

import pytest

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
    printed = repository.contracts("check").out
    block = printed[printed.index("[[approval]]") :]
    assert '      operation = "*"\n' in block
    assert "    likewise: PUT /items/{id}\n" in printed
    repository.write(FILE, block.replace("YYYY-MM-DD", "9999-12-31"))
    ran = repository.contracts("check")
    assert "    likewise: PUT /items/{id}\n    admitted: ...\n" in ran.out
    # The responses, in which there is now less than there may have been, are not admitted with the requests.
    assert "This asks for version 1.1.0, and info.version is 1.0.0." in ran.out


def test_what_is_printed_to_be_pasted_is_an_approval(broken: Project) -> None:
    printed = broken.contracts("check").out
    block = printed[printed.index("[[approval]]") :]
    broken.write(FILE, block.replace("YYYY-MM-DD", "9999-12-31"))
    assert broken.contracts("check").status == 0


def test_an_approval_that_expired_admits_nothing(broken: Project) -> None:
    broken.write(FILE, APPROVAL.replace("9999", "2001"))
    ran = broken.contracts("check")
    assert ran.status == 1
    assert ran.out.endswith(
        "warning: The approval of operation-removed at GET /items expired on 2001-12-31, and admits nothing any more.\n"
        "\n"
        "  To mend it:\n"
        f"  - Delete it from {FILE}, line 2, or give it another day.\n"
    )


def test_an_approval_that_matches_nothing_is_told_and_does_no_harm(repository: Project) -> None:
    repository.write(FILE, APPROVAL)
    ran = repository.contracts("check")
    assert ran.status == 0
    assert ran.out.endswith(
        "warning: The approval of operation-removed at GET /items matches no change any more.\n"
        "\n"
        "  To mend it:\n"
        f"  - Delete it from {FILE}, line 2.\n"
    )
    annotation = "::warning file=contracts/approvals.toml,line=2,title=contracts::The approval of operation-removed"
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
    assert "matches no change any more" in ran.out


def test_an_update_says_nothing_of_approvals_where_it_knows_no_promise(project: Project) -> None:
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
