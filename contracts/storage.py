"""The storage contract: what the database holds, as the statements that would make its tables, for each dialect."""

import importlib
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from contracts.sections import difference, differing, parse, render, section


@dataclass(frozen=True)
class StorageContract:
    """The tables of a project, as `module:attribute` of their MetaData, and the file of each dialect."""

    directory: Path
    metadata: str
    files: Mapping[str, str]

    @classmethod
    def of_project(cls, directory: Path) -> "StorageContract":
        """Return the contract that [tool.contracts] of the directory's pyproject.toml names, perhaps of no dialect."""
        settings = tomllib.loads((directory / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["contracts"]
        return cls(directory, settings.get("metadata", ""), settings.get("storage", {}))

    def check(self) -> list[str]:
        """Return a text for each file that is not what the models make, with the command that mends it."""
        return [problem for dialect in self.files if (problem := self._problem(dialect))]

    def write(self) -> None:
        """Commit what the models make to the files, in the same bytes everywhere."""
        for dialect, name in self.files.items():
            file = self.directory / name
            file.parent.mkdir(parents=True, exist_ok=True)
            title = f"The tables on {dialect}. Written by `python -m contracts update`."
            file.write_text(render(title, self.generated(dialect)), encoding="utf-8", newline="\n")

    def committed(self, dialect: str) -> dict[str, str]:
        """Return the committed statements of each table."""
        file = self.directory / self.files[dialect]
        return parse(file.read_text(encoding="utf-8")) if file.exists() else {}

    def generated(self, dialect: str) -> dict[str, str]:
        """Return the statements that make each table, and what belongs to it, without a database."""
        # Only here: a project without tables needs no SQLAlchemy.
        from sqlalchemy import create_mock_engine  # noqa: PLC0415

        statements = defaultdict[str, list[str]](list)

        def collect(statement: Any, *_: Any, **__: Any) -> None:
            made = getattr(statement.element, "table", statement.element)
            statements[made.name].append(str(statement.compile(dialect=engine.dialect)))

        engine = create_mock_engine(f"{dialect}://", collect)
        module, _, attribute = self.metadata.partition(":")
        metadata: Any = attrgetter(attribute)(importlib.import_module(module))
        metadata.create_all(engine, checkfirst=False)
        return {name: section(made) for name, made in statements.items()}

    def _problem(self, dialect: str) -> str:
        committed, generated = self.committed(dialect), self.generated(dialect)
        names = differing(committed, generated)
        if not names:
            return ""
        differences = [difference(committed.get(name, ""), generated.get(name, "")) for name in names]
        return "\n\n".join(
            [
                f"{self.files[dialect]} is not what the models make of {', '.join(names)}:",
                *differences,
                "If the change is meant, write the migration that makes it, and commit what the tables are then:\n"
                "  python -m contracts update",
            ]
        )
