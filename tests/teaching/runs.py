"""A run of lessons or exercises on one database, in a process of its own, and the results of its tests."""

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests.processes import inherited, run_captured
from tests.teaching.steps import Step

PROJECT = Path(__file__).parents[2]
DATABASES = ("sqlite", "postgresql")
# An exercise may be outside of the project, and still needs its fixtures.
PLUGINS = ("-c", "pyproject.toml", "-p", "conftest", "-p", "no:cacheprovider", "-p", "no:schemathesis")
# For a run whose tracebacks nobody reads: writing them takes as long as its tests.
NO_TRACEBACKS = "--tb=line"


class BrokenRunError(Exception):
    """A run failed before its tests; the message is the output of pytest."""


@dataclass(frozen=True)
class Result:
    """The result of a test: the path of its module, what it saw, its steps, and how it failed, "" if it passed.

    The traceback has the lines of code that led to the failure.
    """

    module: str
    name: str
    failure: str
    seen: str
    steps: list[Step] = field(repr=False)
    traceback: str = field(default="", repr=False)

    @property
    def lesson(self) -> str:
        """The name of the lesson."""
        return Path(self.module).stem.removeprefix("test_")

    @property
    def naive(self) -> bool:
        """Whether the test belongs to the naive half."""
        return self.name.startswith("test_naive_")


def run_on_both(arguments: Sequence[str]) -> dict[str, list[Result]]:
    """Run pytest with these arguments on both databases at the same time; raise BrokenRunError if no test ran."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(DATABASES, pool.map(lambda database: run(database, *arguments), DATABASES), strict=True))


def run(database: str, *arguments: str) -> list[Result]:
    """Run pytest with these arguments on "sqlite" or "postgresql"; raise BrokenRunError if no test ran."""
    with TemporaryDirectory() as directory:
        report = Path(directory) / "report.xml"
        reporting = ["-o", "junit_family=legacy", f"--junitxml={report}", "--tb=short"]
        pytest = [sys.executable, "-m", "pytest", *PLUGINS, *reporting]
        process = run_captured([*pytest, "--database", database, *arguments], PROJECT, inherited())
        tests = _tests(report) if report.exists() else []
    if not tests or process.returncode not in (0, 1):
        raise BrokenRunError(f"The tests on {database} did not run:\n{process.stdout}")
    return tests


def _tests(report: Path) -> list[Result]:
    tests = []
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it just now
        properties = {one.attrib["name"]: one.attrib["value"] for one in case.iter("property")}
        failures = [one for one in case if one.tag in ("failure", "error")]
        tests.append(
            Result(
                module=case.attrib["file"],
                name=case.attrib["name"],
                failure="; ".join(one.attrib.get("message", "") for one in failures),
                seen=properties.get("seen", ""),
                steps=[Step(*step) for step in json.loads(properties.get("steps", "[]"))],
                traceback="\n".join(one.text or "" for one in failures),
            )
        )
    return tests
