"""The release workflow builds the version of its tag; nothing is published by hand."""

import os
import shutil
from pathlib import Path

import contracts
from contracts.tests.installed.conftest import REPOSITORY, Environment
from contracts.tests.installed.github import Runner, steps_of
from contracts.tests.readme import FOLDER

BUILD, COMPARE = (
    step for step in steps_of(REPOSITORY / ".github/workflows/release.yml", "jobs", "build") if "run" in step
)


def test_a_release_has_the_version_of_its_tag(environment: Environment, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "contracts", ignore=shutil.ignore_patterns("__pycache__"))
    path = f"{environment.programs}{os.pathsep}{os.environ['PATH']}"
    runner = Runner(tmp_path, tmp_path, {"PATH": path, "GITHUB_REF_NAME": f"v{contracts.__version__}"})

    assert runner.run(BUILD).returncode == 0
    assert len(list((tmp_path / "dist").iterdir())) == 2
    assert runner.run(COMPARE).returncode == 0

    runner.variables = {**runner.variables, "GITHUB_REF_NAME": "v0.0.0"}
    assert runner.run(COMPARE).returncode == 1
