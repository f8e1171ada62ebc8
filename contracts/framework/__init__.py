"""Decide which differences between two documents come from FastAPI and Pydantic, and which from the app's code."""

import re
from collections.abc import Mapping
from typing import Any

from ..drift import Change
from ..sources.lines import path_of
from .locks import PACKAGES, installed
from .places import Places, differences, referred
from .rewriting import aligned, rewritten
from .spellings import SPELLINGS, Spelling


class Framework:
    """What FastAPI and Pydantic changed between two documents."""

    def __init__(self, old: Any, new: Any, locked: Mapping[str, str]) -> None:
        """Take two documents, and the locked versions of the packages that made the old one."""
        self._moved = {
            name: (locked[name], here) for name in PACKAGES if name in locked and (here := installed(name)) is not None
        }
        self._documents = aligned(old, new), aligned(new, old)
        spellings = [one for one in SPELLINGS if self._may_have_changed(one)]
        moved = [name for name in PACKAGES if name not in self._moved or len({*self._moved[name]}) > 1]
        alike = (rewritten(document, spellings, moved) for document in self._documents)
        self._all, self._apps = Places(differences(*self._documents)), Places(differences(*alike))

    def made(self, change: Change) -> bool:
        """Return whether the framework made a change: all that differs there is spelled differently by its versions."""
        path = path_of(change.pointer)
        places = {path}.union(*(referred(document, path) for document in self._documents))
        return any(map(self._all.touch, places)) and not any(map(self._apps.touch, places))

    @property
    def alone(self) -> bool:
        """Whether the documents differ, and only because of the framework."""
        return self._all.touch(()) and not self._apps.touch(())

    def note(self, ours: int, total: int) -> str:
        """Return a sentence about the changes that the framework made, `ours` of `total`, with its known versions."""
        whose = "All of this comes" if ours == total else f"{ours} of {total} changes come"
        moved = [f"{name} went from {old} to {new}" for name, (old, new) in self._moved.items() if old != new]
        if moved:
            return f"{whose} from an upgrade, not from the app's code: {' and '.join(moved)}."
        return f"{whose} from an upgrade of FastAPI or Pydantic, not from the app's code, by its form."

    def _may_have_changed(self, spelling: Spelling) -> bool:
        if spelling.package not in self._moved:
            return True
        low, high = sorted(map(_numbers, self._moved[spelling.package]))
        return any(low < _numbers(since) <= high for since in spelling.since)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
