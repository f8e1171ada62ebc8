"""The storage contract: the statements that create the tables, committed for each dialect."""

import contextlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .errors import CannotCheckError
from .findings import Finding, Level
from .sections import difference, differing, parse, render, section
from .settings import Settings
from .sources import Place
from .sources.application import named, variables


class StorageContract:
    """The tables of a project, if its settings name any."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings of the project."""
        self._settings = settings

    def check(self) -> Iterator[Finding]:
        """Compare the committed tables of each dialect with those of the code; raises CannotCheckError."""
        for dialect, name in self._settings.storage.items():
            committed, made = self.committed(dialect), self.made(dialect)
            tables = differing(committed, made)
            what = f"what {self._settings.metadata} makes"
            if not tables:
                yield Finding(Level.NOTICE, f"{name} is {what}.")
                continue
            yield Finding(
                Level.ERROR,
                f"{name} is not {what} of {', '.join(tables)}.",
                Place(name),
                diff="\n\n".join(difference(committed.get(table, ""), made.get(table, "")) for table in tables),
                cures=(f"Write the migration for this change, then commit the tables: {self._settings.update}",),
            )

    def update(self) -> Iterator[Finding]:
        """Write the tables of each dialect; gives which ones changed. Raises CannotCheckError."""
        for dialect, name in self._settings.storage.items():
            made = self.made(dialect)
            tables = differing(self.committed(dialect), made)
            file = self._settings.directory / name
            file.parent.mkdir(parents=True, exist_ok=True)
            title = f"The tables on {dialect}. Written by `{self._settings.update}`."
            # The same bytes everywhere.
            file.write_text(render(title, made), encoding="utf-8", newline="\n")
            done = f"is written: {', '.join(tables)}" if tables else "is unchanged"
            yield Finding(Level.NOTICE, f"{name} {done}.")

    def committed(self, dialect: str) -> dict[str, str]:
        """Return the committed statements of each table."""
        file = self._settings.directory / self._settings.storage[dialect]
        return parse(file.read_text(encoding="utf-8")) if file.exists() else {}

    def made(self, dialect: str) -> dict[str, str]:
        """Return the statements that create each table and its indexes, without a database.

        Raises CannotCheckError.
        """
        # Imported only here: a project without tables may not have SQLAlchemy.
        from sqlalchemy import MetaData, create_mock_engine  # noqa: PLC0415
        from sqlalchemy.exc import NoSuchModuleError  # noqa: PLC0415

        statements = defaultdict[str, list[str]](list)

        def collect(statement: Any, *_: Any, **__: Any) -> None:
            of = getattr(statement.element, "table", statement.element)
            statements[of.name].append(str(statement.compile(dialect=engine.dialect)))

        try:
            engine = create_mock_engine(f"{dialect}://", collect)
        except NoSuchModuleError:
            raise CannotCheckError(
                f"'storage' of [tool.contracts] names {dialect!r}, no dialect of SQLAlchemy."
            ) from None
        # The output of the command must not contain what a module prints while it is imported.
        with contextlib.redirect_stdout(sys.stderr), variables(self._settings.environment):
            metadata = named(self._settings.metadata, self._settings.modules)
        if not isinstance(metadata, MetaData):
            raise CannotCheckError(f"{self._settings.metadata} is no MetaData, but {type(metadata).__name__}.")
        metadata.create_all(engine, checkfirst=False)
        return {name: section(made) for name, made in statements.items()}
