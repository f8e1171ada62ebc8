"""`python -m tests.update`: write everything that is generated, and print what changed."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.processes import run_captured
from tests.quotes import PROJECT, QUOTES, README, NoQuoteError

CONTRACTS = "contracts/promises"
# `python -m contracts update` prints by itself what it writes: the document and the tables.
FILES = [
    *(
        f"{CONTRACTS}/{database}/{name}"
        for database in ("sqlite", "postgresql")
        for name in ("queries.sql", "costs.toml")
    ),
    f"{CONTRACTS}/README.md",
    "tests/README.md",
]
# By what each command writes. They need the document as it is now, and nothing of each other.
COMMANDS = {
    **{
        f"the queries and the costs on {database}": (
            *("-m", "pytest", f"{CONTRACTS}/test_queries.py", f"{CONTRACTS}/test_costs.py"),
            *("--update-promises", "--database", database, "-q", "-p", "no:schemathesis"),
        )
        for database in ("sqlite", "postgresql")
    },
    "the table of the lessons": ("-m", "tests.teaching", "--write"),
    f"the outputs in {CONTRACTS}/README.md": ("-c", "from tests.update import write_quotes; write_quotes()"),
}


def main() -> int:
    """Write everything; returns the exit status, 1 where something could not be written."""
    if subprocess.run([sys.executable, "-m", "contracts", "update"], cwd=PROJECT, check=False).returncode:
        return 1
    return update(PROJECT, FILES, COMMANDS)


def update(project: Path, files: Sequence[str], commands: Mapping[str, Sequence[str]]) -> int:
    """Run commands of Python in a project, and print which of its files they changed; returns the exit status.

    Of a command that fails, print what it said and what is not written.
    """
    before = [contents(project / name) for name in files]

    with ThreadPoolExecutor() as pool:
        ran = pool.map(lambda arguments: run_captured([sys.executable, *arguments], project), commands.values())
        runs = dict(zip(commands, ran, strict=True))
    for name, was in zip(files, before, strict=True):
        print(f"{name} is {'unchanged' if contents(project / name) == was else 'written'}.")
    failed = {what: ran.stdout for what, ran in runs.items() if ran.returncode}
    for what, output in failed.items():
        print(f"\n{output}\nNot written: {what}. The reason is above.")
    return 1 if failed else 0


def contents(file: Path) -> bytes:
    """Return what a file has, nothing where it is not there."""
    return file.read_bytes() if file.exists() else b""


def write_quotes() -> None:
    """Write the outputs that a README quotes; exits with the reason where one cannot be made."""
    document = README.read_text(encoding="utf-8")
    for quote in QUOTES:
        with TemporaryDirectory() as directory:
            try:
                document = document.replace(quote.quoted(document), quote.made(Path(directory)))
            except NoQuoteError as error:
                sys.exit(str(error))
    README.write_text(document, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
