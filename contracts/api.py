"""The API contract: the committed document equals what the app serves, and does not break clients."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from .approvals import approve
from .blessed import NothingPromisedError, Promised, promised
from .demands import FailOn
from .errors import CannotCheckError
from .findings import Finding, Level, shown
from .framework.places import differences
from .promise import Promise
from .settings import Settings
from .sources import Place, Source, from_text, served_source
from .sources.lines import pointer_of


class ApiContract:
    """The OpenAPI document of a project's app."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings of the API."""
        self._settings = settings
        self._file = settings.directory / settings.document

    def check(self) -> Iterator[Finding]:
        """Compare the committed document, what the app serves, and the blessed document; writes nothing.

        Raises CannotCheckError.
        """
        committed = self._committed()
        if not self._settings.app and committed is None:
            title = f"{self._settings.document} does not exist, and [tool.contracts] names no app that serves it."
            cure = 'Write it, or name the app, for instance: app = "package.module:app"'
            yield Finding(Level.ERROR, title, cures=(cure,))
            return
        promise, unkept = self._promise()
        reported = []
        serves = committed
        if self._settings.app:
            serves = self._served(committed.text if committed else "")
            lockstep = self._lockstep(committed, serves, promise.locked if promise else {})
            reported = [one.change for one in lockstep.changes]
            yield lockstep
        if unkept:
            yield unkept
        elif promise and serves:
            yield from Promise(promise.document, serves, self._settings, promise.locked).findings(reported)

    def update(self) -> Iterator[Finding]:
        """Write the document that the app serves; gives what changed, and the version that the changes need.

        Raises CannotCheckError.
        """
        name, judging = self._settings.document, self._settings.judging
        if not self._settings.app:
            yield Finding(Level.NOTICE, f"{name} is left as it is: [tool.contracts] names no app that serves it.")
            return
        try:
            previous = self._committed()
            if previous:
                judging.compare(previous, previous)  # a document that cannot be compared is replaced
        except CannotCheckError as error:
            yield Finding(Level.WARNING, f"{error} It is written again.")
            previous = None
        text = json.dumps(self._served("").document, indent=2) + "\n"
        is_new = previous is None or previous.text != text
        # The same bytes everywhere.
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(text, encoding="utf-8", newline="\n")
        written = from_text(text.encode(), name, name)
        title = f"{name} is written" if is_new else f"{name} is unchanged"
        promise, _ = self._promise()
        if promise:
            locked = promise.locked
            judgement = judging.compare(previous, written, locked) if previous else None
            changes = shown(judgement.judged, written, self._settings.fail_on.level) if judgement else ()
            summary = f": {judgement.summary}" if judgement else "."
            yield Finding(Level.NOTICE, f"{title}{summary}", changes=changes)
            findings = Promise(promise.document, written, self._settings, locked).findings(
                [one.change for one in changes]
            )
            yield from map(_for_later, findings)
            return
        yield Finding(Level.NOTICE, f"{title}.")
        if previous:
            before = Source("the previous document", previous.document)
            # Approvals are about differences from the blessed document: the findings about them are left out here.
            yield from map(_for_later, islice(Promise(before, written, self._settings).findings(), 1))

    def approve(self, reason: str, expires: datetime.date) -> Iterator[Finding]:
        """Approve every change that makes `check` fail; gives what was written. Raises CannotCheckError."""
        promise, unkept = self._promise()
        if promise is None:
            yield from [unkept] if unkept else []
            return
        committed = self._committed()
        serves = self._served("") if self._settings.app else committed
        if serves is None:
            raise CannotCheckError(f"There is no {self._settings.document}.")
        failing = Promise(promise.document, serves, self._settings, promise.locked).failing
        name = self._settings.approvals
        if not failing:
            title = f"No change since {promise.document.name} fails: there is nothing to approve."
            yield Finding(Level.NOTICE, title)
            return
        count = approve(self._settings.directory, name, failing, reason, expires)
        approvals = "1 approval" if count == 1 else f"{count} approvals"
        admitted = "1 change" if len(failing) == 1 else f"{len(failing)} changes"
        yield Finding(Level.NOTICE, f"{name} has {approvals} more, until {expires}, for {admitted}. Commit it.")

    def _promise(self) -> tuple[Promised | None, Finding | None]:
        """Return what was promised, or a finding that explains why nothing was promised."""
        try:
            return promised(self._settings), None
        except NothingPromisedError as error:
            return None, Finding(Level.NOTICE, str(error))
        except CannotCheckError as error:
            title = f"The document is not compared with what clients were promised: {error}"
            # With `none`, no change fails: only the committed document must equal what the app serves.
            if self._settings.fail_on is FailOn.NONE:
                return None, Finding(Level.WARNING, title)
            return None, Finding(Level.ERROR, title, is_checked=False)

    def _committed(self) -> Source | None:
        name = self._settings.document
        return from_text(self._file.read_bytes(), name, name) if self._file.exists() else None

    def _served(self, text: str) -> Source:
        """Return what the app serves, with the committed text: reports show the lines of the committed file."""
        settings = self._settings
        document = served_source(settings.app, settings.modules, settings.environment).document
        return Source(settings.app, document, text, settings.document)

    def _lockstep(self, committed: Source | None, serves: Source, locked: dict[str, str]) -> Finding:
        name, app = self._settings.document, self._settings.app
        cures = (f"Write what it serves, and commit it: {self._settings.update}",)
        if committed is None:
            return Finding(Level.ERROR, f"{name} does not exist, so nothing is promised yet.", cures=cures)
        first = next(differences(committed.document, serves.document), None)
        if first is None:
            return Finding(Level.NOTICE, f"{name} is what {app} serves.")
        judgement = self._settings.judging.compare(committed, serves, locked)
        notes = judgement.notes
        if not judgement.changes and not judgement.ignored:
            same = f"It means the same, but is written differently, first at {pointer_of(first)}."
            notes = [judgement.framework.note(1, 1) if judgement.framework.alone else same]
        title = " ".join([f"{name} is not what {app} serves.", *notes])
        level = self._settings.fail_on.level
        return Finding(Level.ERROR, title, Place(name), shown(judgement.judged, serves, level), cures)


def _for_later(finding: Finding) -> Finding:
    """Return a finding of an update with no error: the update is done, and `check` decides what fails."""
    return replace(finding, level=Level.WARNING) if finding.level is Level.ERROR else finding
