"""The process that an application runs in."""

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

START = 60  # seconds in which an application must have started
END = 10  # seconds in which it must have ended, which it does by itself in half of them
PROGRAM = Path(__file__).with_name("serve.py")


class Server:
    """An application in a process of its own, on the loopback interface.

    Attributes:
        document: What its `openapi()` says, None where it could not be loaded.
        url: Where it is served; empty where it could not be started.
        reason: Why it could not be started; empty where it could.
    """

    def __init__(self, app: str, modules: Path, tree: Tree, environment: Mapping[str, str], log: IO[bytes]) -> None:
        """Begin to start `package.module:attribute`, which is looked for in `modules` first.

        What it prints goes to the log.
        """
        self.document: Any = None
        self.url = ""
        self.reason = ""
        self._log = log
        command = [sys.executable, "-P", str(PROGRAM), app, str(modules), str(tree.top), str(tree.copy)]
        self._process = subprocess.Popen(  # noqa: S603 - what the user asks for
            command,
            cwd=tree.directory,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the process that stops this one.
        )

    def wait(self) -> None:
        """Wait until it has started, or could not be started."""
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
        """Stop it, whatever it does."""
        # It ends with its input, which is closed here.
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
        """Return the last line that is no remark of the server's: that of the exception."""
        self._log.seek(0)
        lines = [line.strip() for line in self._log.read().decode(errors="replace").splitlines()]
        said = [line for line in lines if line and not line.startswith(("ERROR:", "WARNING:", "INFO:"))]
        return said[-1] if said else f"it ended with status {self._process.returncode}"
