"""What [tool.contracts] of a project's pyproject.toml says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import CannotCheckError


@dataclass(frozen=True)
class Settings:
    """The contracts of a project.

    Attributes:
        directory: The project's directory; the other paths are from here.
        app: The app under test, as `package.module:attribute`; the attribute is the app, or a function that makes it.
        document: The file that the app's OpenAPI document is committed in.
        blessed: The branch that clients were promised; its document is the one that must not be broken.
        approvals: The file of the changes that are admitted all the same; it need not be there.
        metadata: The MetaData of the tables, as `package.module:attribute`.
        storage: The file for each dialect, by its name, that the tables are committed in; none without tables.
    """

    directory: Path
    app: str
    document: str = "openapi.json"
    blessed: str = "origin/main"
    approvals: str = "contracts/approvals.toml"
    metadata: str = ""
    storage: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_project(cls, directory: Path) -> "Settings":
        """Return the settings of the project in a directory; raises CannotCheckError."""
        table = _table(directory)
        names = [one.name for one in fields(cls) if one.name != "directory"]
        for name, value in table.items():
            if name not in names:
                raise CannotCheckError(f"[tool.contracts] has no {name!r}. It has: {', '.join(names)}.")
            if name == "storage":
                _insist_on_files(value)
            elif not isinstance(value, str):
                raise CannotCheckError(f"{name!r} of [tool.contracts] is no text, but {value!r}.")
        if "app" not in table:
            raise CannotCheckError('[tool.contracts] names no app. Add, for instance: app = "package.module:app"')
        if table.get("storage") and "metadata" not in table:
            raise CannotCheckError(
                "[tool.contracts] names no tables to commit in its storage. "
                'Add, for instance: metadata = "package.models:Base.metadata"'
            )
        return cls(directory, **table)


def _insist_on_files(value: object) -> None:
    if not isinstance(value, dict) or not all(isinstance(file, str) for file in value.values()):
        raise CannotCheckError(
            f"'storage' of [tool.contracts] names no file for each dialect, but is {value!r}. "
            'Write, for instance: storage = { postgresql = "tables.sql" }'
        )


def _table(directory: Path) -> dict[str, Any]:
    """Return [tool.contracts] of a pyproject.toml; raises CannotCheckError."""
    table = toml(directory, "pyproject.toml").get("tool", {}).get("contracts")
    if not isinstance(table, dict):
        raise CannotCheckError(
            'pyproject.toml does not say what to check. Add:\n  [tool.contracts]\n  app = "package.module:app"'
        )
    return table


def toml(directory: Path, name: str) -> dict[str, Any]:
    """Return what a TOML file says; raises CannotCheckError where it is not there, or is none."""
    try:
        return tomllib.loads((directory / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CannotCheckError(f"There is no {name} in {directory}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotCheckError(f"{name} is not TOML: {error}") from None
