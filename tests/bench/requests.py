"""The requests of the benchmarks, and the load tool that sends them: wrk (https://github.com/wg/wrk)."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

CONNECTIONS = 16


class LoadError(Exception):
    """The load could not be sent, or a request failed; the message says what to do, or what wrk saw."""


@dataclass(frozen=True)
class Request:
    """A request that a benchmark sends over and over."""

    name: str
    path: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def method(self) -> str:
        """POST if the request has a body, else GET."""
        return "POST" if self.body else "GET"

    @property
    def all_headers(self) -> tuple[tuple[str, str], ...]:
        """The headers, with the type of the body if there is one."""
        return (*self.headers, ("Content-Type", "application/json")) if self.body else self.headers


@dataclass(frozen=True)
class Load:
    """What wrk measured: requests per second, and the 99th percentile of the latency, in milliseconds."""

    per_second: float
    slowest: float


def wrk() -> str:
    """Return the path of wrk; raise LoadError if it is not installed."""
    path = shutil.which("wrk")
    if path is None:
        raise LoadError("The load tool wrk is not installed. Install it: apt install wrk, or: brew install wrk.")
    return path


def send(url: str, request: Request, seconds: float, connections: int = CONNECTIONS) -> Load:
    """Send the request for some seconds, over so many connections at once; raise LoadError if one fails."""
    with TemporaryDirectory() as directory:
        script = Path(directory) / "request.lua"
        script.write_text(_script(request), encoding="utf-8")
        threads = "1" if connections < 1000 else "2"
        options = [f"-t{threads}", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "60s", "--latency"]
        ran = subprocess.run(
            [wrk(), *options, "-s", script, url + request.path],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: pin(workers=0),
        )
    if ran.returncode or "Non-2xx" in ran.stdout or "Socket errors" in ran.stdout:
        raise LoadError(f"{request.name} at {url}{request.path} failed:\n{ran.stdout}{ran.stderr}")
    per_second = re.search(r"Requests/sec: +([\d.]+)", ran.stdout)
    slowest = re.search(r"99% +([\d.]+)(us|ms|s)\b", ran.stdout)
    assert per_second, ran.stdout
    assert slowest, ran.stdout
    if float(per_second[1]) == 0:
        return send(url, request, 4 * seconds, connections)  # a slow server answered none in the time
    return Load(float(per_second[1]), float(slowest[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slowest[2]])


def pin(workers: int) -> None:
    """Give a server a processor for each worker, and the load (no workers) the others, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, processors[:workers] if workers else processors[1:] or processors)


def _script(request: Request) -> str:
    """Return the request in Lua, the language of wrk's scripts."""
    lines = [f'wrk.method = "{request.method}"']
    lines += [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in request.all_headers]
    if request.body:
        lines.append(f"wrk.body = {json.dumps(request.body)}")
    return "\n".join(lines)
