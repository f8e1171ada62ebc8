"""The API contract: the document is committed, is what the app serves, and keeps what clients were promised."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from . import framework
from .blessed import NothingBlessedError, blessed
from .demands import FailOn
from .errors import CannotCheckError
from .findings import Finding, Level, counted, shown
from .promise import kept
from .settings import Settings
from .sources import Place, Source, compared, from_text
from .sources.application import served
from .sources.lines import pointer_of


class ApiContract:
    """The OpenAPI document of a project's app."""

    def __init__(self, settings: Settings, fail_on: FailOn = FailOn.BREAKING, ref: str | None = None) -> None:
        """Hold the app to the document that the settings name, and to the blessed one, at `ref` if that is given."""
        self._settings = settings
        self._fail_on = fail_on
        self._ref = ref
        self._file = settings.directory / settings.document

    def check(self) -> Iterator[Finding]:
        """Compare what is committed, what the app serves, and what is blessed; writes nothing.

        Raises CannotCheckError.
        """
        committed = self._committed()
        serves = self._served(committed.text if committed else "")
        lockstep = self._lockstep(committed, serves)
        yield lockstep
        ref = self._ref or self._settings.blessed
        try:
            promised = blessed(self._settings, ref)
        except NothingBlessedError as error:
            if self._ref:
                raise
            yield Finding(Level.WARNING, f"What clients were promised is not checked: {error}")
            return
        if promised is None:
            yield Finding(Level.NOTICE, f"{ref} has no {self._settings.document}: clients were promised nothing yet.")
            return
        told = [one.change for one in lockstep.changes]
        yield from kept(promised, serves, self._settings, self._fail_on, told)

    def update(self) -> Iterator[Finding]:
        """Write what the app serves; gives what changed, and the version that it asks for. Raises CannotCheckError."""
        name = self._settings.document
        try:
            previous = self._committed()
            if previous:
                compared(previous, previous)  # one that cannot be compared is no reason not to write a better one
        except CannotCheckError as error:
            yield Finding(Level.WARNING, f"{error} It is written anew.")
            previous = None
        text = json.dumps(served(self._settings.app, self._settings.directory), indent=2) + "\n"
        is_new = previous is None or previous.text != text
        # The same bytes everywhere.
        self._file.write_text(text, encoding="utf-8", newline="\n")
        written = from_text(text.encode(), name, name)
        title = f"{name} is written" if is_new else f"{name} is as it was"
        try:
            promised = blessed(self._settings, self._settings.blessed)
        except NothingBlessedError:
            promised = None
        if promised:
            changes = compared(previous, written).changes if previous else ()
            level = self._fail_on.level
            yield Finding(Level.NOTICE, f"{title}: {counted(changes)}.", changes=shown(changes, written, level))
            yield from map(_for_later, kept(promised, written, self._settings, self._fail_on, changes))
            return
        yield Finding(Level.NOTICE, f"{title}.")
        if previous:
            before = Source("what it was", previous.document)
            # Approvals are for what differs from the blessed document, and not to be judged here.
            yield from map(_for_later, islice(kept(before, written, self._settings, self._fail_on), 1))

    def _committed(self) -> Source | None:
        name = self._settings.document
        return from_text(self._file.read_bytes(), name, name) if self._file.exists() else None

    def _served(self, text: str) -> Source:
        """Return what the app serves, with the committed text, which is where a person looks for it."""
        document = served(self._settings.app, self._settings.directory)
        return Source(self._settings.app, document, text, self._settings.document)

    def _lockstep(self, committed: Source | None, serves: Source) -> Finding:
        name, app = self._settings.document, self._settings.app
        cures = ("Commit what it serves: python -m contracts update",)
        if committed is None:
            return Finding(Level.ERROR, f"{name} is not there, and nothing is promised yet.", cures=cures)
        first = next(framework.differences(committed.document, serves.document), None)
        if first is None:
            return Finding(Level.NOTICE, f"{name} is what {app} serves.")
        title = f"{name} is not what {app} serves."
        changes = compared(committed, serves).changes
        if framework.only_the_framework_moved(committed.document, serves.document):
            title = f"{title} {framework.moved()}"
        elif not changes:
            title = f"{title} It says the same in other words, first at {pointer_of(first)}."
        level = self._fail_on.level
        return Finding(Level.ERROR, title, Place(name), shown(changes, serves, level), cures)


def _for_later(finding: Finding) -> Finding:
    """Return what an update says about the version: it has done its work, and `check` decides."""
    return replace(finding, level=Level.WARNING) if finding.level is Level.ERROR else finding
