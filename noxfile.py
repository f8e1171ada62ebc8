"""The sessions: run the blog, and run everything that decides whether a change is good.

Arguments after `--` are passed to the program that a session runs.
"""

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import nox

# Dozens of processes import the same modules: without bytecode, each would compile them again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

nox.needs_version = ">=2026.10.20"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
if len(sys.argv) == 1:
    # One more than there are cores, since each sometimes waits for a disk, a lock or a server. A session that is
    # named has all cores, and shows its output as it comes.
    nox.options.parallel, nox.options.allow_parallel = (os.cpu_count() or 1) + 1, True
for option, python in pairwise(sys.argv):
    if option in ("-P", "--force-python"):
        # Otherwise nox would reuse an environment of another Python.
        nox.options.envdir = f".nox/{python}"

PYPROJECT = nox.project.load_toml("pyproject.toml")
DATABASES = nox.parametrize("database", [nox.param(name, id=name) for name in ("sqlite", "postgresql")])
# Installing the packages takes longer than some of the sessions, so most sessions share one environment.
SHARED: dict[str, Any] = {"requires": ["environment"], "venv_backend": "none"}
PROGRAMS = "programs"  # the file with the path of its programs
# The rest of contracts/ needs no database: `kit` runs it.
CONTRACTS = ["contracts", "--ignore=contracts/drift", "--ignore=contracts/tests"]
# Only contracts/ needs Schemathesis, and its imports take each process of a test run most of a second.
TESTS = ["tests", "--ignore=tests/kit", "-p", "no:schemathesis"]
# They reach the branches that blog/database.py has for PostgreSQL; measuring all tests there takes a minute longer.
# A branch that only PostgreSQL reaches, and that `coverage` misses, needs its test module here.
MEASURED_ON_POSTGRESQL = ["tests/test_schema_at_start.py", "tests/test_storage.py"]
FREEZE = f"""
from importlib.metadata import distributions
ours = ("{PYPROJECT["project"]["name"]}", "pip")
for pin in sorted(f"{{one.name}}=={{one.version}}" for one in distributions() if one.name not in ours):
    print(pin)
"""


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


def install(session: nox.Session, *requirements: str) -> None:
    """Install the project and the requirements, in the versions that constraints.txt pins."""
    session.install("--constraint", "constraints.txt", "--editable", ".", *requirements)


def run(session: nox.Session, program: str, *arguments: str) -> None:
    """Run a program of the shared environment."""
    session.run(Path((session.cache_dir / PROGRAMS).read_text(encoding="utf-8")) / program, *arguments)


def measure(session: nox.Session, database: str, *command: str) -> None:
    """Run a module, and record for `coverage` which branches of the blog it reaches."""
    data = f"--data-file=.coverage.{database}"
    run(session, "coverage", "erase", data)
    run(session, "coverage", "run", data, "-m", *command)


def workers(session: nox.Session) -> list[str]:
    """Return the pytest options to run on all cores, if no other session runs at the same time."""
    return [] if session.parallel else ["--numprocesses=auto", "--dist=worksteal"]


@nox.session(default=False)
def serve(session: nox.Session) -> None:
    """Serve the blog on 127.0.0.1:8000; `-- --demo` starts with sample users and posts."""
    install(session)
    session.run("python", "-m", "blog", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style with ruff."""
    session.install("--constraint", "constraints.txt", *group("lint"))
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--diff")


@nox.session(default=False)
def environment(session: nox.Session) -> None:
    """Install the packages that most sessions share; each of these sessions runs this one first."""
    install(session, *group("types"))
    (session.cache_dir / PROGRAMS).write_text(session.bin, encoding="utf-8")


@nox.session(**SHARED)
def types(session: nox.Session) -> None:
    """Check the types with mypy."""
    run(session, "mypy", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Check that openapi.json is what the app serves, and breaks no client."""
    install(session, *group("drift"))
    session.run("python", "-m", "contracts", "check", *session.posargs)


@nox.session(**SHARED)
def kit(session: nox.Session) -> None:
    """Test the checks themselves: the comparison of documents, servers, lessons, planted defects, the README."""
    run(session, "pytest", "tests/kit", "contracts/drift", "contracts/tests", *workers(session), *session.posargs)


@nox.session(default=False)
def package(session: nox.Session) -> None:
    """Build the drift check's own distribution, and use it like a user: installed, by pre-commit, as an action."""
    install(session, *group("package"))
    session.run("pytest", "contracts/tests/installed", "-p", "no:schemathesis", *session.posargs)


@nox.session(**SHARED)
@DATABASES
def tests(session: nox.Session, database: str) -> None:
    """Check the behaviour on one database."""
    pytest = ["pytest", *TESTS, *workers(session), "--database", database, *session.posargs]
    if database == "sqlite":
        measure(session, database, *pytest)
    else:
        run(session, "python", "-m", *pytest)


@nox.session(**SHARED)
@DATABASES
def contracts(session: nox.Session, database: str) -> None:
    """Check that the app keeps its committed contracts on one database."""
    run(session, "pytest", *CONTRACTS, "--database", database, *session.posargs)


@nox.session(venv_backend="none", requires=["environment", "tests(sqlite)"])
def coverage(session: nox.Session) -> None:
    """Check that the tests reach every branch of the blog: all of them on SQLite, and some on PostgreSQL."""
    database = "postgresql"
    measure(session, database, "pytest", *MEASURED_ON_POSTGRESQL, "-p", "no:schemathesis", "--database", database)
    run(session, "coverage", "combine")
    run(session, "coverage", "report")


@nox.session(default=False, **SHARED)
@DATABASES
def deep(session: nox.Session, database: str) -> None:
    """Check the contracts on one database for half an hour, with different cases each time."""
    options = ["--hypothesis-profile=deep", "-k", "not http", "--database", database]
    run(session, "pytest", *CONTRACTS, "tests/lockstep", *options, *session.posargs)


@nox.session(default=False, **SHARED)
def update(session: nox.Session) -> None:
    """Write everything that is generated: the contracts, and the outputs and tables in READMEs; print what changed."""
    run(session, "python", "-m", "tests.update", *session.posargs)


@nox.session(default=False, **SHARED)
def patterns(session: nox.Session) -> None:
    """Print the table of the persistence patterns; `-- NAME` prints one lesson, with the SQL of each session."""
    run(session, "python", "-m", "tests.teaching", *session.posargs)


@nox.session(default=False, **SHARED)
def book(session: nox.Session) -> None:
    """Write the lessons as a static site, with a diagram of each session, into book/ or `-- DIRECTORY`."""
    run(session, "python", "-m", "tests.teaching.book", *session.posargs)


@nox.session(default=False, **SHARED)
def exercise(session: nox.Session) -> None:
    """Copy a lesson without its cure, for you to write: `-- NAME`; a second run tests your cure."""
    run(session, "python", "-m", "tests.teaching.exercise", *session.posargs)


@nox.session(**SHARED)
def exercises(session: nox.Session) -> None:
    """Put wrong cures into the lessons, and report which their tests accept; `-- NAME` for one lesson."""
    run(session, "python", "-m", "tests.teaching.refusals", *session.posargs)


@nox.session(default=False, **SHARED)
def isolation(session: nox.Session) -> None:
    """Search each isolation level of both databases for anomalies, and print which it found: `-- --seconds 60`."""
    run(session, "python", "-m", "tests.isolation", *session.posargs)


@nox.session(default=False, **SHARED)
def bench(session: nox.Session) -> None:
    """Measure what each layer of the blog costs on both databases; `-- --write` writes it into blog/README.md."""
    run(session, "python", "-m", "tests.bench", *session.posargs)


@nox.session(default=False, **SHARED)
def scale(session: nox.Session) -> None:
    """Measure what the blog's requests cost with a million posts, and with a thousand clients at once."""
    run(session, "python", "-m", "tests.bench.scale", *session.posargs)


@nox.session(default=False)
def tuning(session: nox.Session) -> None:
    """Measure what the number of threads, connections and workers, and other servers change."""
    install(session, *group("tuning"))
    session.run("python", "-m", "tests.bench.tuning", *session.posargs)


@nox.session(default=False, **SHARED)
def defects(session: nox.Session) -> None:
    """Plant mistakes in copies of the blog, one at a time, and report which test notices each."""
    run(session, "python", "-m", "tests.defects", *session.posargs)


@nox.session(default=False)
def yours(session: nox.Session) -> None:
    """Make the changes of "Make it yours" in blog/README.md in copies of the project, and check each; `-- NAME`."""
    install(session, *group("types"), *group("lint"))
    session.run("python", "-m", "tests.yours", *session.posargs)


@nox.session(default=False, **SHARED)
def soundness(session: nox.Session) -> None:
    """Search for breaking changes that are called safe, then plant mistakes to be found: `-- --pairs N --minutes M`."""
    run(session, "python", "-m", "contracts.drift.tests.search", *session.posargs)


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Change the blog by rule, place by place, and report the changes that no test notices."""
    install(session, *group("mutation"))
    session.run("python", "-m", "tests.defects.mutation", *session.posargs)


@nox.session(default=False, reuse_venv=False)
def lock(session: nox.Session) -> None:
    """Write constraints.txt: the newest versions of everything."""
    session.install("--editable", ".", *group("mutation"), *group("package"), *group("lint"), *group("tuning"))
    frozen = session.run("python", "-c", FREEZE, silent=True)
    Path("constraints.txt").write_text(f"{frozen}".strip() + "\n", encoding="utf-8")


@nox.session(default=False, reuse_venv=False)
@DATABASES
def latest(session: nox.Session, database: str) -> None:
    """Check the behaviour with the newest versions of everything."""
    session.install("--editable", ".", *group("test"))
    session.run("pytest", *TESTS, *workers(session), "--database", database, *session.posargs)


@nox.session(default=False, reuse_venv=False)
@DATABASES
def minimums(session: nox.Session, database: str) -> None:
    """Check the behaviour with the oldest versions that pyproject.toml allows."""
    requirements = [*PYPROJECT["project"]["dependencies"], *group("test")]
    session.install("--editable", ".", *(requirement.replace(">=", "==") for requirement in requirements))
    session.run("pytest", *TESTS, *workers(session), "--database", database, *session.posargs)
