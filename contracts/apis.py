"""Run a command for each API of a project."""

import datetime
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Protocol

from .api import ApiContract
from .errors import CannotCheckError
from .findings import Finding, Level
from .settings import Settings
from .storage import StorageContract


class Contract(Protocol):
    """A committed promise: the API or the tables."""

    def check(self) -> Iterable[Finding]:
        """Compare the committed files with the code; writes nothing. Raises CannotCheckError."""

    def update(self) -> Iterable[Finding]:
        """Write the files from the code; gives what changed. Raises CannotCheckError."""


def check(settings: Settings) -> list[Finding]:
    """Check the contracts of one API; raises CannotCheckError."""
    return [finding for contract in _contracts(settings) for finding in contract.check()]


def update(settings: Settings) -> list[Finding]:
    """Write the contracts of one API; raises CannotCheckError."""
    return [finding for contract in _contracts(settings) for finding in contract.update()]


def approve(settings: Settings, reason: str, expires: datetime.date) -> list[Finding]:
    """Approve every change that makes the check of one API fail; raises CannotCheckError."""
    return list(ApiContract(settings).approve(reason, expires))


def for_each(apis: list[Settings], do: Callable[[Settings], list[Finding]]) -> list[Finding]:
    """Return the findings of all APIs; raises CannotCheckError where there is only one.

    Several APIs run in a process each: their modules may have the same names, and their environments differ.
    """
    if len(apis) == 1:
        return do(apis[0])
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=spawn, max_tasks_per_child=1) as pool:
        return [finding for findings in pool.map(partial(_alone, do), apis) for finding in findings]


def _alone(do: Callable[[Settings], list[Finding]], settings: Settings) -> list[Finding]:
    """Return the findings of one of several APIs; that it cannot be checked becomes a finding, not an exception."""
    try:
        return do(settings)
    except CannotCheckError as error:
        return [Finding(Level.ERROR, f"{settings.document} is not checked: {error}", is_checked=False)]


def _contracts(settings: Settings) -> list[Contract]:
    return [ApiContract(settings), StorageContract(settings)]
