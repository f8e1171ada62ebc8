"""What a process that a test starts inherits."""

import os


def inherited(*without: str) -> dict[str, str]:
    """Return the environment of this process, but for the variables that begin with one of `without`.

    A run of tests within a test tells nothing about the coverage of the blog, and is much slower when that is measured.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", *without))}
