"""The changes that are admitted, each with a reason and for a while."""

import datetime
import re
from dataclasses import dataclass, fields
from pathlib import Path

from .drift import RULES, Change
from .errors import CannotCheckError
from .settings import toml
from .sources import Place


@dataclass(frozen=True)
class Approval:
    """One admitted change.

    Attributes:
        rule: The rule that finds it.
        operation: The operation, like `GET /api/posts`, empty for the whole document, or `*` for all operations.
        pointer: The JSON pointer to it.
        reason: Why it is admitted, for the next reader.
        expires: The last day on which it is.
        place: Where the approval is written.
    """

    rule: str
    operation: str
    pointer: str
    reason: str
    expires: datetime.date
    place: Place

    def names(self, change: Change) -> bool:
        """Return whether it is about a change."""
        is_of_operation = self.operation in ("*", change.operation)
        return is_of_operation and (self.rule, self.pointer) == (change.rule, change.pointer)

    @property
    def is_expired(self) -> bool:
        """Whether its last day is over."""
        return datetime.datetime.now(tz=datetime.UTC).date() > self.expires


def approvals_of(directory: Path, name: str) -> list[Approval]:
    """Return the approvals in a file, none where it is not there; raises CannotCheckError where it is not right."""
    file = directory / name
    if not file.exists():
        return []
    content = toml(directory, name)
    tables = content.get("approval", [])
    lines = [
        number
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.match(r"\s*\[\[\s*approval\s*\]\]", line)
    ]
    if content.keys() - {"approval"} or not isinstance(tables, list) or len(tables) != len(lines):
        raise CannotCheckError(f"{name}: an approval is a table that begins with [[approval]].")
    return [_approval(table, Place(name, line)) for table, line in zip(tables, lines, strict=True)]


def _approval(table: dict[str, object], place: Place) -> Approval:
    types = {one.name: datetime.date if one.name == "expires" else str for one in fields(Approval)}
    del types["place"]
    where = f"{place.file}, line {place.line}"
    for name, kind in types.items():
        if type(table.get(name)) is not kind or (name == "reason" and not table[name]):
            raise CannotCheckError(f"{where}: an approval has {', '.join(types)}. {_cure(name)}")
    if unknown := table.keys() - types.keys():
        raise CannotCheckError(f"{where}: an approval has {', '.join(types)}, and no {min(unknown)}.")
    if table["rule"] not in RULES:
        raise CannotCheckError(f"{where}: there is no rule {table['rule']!r}.")
    return Approval(**table, place=place)  # type: ignore[arg-type]


def _cure(name: str) -> str:
    return "Write expires = 2030-12-31, without quotes." if name == "expires" else f'Write {name} = "...".'
