"""The workflows of GitHub pin their actions, limit their time, and have no more permissions than they need."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))
CI, WEEKLY = (PROJECT / ".github/workflows" / name for name in ("ci.yml", "weekly.yml"))
NOXFILE = PROJECT / "noxfile.py"

every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])


def parsed(workflow: Path) -> dict[Any, Any]:
    """Return a workflow; YAML reads its key `on` as True."""
    return dict(yaml.safe_load(workflow.read_text(encoding="utf-8")))


@every_workflow
def test_every_action_is_pinned_to_a_commit_with_its_version_in_a_comment(workflow: Path) -> None:
    uses = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    assert uses
    assert [one for one in uses if not re.fullmatch(r"\./|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


@every_workflow
def test_every_job_has_a_time_limit(workflow: Path) -> None:
    assert [name for name, job in parsed(workflow)["jobs"].items() if "timeout-minutes" not in job] == []


@every_workflow
def test_a_workflow_may_only_read_unless_a_job_publishes_or_comments(workflow: Path) -> None:
    read = parsed(workflow)
    assert read["permissions"] == {"contents": "read"}
    more = {name: job["permissions"] for name, job in read["jobs"].items() if "permissions" in job}
    comments = {"drift": {"contents": "read", "pull-requests": "write"}}
    assert {name: rights for name, rights in more.items() if name != "publish"} in ({}, comments)


def test_ci_runs_every_supported_python() -> None:
    pythons = parsed(CI)["jobs"]["nox"]["strategy"]["matrix"]["python"]
    assert pythons == [f"3.{minor}" for minor in range(11, 15)]


def test_every_session_outside_of_the_default_runs_in_ci_or_weekly() -> None:
    sessions = re.findall(
        r"^@nox\.session\(default=False.*\n(?:@DATABASES\n)?def (\w+)",
        NOXFILE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    workflows = CI.read_text(encoding="utf-8") + WEEKLY.read_text(encoding="utf-8")
    assert sessions
    missing = {name for name in sessions if not re.search(rf"\b{name}\b", workflows)}
    no_checks = {"serve", "environment", "patterns", "exercise", "lock", "update"}
    assert missing <= no_checks, "Add it to .github/workflows/weekly.yml."


def test_dependabot_watches_the_actions_and_the_packages() -> None:
    read = yaml.safe_load((CI.parents[1] / "dependabot.yml").read_text(encoding="utf-8"))
    assert {update["package-ecosystem"] for update in read["updates"]} == {"github-actions", "pip"}
