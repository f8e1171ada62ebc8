"""Servers of the benchmarks: an app on uvicorn, with a processor for each worker."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.bench.requests import LoadError, pin

STARTUP = 60.0  # seconds
# Plain uvicorn, as it is installed with the blog: its faster parts, if they are there, would speed up the floor too.
PLAIN = ("--http", "h11", "--loop", "asyncio")


@contextmanager
def serving(
    factory: str, variables: Mapping[str, str], options: Sequence[str] = PLAIN, workers: int = 1
) -> Iterator[str]:
    """Serve the app of a factory, such as "blog.app:create_app"; gives its URL.

    The variables are added to the environment, the options are uvicorn's. Raises LoadError if it does not start.
    """
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            factory,
            "--factory",
            "--port",
            str(port),
            "--workers",
            str(workers),
            *options,
        ],
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: pin(workers),  # noqa: PLW1509 - it only sets the processors
    )
    try:
        _wait(process, port, factory)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, factory: str) -> None:
    end = time.monotonic() + STARTUP
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise LoadError(f"The server of {factory} did not start. Start it yourself: python -m uvicorn {factory} --factory")
