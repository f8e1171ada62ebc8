"""The workflows of GitHub run actions that cannot change unseen, with no more rights than they need."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = sorted((Path(__file__).parents[2] / ".github/workflows").glob("*.yml"))

every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])


def parsed(workflow: Path) -> dict[Any, Any]:
    """Return a workflow; YAML reads its key `on` as True."""
    return dict(yaml.safe_load(workflow.read_text(encoding="utf-8")))


@every_workflow
def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(workflow: Path) -> None:
    uses = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    assert uses
    assert [one for one in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


@every_workflow
def test_a_workflow_may_read_and_no_more_unless_a_job_publishes(workflow: Path) -> None:
    read = parsed(workflow)
    assert read["permissions"] == {"contents": "read"}
    assert [name for name, job in read["jobs"].items() if "permissions" in job] in ([], ["publish"])


def test_the_book_is_published_by_hand_or_with_a_release_alone() -> None:
    [workflow] = [path for path in WORKFLOWS if "deploy-pages" in path.read_text(encoding="utf-8")]
    read = parsed(workflow)
    assert read[True] == {"workflow_dispatch": None, "release": {"types": ["published"]}}
    assert read["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_book_is_kept_with_each_run_of_ci() -> None:
    [workflow] = [path for path in WORKFLOWS if path.stem == "ci"]
    *_, build, keep = parsed(workflow)["jobs"]["book"]["steps"]
    assert build["run"].endswith("nox -s book")
    assert keep["with"]["path"] == "book/"
