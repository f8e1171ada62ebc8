"""What [tool.contracts] of a project's pyproject.toml says."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from contracts.errors import CannotCheckError


@dataclass(frozen=True)
class Settings:
    """The contracts of a project.

    Attributes:
        directory: The project's directory; the other paths are from here.
        app: The app under test, as `package.module:attribute`; the attribute is the app, or a function that makes it.
        document: The file that the app's OpenAPI document is committed in.
        blessed: The branch that clients were promised; its document is the one that must not be broken.
        approvals: The file of the changes that are admitted all the same; it need not be there.
    """

    directory: Path
    app: str
    document: str = "openapi.json"
    blessed: str = "origin/main"
    approvals: str = "contracts/approvals.toml"

    @classmethod
    def of_project(cls, directory: Path) -> "Settings":
        """Return the settings of the project in a directory; raises CannotCheckError."""
        table = _table(directory)
        names = [field.name for field in fields(cls) if field.name != "directory"]
        for name, value in table.items():
            if name not in names:
                raise CannotCheckError(f"[tool.contracts] has no {name!r}. It has: {', '.join(names)}.")
            if not isinstance(value, str):
                raise CannotCheckError(f"{name!r} of [tool.contracts] is no text, but {value!r}.")
        if "app" not in table:
            raise CannotCheckError('[tool.contracts] names no app. Add, for instance: app = "package.module:app"')
        return cls(directory, **table)


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
