"""A changelog lists the changes between two commits or any two documents."""

import pytest

from contracts.tests.conftest import Project


@pytest.fixture
def released(repository: Project) -> Project:
    """Give a project with two releases."""
    repository.git("tag", "v1")
    repository.edit("shop.py", '@app.get("/items")', '@app.get("/goods")')
    repository.edit("shop.py", '@app.post("/items")', '@app.post("/items", tags=["all"])')
    repository.contracts("update")
    repository.commit()
    repository.git("tag", "v2")
    return repository


CHANGES = (
    "\n## Breaking\n\n- GET /items is gone.\n"
    "\n## New, and compatible\n\n- GET /goods is new.\n"
    "\n## Documentation\n\n- `POST /items`: The tags of the operation changed.\n"
)


def test_the_changes_between_two_commits_are_grouped_by_verdict(released: Project) -> None:
    assert released.contracts("changelog", "v1", "v2") == (0, f"# Shop, from v1 to v2\n{CHANGES}", "")
    assert released.contracts("changelog", "v2", "HEAD").out == "# Shop, from v2 to HEAD\n\nNothing changed.\n"


@pytest.mark.parametrize("new", ["openapi.json", "shop:app", "v2:openapi.json"])
def test_a_commit_may_be_compared_with_any_document(released: Project, new: str) -> None:
    assert released.contracts("changelog", "v1", new) == (0, f"# Shop, from v1 to {new}\n{CHANGES}", "")


def test_two_documents_need_no_settings(released: Project) -> None:
    (released.directory / "pyproject.toml").unlink()
    ran = released.contracts("changelog", "v1:openapi.json", "openapi.json")
    assert ran == (0, f"# Shop, from v1:openapi.json to openapi.json\n{CHANGES}", "")


def test_ignored_changes_are_left_out(released: Project) -> None:
    released.configure('ignore = { paths = ["/items"] }')
    assert "/items" not in released.contracts("changelog", "v1", "v2").out


def test_a_missing_commit_is_reported(released: Project) -> None:
    ran = released.contracts("changelog", "v1", "v3")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("contracts: This clone has no ref 'v3'.")
