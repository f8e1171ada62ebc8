"""A replacement for GitHub: it runs the steps of a workflow, and stores the comments on a pull request."""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml


def steps_of(file: Path, *path: str) -> list[dict[str, Any]]:
    """Return the steps in a file of YAML, below the path."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    for name in path:
        content = content[name]
    steps: list[dict[str, Any]] = content["steps"]
    return steps


@dataclass
class Runner:
    """A GitHub runner, which runs the steps of an action.

    Attributes:
        workspace: The clone that it works in.
        temporary: A directory for its own files.
        variables: The environment of each step.
        contexts: The values of expressions such as `inputs.python`.
    """

    workspace: Path
    temporary: Path
    variables: Mapping[str, str]
    contexts: dict[str, str] = field(default_factory=dict)

    def run(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run a step; the next steps can use its outputs."""
        output = self.temporary / "output"
        output.write_text("", encoding="utf-8")
        script = self.temporary / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        environment = {
            **os.environ,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temporary),
            **self.variables,
            **{name: self._value(text) for name, text in step.get("env", {}).items()},
        }
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace / self._value(step.get("working-directory", ".")),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.contexts[f"steps.{step['id']}.outputs.{name}"] = value
        return ran

    @property
    def summary(self) -> Path:
        """The summary of the job."""
        return self.temporary / "summary.md"

    def _value(self, text: str) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: self.contexts[found[1]], text)


@contextmanager
def comments_api(comments: list[dict[str, Any]], token: str) -> Iterator[str]:
    """Serve the comments on pull request 7 of a repository, as GitHub's API does; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            size, page = int(query["per_page"][0]), int(query["page"][0])
            self._answer(200, comments[(page - 1) * size : page * size])

        def do_POST(self) -> None:
            comments.append({"id": len(comments) + 1, **self._body()})
            self._answer(201, comments[-1])

        def do_PATCH(self) -> None:
            [comment] = [one for one in comments if self.path.endswith(f"/issues/comments/{one['id']}")]
            comment.update(self._body())
            self._answer(200, comment)

        def _body(self) -> Any:
            return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, status: int, content: object) -> None:
            if self.headers["Authorization"] != f"Bearer {token}":
                status, content = 403, {"message": "Resource not accessible by integration"}
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
