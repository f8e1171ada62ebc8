"""The outputs that contracts/promises/README.md quotes; a mistake in a copy of the project produces each of them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.processes import inherited

PROJECT = Path(__file__).parents[1]
README = PROJECT / "contracts/promises/README.md"
COPIED = ("blog", "contracts", "tests", "conftest.py", "openapi.json", "pyproject.toml")


class NoQuoteError(Exception):
    """A quote cannot be produced, or the README has no place for it; the message says why."""


@dataclass(frozen=True)
class Quote:
    """A quoted output.

    Attributes:
        begins: The beginning of its block in the README.
        make: Makes a mistake in the copy of the project in a directory, and returns the output that reports it.
    """

    begins: str
    make: Callable[[Path], str]

    def made(self, directory: Path) -> str:
        """Copy the project to an empty directory, and return the quote that is produced there; raise NoQuoteError."""
        for name in COPIED:
            if (PROJECT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", ".*")
                shutil.copytree(PROJECT / name, directory / name, ignore=ignored)
            else:
                shutil.copy(PROJECT / name, directory)
        return self.make(directory)

    def quoted(self, document: str) -> str:
        """Return the quote as a document has it; raise NoQuoteError."""
        blocks: list[str] = re.findall(r"```text\n(.*?)```", document, re.DOTALL)
        found = [block for block in blocks if block.startswith(self.begins)]
        if len(found) != 1:
            raise NoQuoteError(
                f"{README.relative_to(PROJECT)} has {len(found)} blocks of text that begin with {self.begins!r}. "
                "It needs one, which is overwritten."
            )
        return found[0]


def run(directory: Path, *command: str) -> str:
    """Run a command in a copy of the project; returns what it prints."""
    environment = {**inherited("GIT_", "BLOG_"), "PYTHONPATH": os.fspath(directory), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=directory, env=environment, stdout=subprocess.PIPE, text=True, check=False
    ).stdout


def edit(file: Path, pattern: str, replacement: str) -> None:
    """Replace the only match of a pattern in a file; raise NoQuoteError."""
    text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    if count != 1:
        raise NoQuoteError(f"{file.name} needs one match of a pattern in tests/quotes.py, and has {count}: {pattern}")
    file.write_text(text, encoding="utf-8")


def part_of(output: str, pattern: str) -> str:
    """Return the match of a pattern in an output; raise NoQuoteError."""
    found = re.search(pattern, output, re.MULTILINE | re.DOTALL)
    if found is None:
        raise NoQuoteError(f"The output has no match of {pattern!r}:\n{output}")
    return found[0].rstrip() + "\n"


def a_breaking_change(copy: Path) -> str:
    """Add a required field to the body that creates a user."""
    run(copy, "git", "init", "--quiet")
    run(copy, "git", "add", "openapi.json")
    run(
        copy,
        "git",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "commit",
        "--quiet",
        "--message",
        "A promise",
    )
    run(copy, "git", "update-ref", "refs/remotes/origin/main", "HEAD")
    edit(
        copy / "blog/schemas.py",
        r'(class UserCreate\(UserBase\):\n    """.*?"""\n)',
        r"\1\n    display_name: Username\n",
    )
    run(copy, sys.executable, "-m", "contracts", "update")
    output = run(copy, sys.executable, "-m", "contracts", "check")
    # The hash of the commit differs from run to run.
    return re.sub(r"\([0-9a-f]{7}\)", "(8a3f2c1)", output)


def a_changed_table(copy: Path) -> str:
    """Allow longer titles; the quote leaves out the text between the first change and the cure."""
    edit(copy / "blog/models.py", r"^TITLE_LENGTH = \d+$", "TITLE_LENGTH = 200")
    output = run(copy, sys.executable, "-m", "contracts", "check")
    part = part_of(output, r"^error: contracts/promises/sqlite/storage.sql.*?nox -s update$")
    return re.sub(r"(\n  \+[^\n]*\n).*(  To mend it:)", r"\1…\n\2", part, flags=re.DOTALL)


def authors_one_by_one(copy: Path) -> str:
    """Read the authors of a list one by one; the quote leaves out most columns, and repeated statements."""
    queries = copy / "blog/queries.py"
    edit(queries, r"^(_page = \(\n    )_posts_with_authors", r"\1select(_posts)")
    post = '{**row, "author": get_user(reader, row["user_id"])}'
    edit(queries, r"(def list_posts\(.*?return )[^\n]+", rf"\1[{post} for row in rows.mappings()]")
    test = "contracts/promises/test_queries.py::test_a_request_sends_what_the_contract_says[GET /api/posts]"
    options = ["--database", "sqlite", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
    output = part_of(
        run(copy, sys.executable, "-m", "pytest", test, *options), r"^GET /api/posts does not.*?nox -s update$"
    )
    lines = list[str]()
    for line in re.sub(r"SELECT (\S+ \S+,) .*", r"SELECT \1 …", output).splitlines():
        if not line.startswith("+") or line not in lines:
            lines.append(line)
        elif lines[-1] != "…":
            lines.append("…")
    return "\n".join(lines) + "\n"


def links_from_the_routes(copy: Path) -> str:
    """Let each link of a page walk the routes."""
    edit(
        copy / "blog/rendering.py",
        r'path_for\((context\["request"\]), name, \*\*parameters\)',
        r"\1.app.url_path_for(name, **parameters)",
    )
    test = "contracts/promises/test_costs.py::test_a_request_costs_no_more_than_the_contract_says[GET /]"
    options = ["--database", "sqlite", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
    output = run(copy, sys.executable, "-m", "pytest", test, *options)
    return part_of(output, r"^GET / calls more functions.*?nox -s update$")


QUOTES = [
    Quote("openapi.json is what blog.app:create_app serves.", a_breaking_change),
    Quote("error: contracts/promises/sqlite/storage.sql is not what", a_changed_table),
    Quote("GET /api/posts does not send", authors_one_by_one),
    Quote("GET / calls more functions", links_from_the_routes),
]
