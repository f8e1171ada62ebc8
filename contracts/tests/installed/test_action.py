"""The steps of the GitHub action run in a clone of a repository."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.tests.conftest import Project
from contracts.tests.installed.conftest import REPOSITORY, Environment
from contracts.tests.installed.github import Runner, comments_api, steps_of

INSTALL, CHECK, COMMENT = steps_of(REPOSITORY / "action.yml", "runs")
ACTION = {"GITHUB_ACTION_PATH": str(REPOSITORY)}
BRANCH = "trunk"
TOKEN = "a token"


@pytest.fixture(scope="module")
def prepared(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give the environment of an app, in which the action has installed the check."""
    directory = tmp_path_factory.mktemp("install")
    contexts = {"inputs.directory": ".", "inputs.python": str(environment.python)}
    assert Runner(directory, directory, ACTION, contexts).run(INSTALL).returncode == 0
    return environment


@pytest.fixture
def runner(stranger: Project, tmp_path_factory: pytest.TempPathFactory, prepared: Environment) -> Runner:
    """Give a runner in a clone of a repository with a project in a subdirectory."""
    assert prepared.shell("driftproof update").returncode == 0
    (stranger.directory / "api").mkdir()
    for name in ("shop.py", "pyproject.toml", "openapi.json"):
        (stranger.directory / name).rename(stranger.directory / "api" / name)
    stranger.git("branch", "--move", BRANCH)
    stranger.commit()
    workspace, temporary = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("runner")
    # The commands of actions/checkout.
    stranger.directory = workspace
    stranger.git("init", "--quiet")
    stranger.git("remote", "add", "origin", str(Path.cwd()))
    stranger.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    stranger.git("checkout", "--quiet", "--detach", f"origin/{BRANCH}")
    contexts = {
        "inputs.directory": "api",
        "inputs.python": str(prepared.python),
        "inputs.fail-on": "",
        "github.event.repository.default_branch": BRANCH,
        "github.token": TOKEN,
    }
    return Runner(workspace, temporary, ACTION, contexts)


def break_clients(runner: Runner) -> None:
    """Remove an operation from the app in the runner's workspace."""
    app = runner.workspace / "api/shop.py"
    app.write_text(app.read_text(encoding="utf-8").replace('@app.get("/items")\n', ""), encoding="utf-8")


def test_an_app_that_keeps_its_promise_passes(runner: Runner) -> None:
    ran = runner.run(CHECK)
    assert (ran.returncode, "::error" in ran.stdout) == (0, False), ran.stdout
    assert "openapi.json is what shop:app serves." in runner.summary.read_text(encoding="utf-8")
    assert "not checked" not in ran.stdout


def test_a_break_fails_with_annotations_and_a_summary(runner: Runner) -> None:
    break_clients(runner)

    ran = runner.run(CHECK)

    assert (ran.returncode, ran.stderr) == (1, "")
    assert "::error file=api/openapi.json,line=" in ran.stdout
    summary = runner.summary.read_text(encoding="utf-8")
    assert "GET /items is gone" in summary
    assert Path(runner.contexts["steps.check.outputs.report"]).read_text(encoding="utf-8") == summary


def test_the_verdict_that_fails_can_be_chosen(runner: Runner) -> None:
    break_clients(runner)
    update = [runner.contexts["inputs.python"], "-m", "driftproof", "update", "--directory", "api"]
    subprocess.run(update, cwd=runner.workspace, check=True, capture_output=True)
    for fail_on, status in (("none", 0), ("breaking", 1)):
        runner.contexts["inputs.fail-on"] = fail_on
        assert runner.run(CHECK).returncode == status


def test_an_app_that_cannot_be_imported_is_reported_in_the_summary(runner: Runner) -> None:
    (runner.workspace / "api/shop.py").write_text("raise ValueError('no settings')\n", encoding="utf-8")

    ran = runner.run(CHECK)

    assert ran.returncode == 2
    assert "shop cannot be imported: ValueError: no settings" in ran.stderr
    assert "shop cannot be imported: ValueError: no settings" in runner.summary.read_text(encoding="utf-8")


def test_the_check_is_installed_without_pip(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "virtualenv", "--quiet", "--no-pip", str(tmp_path / "venv")], check=True)
    with_uv = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    contexts = {"inputs.directory": ".", "inputs.python": "venv/bin/python"}
    runner = Runner(tmp_path, tmp_path, {**ACTION, **with_uv}, contexts)
    assert runner.run(INSTALL).returncode == 0
    subprocess.run([tmp_path / "venv/bin/driftproof", "--help"], check=True, capture_output=True)


def comment(runner: Runner, comments: list[dict[str, Any]], text: str, token: str = TOKEN) -> str:
    """Run the step that comments, on a report; returns the log."""
    report, event = runner.temporary / "report.md", runner.temporary / "event.json"
    report.write_text(text, encoding="utf-8")
    event.write_text(json.dumps({"pull_request": {"number": 7}}), encoding="utf-8")
    runner.contexts["steps.check.outputs.report"] = str(report)
    with comments_api(comments, token) as address:
        runner.variables = {
            **runner.variables,
            "GITHUB_API_URL": address,
            "GITHUB_REPOSITORY": "owner/shop",
            "GITHUB_EVENT_PATH": str(event),
        }
        ran = runner.run(COMMENT)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_a_pull_request_has_one_comment_with_the_last_report(runner: Runner) -> None:
    comments: list[dict[str, Any]] = [{"id": number, "body": f"Comment {number}"} for number in range(1, 101)]
    assert comment(runner, comments, "Two breaks.") == ""
    assert comments[100:] == [{"id": 101, "body": "<!-- driftproof: api -->\nTwo breaks."}]
    comment(runner, comments, "One break.")
    runner.contexts["inputs.directory"] = "."
    comment(runner, comments, "Of another project.")
    bodies = ["<!-- driftproof: api -->\nOne break.", "<!-- driftproof: . -->\nOf another project."]
    assert [one["body"] for one in comments[100:]] == bodies


def test_a_comment_has_the_length_that_github_takes(runner: Runner) -> None:
    comments: list[dict[str, Any]] = []
    comment(runner, comments, "a" * 65_536)
    assert len(comments[0]["body"]) == 65_536


def test_without_the_permission_to_comment_there_is_a_warning(runner: Runner) -> None:
    comments: list[dict[str, Any]] = []
    log = comment(runner, comments, "Two breaks.", token="another")
    assert log.startswith("::warning::The report is no comment on the pull request: GitHub answers 403 Forbidden.")
    assert comments == []
