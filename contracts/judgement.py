"""A project's judgement of changes, by its settings: which changes it ignores, and which verdicts it overrides."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from .drift import Change, Policy, Verdict
from .findings import Judged, counted
from .framework import Framework
from .sources import Source, compared

IGNORE = "ignore"
"""The severity of a rule whose changes are not reported."""


@dataclass(frozen=True)
class Judgement:
    """The changes between two documents.

    Attributes:
        judged: The changes that are not ignored.
        ignored: How many changes the settings ignore.
        framework: What FastAPI and Pydantic changed by themselves.
        remark: A sentence of the comparison about the documents as a whole; may be empty.
    """

    judged: tuple[Judged, ...]
    ignored: int
    framework: Framework
    remark: str = ""

    @property
    def changes(self) -> list[Change]:
        """The changes, with the project's verdicts."""
        return [one.change for one in self.judged]

    @property
    def summary(self) -> str:
        """The number of changes, and the notes, in sentences."""
        return " ".join([f"{counted(self.changes)}.", *self.notes])

    @property
    def notes(self) -> list[str]:
        """The decisions of the settings, and the changes by the framework, each in a sentence."""
        set_here = sum(one.compared is not None for one in self.judged)
        ours = sum(one.is_frameworks for one in self.judged)
        notes = []
        if self.ignored:
            notes.append(f"The settings ignore {_number(self.ignored)} more.")
        if set_here:
            notes.append(f"[tool.contracts.severity] gave another verdict to {_number(set_here)}.")
        if ours:
            notes.append(self.framework.note(ours, len(self.judged)))
        return [*notes, self.remark] if self.remark else notes


@dataclass(frozen=True)
class Judging:
    """The settings by which a project judges changes.

    Attributes:
        policy: The verdicts where the schemas alone do not decide.
        severity: A verdict, or IGNORE, for the changes of each rule, by its name.
        paths: Globs of the paths whose changes are ignored.
        tags: The tags of the operations whose changes are ignored.
    """

    policy: Policy = field(default_factory=Policy)
    severity: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def compare(self, old: Source, new: Source, locked: Mapping[str, str] | None = None) -> Judgement:
        """Compare two documents; `locked` are the package versions that made the old one. Raises CannotCheckError."""
        report = compared(old, new, self.policy)
        changes = report.changes
        framework = Framework(old.document, new.document, locked or {})
        kept = [one for change in changes for one in self.left_of(change, old.document, new.document)]
        judged = (self._judged(one, is_frameworks=framework.made(one)) for one in kept)
        return Judgement(tuple(judged), len(changes) - len(kept), framework, report.remark)

    def left_of(self, change: Change, old: Any, new: Any) -> list[Change]:
        """Return the change for the operations that are not ignored; none if all of them or its rule is ignored."""
        if self.severity.get(change.rule) == IGNORE:
            return []
        if not change.operation:
            return [change]
        operations = (change.operation, *change.likewise)
        left = [operation for operation in operations if not self._ignores(operation, old, new)]
        return [replace(change, operation=left[0], likewise=tuple(left[1:]))] if left else []

    def _judged(self, change: Change, *, is_frameworks: bool) -> Judged:
        verdict = Verdict(self.severity.get(change.rule, change.verdict))
        compared = change.verdict if verdict is not change.verdict else None
        return Judged(replace(change, verdict=verdict), compared, is_frameworks)

    def _ignores(self, operation: str, old: Any, new: Any) -> bool:
        path = operation.partition(" ")[2]
        if any(fnmatchcase(path, glob) for glob in self.paths):
            return True
        if not self.tags:
            return False
        # The promised tags count: a tag that is added together with a change cannot hide the change.
        promised = _tags(old, operation)
        return not (_tags(new, operation) or set() if promised is None else promised).isdisjoint(self.tags)


def _tags(document: Any, operation: str) -> set[str] | None:
    """Return the tags of an operation, None if the document does not have the operation."""
    method, _, path = operation.partition(" ")
    for name, item in document.get("paths", {}).items():
        if _template(name) == _template(path) and isinstance(item, dict) and isinstance(item.get(method.lower()), dict):
            tags = item[method.lower()].get("tags")
            return {str(tag) for tag in tags} if isinstance(tags, list) else set()
    return None


def _template(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _number(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"
