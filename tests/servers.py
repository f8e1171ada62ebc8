"""The blog as a process of its own, reached over a socket."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import create_connection, socket
from threading import Thread
from urllib.parse import urlsplit

from blog.settings import Settings


@dataclass
class Server:
    """A running server: its URL, its process, and the lines that it has logged so far."""

    url: str
    process: subprocess.Popen[str]
    log: list[str]


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a process that uses the settings."""
    return {
        **os.environ,
        "BLOG_DATABASE_URL": settings.database_url,
        "BLOG_MEDIA_DIRECTORY": str(settings.media_directory),
    }


@contextmanager
def running_server(settings: Settings, *arguments: str) -> Iterator[Server]:
    """Run `python -m blog` on a free port; raise AssertionError, with its log, if it does not start."""
    process = subprocess.Popen(
        [sys.executable, "-m", "blog", "--port", "0", *arguments],
        env=environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    log: list[str] = []
    with process:
        address, started = None, False
        # With several workers, the address is logged before the first of them is ready.
        while not (address and started):
            line = process.stderr.readline()
            log.append(line)
            assert line, f"The server did not start:\n{''.join(log)}"
            address = address or re.search(r"running on (http://\S+)", line)
            started = started or "startup complete" in line
        # Keep reading the log: the server would block when the pipe is full.
        reader = Thread(target=log.extend, args=[process.stderr])
        reader.start()
        try:
            yield Server(address[1], process, log)
        finally:
            process.terminate()
            reader.join()


def run_to_the_end(settings: Settings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run `python -m blog` until it ends; raise TimeoutExpired if it keeps serving."""
    return subprocess.run(
        [sys.executable, "-m", "blog", *arguments],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def connection_to(server: Server) -> socket:
    """Open a socket to the server, to send and receive bytes that an HTTP client would not."""
    address = urlsplit(server.url)
    assert address.port
    return create_connection((address.hostname, address.port), timeout=20)
