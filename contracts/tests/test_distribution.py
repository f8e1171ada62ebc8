"""The folder is built into its own distribution: the tool and its license, and nothing of the blog."""

import json
import os
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

import contracts
from contracts.tests.conftest import Project

FOLDER = Path(contracts.__file__).parent
ASIDE = {"promises", "tests", "__pycache__"}
ABOUT = {Path("LICENSE"), Path("README.md"), Path("pyproject.toml")}
"""The files of the folder that are not installed as a part of the package."""


def built(project: Path, directory: Path) -> zipfile.ZipFile:
    """Build the wheel of a project into a directory, and return it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(directory)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    [file] = directory.glob("*.whl")
    return zipfile.ZipFile(file)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel of the folder."""
    return built(FOLDER, tmp_path_factory.mktemp("dist"))


def metadata(wheel: zipfile.ZipFile) -> Message:
    """Return the metadata of the wheel."""
    return Parser().parsestr(wheel.read(f"driftproof-{contracts.__version__}.dist-info/METADATA").decode())


def test_the_wheel_has_the_tool_and_nothing_of_the_blog(wheel: zipfile.ZipFile) -> None:
    paths = [path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()]
    tool = {f"driftproof/{path.as_posix()}" for path in paths if not ASIDE & {*path.parts} and path not in ABOUT}
    assert {"driftproof/command.py", "driftproof/drift/benchmark/pairs.jsonl", "driftproof/py.typed"} < tool
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == tool


def test_the_blog_installs_no_package_of_so_common_a_name(tmp_path: Path) -> None:
    names = built(FOLDER.parent, tmp_path).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"blog"}


def test_the_wheel_depends_on_jsonschema_alone(wheel: zipfile.ZipFile) -> None:
    said = metadata(wheel)
    requirements = said.get_all("Requires-Dist", [])
    assert [name.split(">=")[0] for name in requirements if "extra ==" not in name] == ["jsonschema"]
    assert [name.split(">=")[0] for name in requirements if "extra == 'yaml'" in name] == ["pyyaml"]
    replay = [name.split(">=")[0] for name in requirements if "extra == 'replay'" in name]
    assert replay == ["httpx", "uvicorn"]


def test_the_license_is_in_the_folder_and_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    license_text = (FOLDER.parent / "LICENSE").read_bytes()
    assert (FOLDER / "LICENSE").read_bytes() == license_text
    assert wheel.read(f"driftproof-{contracts.__version__}.dist-info/licenses/LICENSE") == license_text
    assert metadata(wheel)["License-Expression"] == "MIT"


def run(installed: Path, directory: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an installed module in a directory."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a directory."""
    directory = tmp_path_factory.mktemp("installed")
    wheel.extractall(directory)
    return directory


def test_the_benchmark_scores_the_tool_that_is_installed(installed: Path, tmp_path: Path) -> None:
    lines = (installed / "driftproof/drift/benchmark/pairs.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "two.jsonl").write_text("\n".join(lines[:2]), encoding="utf-8")
    tool = [sys.executable, "-m", "driftproof", "diff", "--format", "json"]
    options = ["--json", "--data", "two.jsonl", "--verdict", "verdict"]

    ran = run(installed, tmp_path, "driftproof.drift.benchmark", *options, *tool)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["total"]["agreed"] == 2


def test_the_installed_package_names_the_installed_command(installed: Path, repository: Project) -> None:
    def driftproof(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run(installed, repository.directory, "driftproof", *arguments)

    assert driftproof("check").returncode == 0
    repository.edit("shop.py", '@app.get("/items")\n', "")

    ran = driftproof("check")

    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking: GET /items is gone. [operation-removed]\n" in ran.stdout
    assert "Write what it serves, and commit it: driftproof update\n" in ran.stdout
    assert "python -m" not in ran.stdout
    assert driftproof("--help").stdout.startswith("usage: driftproof ")
    assert driftproof("explain", "operation-removed").returncode == 0
    assert driftproof("explain", "nothing").stderr.startswith("driftproof: There is no rule 'nothing'.")
