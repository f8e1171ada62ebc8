"""The OpenAPI document of the app under test: what is committed, and what the app says of itself."""

import importlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI


@dataclass(frozen=True)
class Contract:
    """The app under test, as `module:attribute`, and the file that its document is committed in."""

    app: str
    document: Path

    @classmethod
    def of_project(cls, directory: Path) -> "Contract":
        """Return the contract that [tool.contracts] of the directory's pyproject.toml names."""
        settings = tomllib.loads((directory / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["contracts"]
        return cls(settings["app"], directory / settings["document"])

    def committed(self) -> Any:
        """Return the committed document, or None where there is none."""
        return json.loads(self.document.read_text(encoding="utf-8")) if self.document.exists() else None

    def generated(self) -> Any:
        """Return the document that the app generates; the attribute is the app, or a function that makes it."""
        module, _, attribute = self.app.partition(":")
        app = getattr(importlib.import_module(module), attribute)
        # Through JSON, as a client reads it.
        return json.loads(json.dumps((app if isinstance(app, FastAPI) else app()).openapi()))

    def write(self) -> None:
        """Commit what the app generates to the file, in the same bytes everywhere."""
        self.document.write_text(json.dumps(self.generated(), indent=2) + "\n", encoding="utf-8", newline="\n")
