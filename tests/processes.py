"""The processes that a test starts."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def inherited(*without: str) -> dict[str, str]:
    """Return the environment of this process, without the variables whose names begin with one of `without`.

    Coverage is not measured in the new process: a test run within a test says nothing about the coverage of the blog,
    and would be much slower.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", *without))}


def run_captured(
    command: Sequence[str], directory: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a directory; return its exit status, and as `stdout` its output with that of stderr in it.

    Without an environment, it has the one of this process.
    """
    return subprocess.run(
        command,
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
