"""The settings in [tool.contracts] of a project's pyproject.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from .demands import FailOn, Versioning
from .drift import Policy, Verdict
from .errors import CannotCheckError
from .invocation import COMMAND
from .judgement import Judging
from .setting_values import READERS


@dataclass(frozen=True)
class Settings:
    """The contracts of one API of a project.

    Attributes:
        directory: The project's directory; the other paths are from here.
        app: The app under test, as `package.module:attribute`; the attribute is the app, or a function that makes it.
            Or the URL of the document that it serves. Empty for a document without an app.
        app_directory: The directory in which the modules of the app are searched first.
        environment: The environment variables that the app needs to be imported.
        document: The file of the committed OpenAPI document.
        blessed: The branch whose document clients were promised, and must not be broken. Empty for the default branch
            of the remote.
        approvals: The file of the approved changes; it need not exist.
        versioning: Which changes need a new `info.version`.
        fail_on: The least severe verdict that fails.
        dropped_default: The verdict on a property with a default that is removed from a response.
        closed_response_addition: The verdict on a property that is added to a closed object of a response.
        severity: The verdict that the project gives to the changes of a rule, by its name; or "ignore".
        ignore: The operations whose changes are not reported: by globs of `paths`, and by `tags`.
        metadata: The MetaData of the tables, as `package.module:attribute`.
        storage: The file of the committed tables for each dialect, by its name; empty without tables.
        update: The command that writes the committed files, as the reports show it.
    """

    directory: Path
    app: str = ""
    app_directory: str = "."
    environment: Mapping[str, str] = field(default_factory=dict)
    document: str = "openapi.json"
    blessed: str = ""
    approvals: str = "contracts/approvals.toml"
    versioning: Versioning = Versioning.OFF
    fail_on: FailOn = FailOn.BREAKING
    dropped_default: Verdict = Policy.dropped_default
    closed_response_addition: Verdict = Policy.closed_response_addition
    severity: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metadata: str = ""
    storage: Mapping[str, str] = field(default_factory=dict)
    update: str = f"{COMMAND} update"

    @property
    def judging(self) -> Judging:
        """How the project judges the changes that the comparison finds."""
        policy = Policy(self.dropped_default, self.closed_response_addition)
        return Judging(policy, self.severity, self.ignore.get("paths", ()), self.ignore.get("tags", ()))

    @property
    def modules(self) -> Path:
        """The directory in which the modules of the app are searched first."""
        return self.directory / self.app_directory


def settings_of(directory: Path) -> list[Settings]:
    """Return the settings of each API of the project in a directory; raises CannotCheckError."""
    table = _table(directory)
    shared = {name: value for name, value in table.items() if name != "api"}
    apis = table.get("api", [{}])
    if not isinstance(apis, list) or not apis or not all(isinstance(api, dict) for api in apis):
        raise CannotCheckError("'api' of [tool.contracts] is no list of tables. Begin each with [[tool.contracts.api]]")
    found = [_settings(directory, {**shared, **api}) for api in apis]
    if len(found) > 1:
        # An approval names no document, so each of several APIs needs its own file of approvals.
        found = [
            one if one.approvals != Settings.approvals else replace(one, approvals=_approvals_beside(one.document))
            for one in found
        ]
    for name in ("document", "approvals"):
        values = [getattr(one, name) for one in found]
        for value in values:
            if values.count(value) > 1:
                raise CannotCheckError(
                    f"Two of [[tool.contracts.api]] have {name} = {value!r}. Give each a file of its own."
                )
    return found


def _approvals_beside(document: str) -> str:
    return PurePosixPath(document).with_suffix(".approvals.toml").as_posix()


def _settings(directory: Path, table: Mapping[str, Any]) -> Settings:
    names = [one.name for one in fields(Settings) if one.name != "directory"]
    for name in table:
        if name not in names:
            raise CannotCheckError(f"[tool.contracts] has no {name!r}. It has: {', '.join(names)}, api.")
    values = dict(_values(table))
    if not table.keys() & {"app", "document"}:
        raise CannotCheckError(
            '[tool.contracts] names no app. Add, for instance: app = "package.module:app", '
            'or, for a document without an app: document = "openapi.json"'
        )
    if table.get("storage") and "metadata" not in table:
        raise CannotCheckError(
            "[tool.contracts] names no tables to commit in its storage. "
            'Add, for instance: metadata = "package.models:Base.metadata"'
        )
    return Settings(directory, **values)


def _values(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        try:
            yield name, READERS[name](value)
        except ValueError as error:
            raise CannotCheckError(f"{name!r} of [tool.contracts] {error}") from None


def _table(directory: Path) -> dict[str, Any]:
    """Return [tool.contracts] of a pyproject.toml; raises CannotCheckError."""
    table = toml(directory, "pyproject.toml").get("tool", {}).get("contracts")
    if not isinstance(table, dict):
        raise CannotCheckError(
            'pyproject.toml has no [tool.contracts]. Add:\n  [tool.contracts]\n  app = "package.module:app"'
        )
    return table


def toml(directory: Path, name: str) -> dict[str, Any]:
    """Return the content of a TOML file; raises CannotCheckError if it does not exist or is not TOML."""
    try:
        return tomllib.loads((directory / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CannotCheckError(f"There is no {name} in {directory}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotCheckError(f"{name} is not TOML: {error}") from None
