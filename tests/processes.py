"""The environment of a process that a test starts."""

import os


def inherited(*without: str) -> dict[str, str]:
    """Return the environment of this process, without the variables whose names begin with one of `without`.

    Coverage is not measured in the new process: a test run within a test says nothing about the coverage of the blog,
    and would be much slower.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", *without))}
