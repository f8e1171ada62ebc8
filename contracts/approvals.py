"""The approved changes, each with a reason and an expiry date."""

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from .drift import RULES, Change
from .errors import CannotCheckError
from .settings import toml
from .sources import Place


@dataclass(frozen=True)
class Approval:
    """An approval of one change.

    Attributes:
        rule: The rule that found the change.
        operation: The operation, like `GET /api/posts`, empty for the whole document, or `*` for all operations.
        pointer: The JSON pointer to the change.
        reason: Why it is approved, for the next reader.
        expires: The last day of the approval.
        place: The file and line of the approval.
    """

    rule: str
    operation: str
    pointer: str
    reason: str
    expires: datetime.date
    place: Place

    def names(self, change: Change) -> bool:
        """Return whether it is about a change, for at least one operation that the change affects."""
        is_of_operation = self.operation in ("*", change.operation, *change.likewise)
        return is_of_operation and (self.rule, self.pointer) == (change.rule, change.pointer)

    @property
    def is_expired(self) -> bool:
        """Whether its last day has passed."""
        return datetime.datetime.now(tz=datetime.UTC).date() > self.expires


def reason_for(change: Change, approvals: Sequence[Approval]) -> str:
    """Return the reasons why a change is approved for all operations that it affects; "" where one is not approved."""
    naming = [one for one in approvals if not one.is_expired and one.names(change)]
    reasons: dict[str, None] = {}
    for operation in (change.operation, *change.likewise):
        admitting = next((one for one in naming if one.operation in ("*", operation)), None)
        if admitting is None:
            return ""
        reasons[admitting.reason] = None
    return " ".join(reasons)


def approve(directory: Path, name: str, changes: Iterable[Change], reason: str, expires: datetime.date) -> int:
    """Add approvals of the changes to a file, which is created if needed; returns the number of approvals.

    A change that affects several operations gets one approval, for all operations.
    """
    operations: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        operations.setdefault((change.rule, change.pointer), set()).update({change.operation, *change.likewise})
    blocks = [
        f"[[approval]]\n"
        f"rule = {_quoted(rule)}\n"
        f"operation = {_quoted(min(of) if len(of) == 1 else '*')}\n"
        f"pointer = {_quoted(pointer)}\n"
        f"reason = {_quoted(reason)}\n"
        f"expires = {expires}\n"
        for (rule, pointer), of in operations.items()
    ]
    file = directory / name
    file.parent.mkdir(parents=True, exist_ok=True)
    before = [file.read_text(encoding="utf-8").rstrip("\n") + "\n"] if file.exists() else []
    file.write_text("\n".join([*before, *blocks]), encoding="utf-8", newline="\n")
    return len(blocks)


def _quoted(text: str) -> str:
    """Return a text as a TOML string: TOML has the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def approvals_of(directory: Path, name: str) -> list[Approval]:
    """Return the approvals in a file, none if it does not exist; raises CannotCheckError if it is not valid."""
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
