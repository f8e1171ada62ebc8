"""Run an application in a process."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .trees import Tree

START = 60  # seconds until an application must have started
END = 10  # seconds until it must have ended; `serve.py` ends it in half of that
PROGRAM = Path(__file__).with_name("serve.py")


class Server:
    """An application in its own process, on the loopback interface.

    Attributes:
        document: The result of its `openapi()`, None if it could not be loaded.
        url: The URL of the application; empty if it could not be started.
        reason: Why it could not be started; empty if it was.
    """

    def __init__(self, app: str, modules: Path, tree: Tree, environment: Mapping[str, str], log: IO[bytes]) -> None:
        """Start `package.module:attribute` without waiting; its modules are searched in `modules` first.

        Its output goes to the log.
        """
        self.document: Any = None
        self.url = ""
        self.reason = ""
        self._log = log
        command = [sys.executable, "-P", str(PROGRAM), app, str(modules), str(tree.top), str(tree.copy)]
        self._process = subprocess.Popen(  # noqa: S603 - the app of the user
            command,
            cwd=tree.directory,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C must reach only the parent process, which stops this one.
        )

    def wait(self) -> None:
        """Wait until it has started or failed."""
        with self._alarm(START) as alarm:
            for line in self._process.stdout or ():
                told = json.loads(line)
                if "port" in told:
                    self.url = f"http://127.0.0.1:{told['port']}"
                    return
                self.document = told["document"]
        self._process.wait()
        self.reason = f"it did not start within {START} s" if alarm.is_set() else self._last_words()

    def stop(self) -> None:
        """Stop it, and kill it if it does not stop in time."""
        # Leaving the context closes its standard input, at which it ends.
        with self._alarm(END), self._process:
            pass

    @contextmanager
    def _alarm(self, seconds: int) -> Iterator[threading.Event]:
        """Kill the process after some time, and set the event."""
        rung = threading.Event()

        def ring() -> None:
            rung.set()
            self._process.kill()

        timer = threading.Timer(seconds, ring)
        timer.start()
        try:
            yield rung
        finally:
            timer.cancel()

    def _last_words(self) -> str:
        """Return the last line of the log that is not from the server: the exception."""
        self._log.seek(0)
        lines = [line.strip() for line in self._log.read().decode(errors="replace").splitlines()]
        said = [line for line in lines if line and not line.startswith(("ERROR:", "WARNING:", "INFO:"))]
        return said[-1] if said else f"it ended with status {self._process.returncode}"
