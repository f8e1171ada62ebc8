"""The commands: compare the committed contract with the code, or write it anew."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from contracts.document import Contract


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command in the project's directory; returns 0 if the contract holds, else 1."""
    parser = argparse.ArgumentParser(prog="python -m contracts", description="Hold the app to its contract.")
    parser.add_argument("command", choices=["check", "update"], help="compare and never write, or write")
    command = parser.parse_args(arguments).command
    contract = Contract.of_project(Path.cwd())
    if command == "update":
        contract.write()
    elif contract.committed() != contract.generated():
        print(f"{contract.document.name} is not what the app generates. To commit what it does:")
        print("  python -m contracts update")
        return 1
    return 0
