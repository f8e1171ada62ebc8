"""Run a tool as a process for each pair."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from .answers import Answer, Said
from .pairs import Pair

# The unit of `ru_maxrss`, in bytes.
_UNIT = 1 if sys.platform == "darwin" else 1024


class Statuses(NamedTuple):
    """The exit statuses of a tool; any other status is a crash."""

    safe: int = 0
    breaking: int = 1
    undecided: int | None = None

    def said(self, status: int) -> Said:
        """Return the verdict of an exit status."""
        said = {self.undecided: Said.UNDECIDED, self.breaking: Said.BREAKING, self.safe: Said.SAFE}
        return said.get(status, Said.NOTHING)


class Tool:
    """A command that compares two files."""

    def __init__(self, command: Sequence[str], statuses: Statuses, key: str | None, seconds: float) -> None:
        """Take a command.

        Args:
            command: The words of the command; `{old}` and `{new}` in them stand for the files, which are appended if
                the command contains neither.
            statuses: The meaning of its exit statuses.
            key: The key of the verdict in its JSON output, like `result.verdict`; None to use the exit status.
            seconds: How long to wait for an answer.
        """
        there = any(mark in word for word in command for mark in ("{old}", "{new}"))
        self._command = list(command) if there else [*command, "{old}", "{new}"]
        self._statuses = statuses
        self._key = key
        self._seconds = seconds

    def answer(self, pair: Pair) -> Answer:
        """Run the command for a pair; raises OSError if it cannot be started."""
        with TemporaryDirectory() as name:
            directory = Path(name)
            files = {side: directory / f"{side}.json" for side in ("old", "new")}
            files["old"].write_text(json.dumps(pair.old), encoding="utf-8")
            files["new"].write_text(json.dumps(pair.new), encoding="utf-8")
            words = [_filled(word, files) for word in self._command]
            with (directory / "out").open("wb") as out, (directory / "err").open("wb") as err:
                process = subprocess.Popen(  # noqa: S603
                    words, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
                )
                status, seconds, megabytes, late = _waited(process, self._seconds)
            said, problem = self._read(status, directory)
            if late:
                said, problem = Said.NOTHING, f"no answer in {self._seconds:g} s"
            return Answer(said, problem, seconds, megabytes)

    def _read(self, status: int, directory: Path) -> tuple[Said, str]:
        if self._key is not None:
            return _said_in_json((directory / "out").read_bytes(), self._key, f"exit status {status}")
        said = self._statuses.said(status)
        words = (directory / "err").read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(words) if line.strip()), "")
        return said, "" if said is not Said.NOTHING else f"exit status {status}: {last}"


def _filled(word: str, files: dict[str, Path]) -> str:
    return word.replace("{old}", str(files["old"])).replace("{new}", str(files["new"]))


def _waited(process: subprocess.Popen[bytes], limit: float) -> tuple[int, float, float, bool]:
    """Return the exit status, the CPU seconds and the megabytes of a process, and whether it was killed."""
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    _, ended, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(ended)
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _UNIT / 1e6, late.is_set()


def _said_in_json(text: bytes, key: str, status: str) -> tuple[Said, str]:
    try:
        found: Any = json.loads(text)
        for name in key.split("."):
            found = found[name]
    except (ValueError, LookupError, TypeError):
        return Said.NOTHING, f"no `{key}` in its output, {status}"
    if found == "breaking" or found is True or (isinstance(found, list) and found):
        return Said.BREAKING, ""
    return (Said.UNDECIDED if found == "undecided" else Said.SAFE), ""
