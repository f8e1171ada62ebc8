"""`python -m tests.yours [NAME ...]`: make each change of "Make it yours" in a copy of the project, and check the copy.

Prints how many files a person edits for each change. Exits with 1 if a check of a copy fails.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.defects.runner import PROJECT, running_postgres
from tests.patches import DoesNotApplyError
from tests.processes import inherited, run_captured
from tests.yours.checklists import README, Checklist, checklists

GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
# The lessons and the comparison of documents have nothing of the blog's fields, and the kit's other tests take minutes.
TESTS = ["tests", "--ignore=tests/kit", "--ignore=tests/patterns", "-p", "no:schemathesis", "--numprocesses=auto"]
KIT = [
    *(f"tests/kit/test_{name}.py" for name in ("defects", "fields", "readme", "update", "lessons", "workflows")),
    "contracts/tests/test_check.py",  # its project has a module `shop`, as the renamed kit has
]
CONTRACTS = ["contracts", "--ignore=contracts/drift", "--ignore=contracts/tests"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the checklists that the arguments name, or all; returns the exit status."""
    known = {checklist.name: checklist for checklist in checklists(README.read_text(encoding="utf-8"))}
    parser = argparse.ArgumentParser(prog="python -m tests.yours", description="Try the checklists of blog/README.md.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(known):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there is {', '.join(known)}")
    with running_postgres() as environment:
        failed = [name for name in options.names or known if not try_out(known[name], {**inherited(), **environment})]
    return 1 if failed else 0


def try_out(checklist: Checklist, environment: dict[str, str]) -> bool:
    """Make a change in a copy and check the copy; prints how it went, and returns whether it is green."""
    start = time.monotonic()
    with TemporaryDirectory() as directory:
        copy = Path(directory).resolve() / "project"
        # A server that a test starts elsewhere imports the copy, too.
        environment = {**environment, "PYTHONPATH": os.fspath(copy)}
        copy_project(copy)
        promise(copy)
        for step in checklist.steps:
            try:
                step.take(copy, environment)
            except DoesNotApplyError as error:
                print(f"{step.title}: {error}")
                return False
            except subprocess.CalledProcessError as error:
                print(f"{step.title}: the commands fail:\n{step.commands}\n{error.stdout}")
                return False
        for check in checks(copy):
            run = run_captured(check, copy, environment)
            if run.returncode:
                print(f"{checklist.title}: this fails after the change:\n  {' '.join(check)}\n{run.stdout[-5000:]}")
                return False
    minutes = (time.monotonic() - start) / 60
    for step in checklist.steps:
        print(f"{step.title}: {len(step.files)} files by hand.")
    print(f"{checklist.title}: green in {minutes:.0f} minutes.", flush=True)
    return True


def checks(copy: Path) -> Iterator[list[str]]:
    """Give the commands that check a copy, without the tests of the kit that are not part of it."""
    yield [sys.executable, "-m", "tests.update"]
    yield [sys.executable, "-m", "contracts", "check"]
    yield ["ruff", "check"]
    yield ["ruff", "format", "--check"]
    yield ["mypy"]
    yield [*PYTEST, *(name for name in KIT if (copy / name).exists()), "-p", "no:schemathesis", "--numprocesses=auto"]
    for name in ("sqlite", "postgresql"):
        for what in (TESTS, CONTRACTS):
            yield [*PYTEST, *what, "--database", name]


def copy_project(copy: Path) -> None:
    """Copy every file of the project that git knows or would add."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, copy / name)


def promise(copy: Path) -> None:
    """Make the copy a repository, whose clients were promised what it has before the change."""
    environment = {**inherited("GIT_"), "GIT_CONFIG_GLOBAL": os.devnull}
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "A promise"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ):
        subprocess.run([*GIT, *command], cwd=copy, env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
