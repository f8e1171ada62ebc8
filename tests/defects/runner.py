"""The suite, run against a copy of the project that has a defect."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.postgres import server
from tests.processes import inherited

PROJECT = Path(__file__).parents[2]
SILENCE = 60.0  # seconds without output after which a run is ended, several times the duration of the longest test
NODE_ID = r"(?:tests|contracts)/\S+::\w+(?:\[.*?\](?= |$))?"

# The lists decide the order, and so the time. A module that is in none of them runs between QUICK and SLOW.
QUICK = [
    "tests/test_storage.py",
    "tests/test_locks.py",
    "tests/test_users.py",
    "tests/test_posts.py",
    "tests/test_conditional_requests.py",
    "tests/test_methods.py",
    "tests/test_errors.py",
    "tests/test_pages.py",
    "tests/test_prefix.py",
    "tests/test_security_headers.py",
    "tests/test_paging.py::test_the_last_page_has_no_next_link",
    "tests/test_text.py::test_a_text_just_outside_the_limits_is_refused_and_named",
    "tests/test_text.py::test_the_patterns_refuse_what_the_unicode_database_says",
    "contracts/promises/test_work.py",
    "tests/test_migrations.py",
    "tests/test_hostile_input.py",
    "tests/test_schema_at_start.py",
    "tests/test_settings.py",
    "tests/test_server.py::test_sample_data_is_added_once",
    "tests/test_server.py::test_sample_data_is_never_added_to_other_data",
    "contracts/promises/test_costs.py",
]
SLOW = ["contracts/promises/test_promises.py", "tests/test_load.py"]
# Not run: they test documents, lessons with tables of their own, and the kit itself.
APART = [
    "tests/kit/",
    "tests/patterns/",
    "tests/test_lesson_fixtures.py",
    "contracts/promises/test_document.py",
    "contracts/promises/test_queries.py",
    "contracts/promises/test_storage.py",
    "contracts/drift/",
    "contracts/tests/",
]


@dataclass(frozen=True)
class Round:
    """A part of the suite, on one database: the tests as arguments of pytest."""

    database: str
    tests: list[str]


def other_tests() -> list[str]:
    """Return the modules that are in none of the lists."""
    everything = [
        path.relative_to(PROJECT).as_posix()
        for directory in ("tests", "contracts")
        for path in sorted((PROJECT / directory).rglob("test_*.py"))
    ]
    return [module for module in everything if not module.startswith((*QUICK, *SLOW, *APART))]


# Many tests notice most defects: the quick ones run first, and alone, since pytest needs time to collect the others.
ROUNDS = [Round(database, tests) for tests in (QUICK, other_tests(), SLOW) for database in ("sqlite", "postgresql")]


@dataclass(frozen=True)
class Verdict:
    """The result for a defect: the database and the test that noticed it, both empty if no test did."""

    database: str
    noticed_by: str
    seconds: float


class BrokenRunError(Exception):
    """The suite did not come to a verdict; the message is its output."""


@contextmanager
def running_postgres() -> Iterator[dict[str, str]]:
    """Run one PostgreSQL server for all rounds; yield the environment variables that name it."""
    with server(os.environ.get("BLOG_TEST_POSTGRES_FROM")) as (url, _):
        yield {"BLOG_TEST_POSTGRES_URL": url, "BLOG_TEST_POSTGRES_FROM": "url"}


def first_to_notice(plant: Callable[[Path], None], rounds: Iterable[Round], environment: Mapping[str, str]) -> Verdict:
    """Copy the project, let `plant` make a mistake in the copy, and run the rounds until a test notices it.

    Raises BrokenRunError, and the errors of `plant`.
    """
    start = time.monotonic()
    with TemporaryDirectory() as directory:
        copy = Path(directory).resolve() / "project"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "blog.db*", "media", "dist"))
        plant(copy)
        _insist_on_the_copy(copy)
        for one in rounds:
            if noticed_by := _run(one, copy, environment):
                return Verdict(one.database, noticed_by, time.monotonic() - start)
    return Verdict("", "", time.monotonic() - start)


def fails_anyway(environment: Mapping[str, str], workers: int) -> str:
    """Return a test that fails without a defect, and so would count as noticing every one; "" if there is none.

    `workers` rounds run at the same time.
    """
    with ThreadPoolExecutor(workers) as pool:
        verdicts = pool.map(lambda one: first_to_notice(lambda _: None, [one], environment), ROUNDS)
        return next((verdict.noticed_by for verdict in verdicts if verdict.noticed_by), "")


def _insist_on_the_copy(copy: Path) -> None:
    """Raise BrokenRunError if Python imports the blog from elsewhere, where it has no mistake."""
    where = [sys.executable, "-c", "import blog; print(blog.__file__)"]
    imported = subprocess.run(where, cwd=copy, capture_output=True, text=True, check=False).stdout.strip()
    if not Path(imported).is_relative_to(copy):
        raise BrokenRunError(f"The tests would run against {imported!r}, not against the copy in {copy}.")


def _run(one: Round, copy: Path, environment: Mapping[str, str]) -> str:
    """Return the first test that fails in a round, or "" if none does."""
    options = ["-x", "-v", "-p", "no:cacheprovider", "--hypothesis-profile", "unshrunk", "--database", one.database]
    output = copy / "output.txt"
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *options, *one.tests],
            cwd=copy,
            env={**inherited(), **environment},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while (status := process.poll()) is None and time.time() - output.stat().st_mtime < SILENCE:
                time.sleep(0.05)
        finally:
            _end(process)
    said = output.read_text(encoding="utf-8", errors="replace")
    if status == pytest.ExitCode.OK:
        return ""
    if status is None:
        *_, last = ["the collection", *re.findall(rf"^({NODE_ID})", said, re.MULTILINE)]
        return f"timeout in {last}"
    failed = re.search(rf"^(?:FAILED|ERROR) ({NODE_ID})", said, re.MULTILINE)
    if status != pytest.ExitCode.TESTS_FAILED or failed is None:
        raise BrokenRunError(f"The tests on {one.database} did not run:\n{said[-2000:]}")
    return failed[1]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a test run and the servers that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
