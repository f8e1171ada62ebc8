"""The distribution, and environments to install it in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.tests.conftest import Project
from contracts.tests.readme import FOLDER

REPOSITORY = FOLDER.parent


class Environment:
    """A new Python environment."""

    def __init__(self, directory: Path) -> None:
        """Create it in the directory, with only pip in it."""
        subprocess.run([sys.executable, "-m", "virtualenv", "--quiet", str(directory)], check=True)
        self.programs = directory / "bin"
        self.python = self.programs / "python"

    def install(self, *requirements: str) -> None:
        """Install the requirements."""
        subprocess.run([self.programs / "pip", "install", "--quiet", *requirements], check=True)

    def shell(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script in the working directory, with the environment activated."""
        environment = {**os.environ, "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}", **variables}
        return subprocess.run(
            ["bash", "-ec", script], env=environment, capture_output=True, text=True, check=False, timeout=300
        )


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the distribution, and return its directory."""
    directory = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(directory), str(FOLDER)]
    subprocess.run(command, check=True, capture_output=True)
    return directory


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give the environment that an app runs in."""
    environment = Environment(tmp_path_factory.mktemp("app"))
    environment.install("fastapi")
    return environment


@pytest.fixture
def stranger(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a project in its own repository, from which the kit cannot be imported."""
    monkeypatch.delenv("PYTHONPATH")
    project.git("init", "--quiet", "--initial-branch", "main")
    return project
