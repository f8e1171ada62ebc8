"""A document is read from a file, the standard input, a commit, an app or a URL; an error has the reason."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from contracts.tests.conftest import Project

SAME = "nothing changed"


def document(path: str = "/items") -> str:
    """Return a document with one operation."""
    content = {"openapi": "3.1.0", "info": {"title": "A", "version": "1.0.0"}}
    return json.dumps(content | {"paths": {path: {"get": {"responses": {"200": {"description": "OK"}}}}}})


YAML = """
openapi: 3.1.0
info: {title: A, version: 1.0.0}
paths:
  /items:
    get:
      responses:
        200: {description: OK}
"""


def test_every_source_of_one_document_is_that_document(project: Project) -> None:
    project.git("init", "--quiet")
    project.write("api/a.json", document())
    project.write("a.yaml", YAML)
    project.write("plain", document())
    project.commit()
    project.git("tag", "v1")
    project.write("api/a.json", "changed")
    for one in ("a.yaml", "plain", "HEAD:api/a.json", "v1:a.yaml", "v1:./a.yaml", "-"):
        assert project.contracts("diff", "v1:api/a.json", one, stdin=document()).status == 0
        ran = project.contracts("diff", "--fail-on", "any", one, "v1:api/a.json", stdin=document())
        assert (ran.status, ran.err) == (0, "")
        assert SAME in ran.out


def test_an_app_is_a_source_whether_made_or_to_be_made(project: Project) -> None:
    project.write("shops/__init__.py", "")
    project.write("shops/made.py", "from shop import app\n\n\ndef create():\n    print('made')\n    return app\n")
    project.contracts("update")
    for one in ("shop:app", "shops.made:create", "shops.made:app"):
        ran = project.contracts("diff", "--fail-on", "any", "openapi.json", one)
        assert (ran.status, SAME in ran.out) == (0, True)
    assert project.contracts("diff", "openapi.json", "shops.made:create").err == "made\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.json", "There is no file missing.json."),
        ("v9:a.json", "This clone has no ref 'v9'. To fetch it: git fetch. To list: git branch -a"),
        ("--all:a.json", "This clone has no ref '--all'. To fetch it: git fetch. To list: git branch -a"),
        (
            "HEAD:b.json",
            "b.json is not in the commit 'HEAD'. Write the path from the top of the repository, or begin it with ./",
        ),
        (":b.json", "b.json is not in git's index. Write the path from the top of the repository, or begin it with ./"),
        ("broken.json", "broken.json is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("HEAD:broken.json", "HEAD:broken.json is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("merge.json", "merge.json has merge markers, the first in line 1: resolve them first."),
        (
            "swagger.json",
            "swagger.json cannot be compared. This is not an OpenAPI 3.0, 3.1 or 3.2 document: its `openapi` is None.",
        ),
        (
            "nothing:app",
            "nothing cannot be imported: ModuleNotFoundError: No module named 'nothing'\n"
            "  To see where: python -c 'import nothing'\n"
            "  Run it in the environment that the app runs in, and in the project's directory.",
        ),
        (
            "exits:app",
            "exits cannot be imported: SystemExit: no settings\n  To see where: python -c 'import exits'",
        ),
        ("shop:nothing", "shop has no 'nothing'."),
        ("shop:APP", "shop:APP is no FastAPI app, nor a function that makes one, but str."),
        ("shop:Item", "shop:Item makes no app: it raises ValidationError: "),
        ("shop:fails", "shop:fails makes no app: it raises KeyError: 'DATABASE'"),
        ("shop:makes_none", "shop:makes_none is no FastAPI app, nor a function that makes one, but NoneType."),
        (
            "shop:silent",
            "shop:silent cannot make its document: openapi() raises ZeroDivisionError: division by zero",
        ),
    ],
)
def test_a_missing_source_cannot_be_checked(project: Project, name: str, message: str) -> None:
    project.git("init", "--quiet")
    project.write("a.json", document())
    project.write("broken.json", "broken")
    project.write("merge.json", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n")
    project.write("swagger.json", '{"swagger": "2.0"}')
    project.write("exits.py", "raise SystemExit('no settings')")
    project.edit("shop.py", 'app = FastAPI(title="Shop", version="1.0.0")', MORE)
    project.commit()
    for pair in (("a.json", name), (name, "a.json")):
        ran = project.contracts("diff", "--", *pair)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"contracts: {message}")


MORE = """app = FastAPI(title="Shop", version="1.0.0")
APP = "app"
silent = FastAPI()
silent.openapi = lambda: 1 / 0


def fails() -> FastAPI:
    import os
    return os.environ["DATABASE"]


def makes_none() -> None:
    pass
"""


def test_a_commit_needs_a_repository(project: Project) -> None:
    ran = project.contracts("diff", "HEAD:a.json", "HEAD:a.json")
    assert ran == (2, "", f"contracts: {project.no_repository}\n")


def test_git_must_be_installed(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = project.contracts("diff", "HEAD:a.json", "HEAD:a.json")
    assert ran == (2, "", "contracts: git is not installed, or not on the PATH.\n")


def test_the_standard_input_can_be_read_once(project: Project) -> None:
    ran = project.contracts("diff", "-", "-", stdin=document())
    assert ran == (2, "", "contracts: Only one of the two can be the standard input.\n")


def test_without_pyyaml_json_is_read_all_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a.yaml", YAML)
    project.write("a.json", document())
    monkeypatch.setitem(sys.modules, "yaml", None)
    monkeypatch.delitem(sys.modules, "contracts.sources.yaml", raising=False)
    assert project.contracts("diff", "a.json", "a.json").status == 0
    ran = project.contracts("diff", "a.json", "a.yaml")
    assert ran == (2, "", "contracts: a.yaml is read as YAML, but PyYAML is not installed: pip install pyyaml\n")


@pytest.fixture
def server() -> Iterator[str]:
    """Give the URL of a server with documents at /openapi.json and /openapi.yaml, and with errors at other paths."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers = {"/openapi.json": document(), "/openapi.yaml": YAML, "/page": "<html>"}
            found = answers.get(self.path)
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/openapi.json")
            else:
                self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_a_document_may_have_a_url(project: Project, server: str) -> None:
    project.write("a.json", document())
    for name in ("openapi.json", "openapi.yaml", "moved"):
        ran = project.contracts("diff", "--fail-on", "any", "a.json", f"{server}/{name}")
        assert (ran.status, ran.err) == (0, "")
        assert SAME in ran.out


def test_an_app_may_be_the_url_of_its_document(project: Project, server: str) -> None:
    project.write("pyproject.toml", f'[tool.contracts]\napp = "{server}/openapi.json"\n')
    assert project.contracts("update") == (0, "openapi.json is written.\n", "")
    assert json.loads(project.read("openapi.json")) == json.loads(document())
    project.write("openapi.json", document("/other"))
    ran = project.contracts("check")
    assert ran.out.startswith(f"error: openapi.json is not what {server}/openapi.json serves.\n")


def test_a_url_without_a_document_is_reported_with_the_reason(project: Project, server: str) -> None:
    project.write("a.json", document())
    for name, message in (
        ("other", f"{server}/other answers with 404 Not Found."),
        ("page", f"{server}/page cannot be compared. This is not an OpenAPI"),
    ):
        ran = project.contracts("diff", "a.json", f"{server}/{name}")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"contracts: {message}")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
    ran = project.contracts("diff", "a.json", url)
    assert ran.status == 2
    assert ran.err.startswith(f"contracts: {url} cannot be read: ")
    assert project.contracts("diff", "a.json", "http://[").err.startswith("contracts: http://[ cannot be read: ")


@pytest.mark.parametrize("module", ["jsonschema", "fastapi"])
def test_a_missing_package_is_reported_with_the_command_that_installs_it(project: Project, module: str) -> None:
    project.write("app.py", "app = 1\n")
    content = json.loads(document())
    content["paths"]["/items"]["get"]["parameters"] = [{"name": "a", "in": "query", "schema": {"type": "integer"}}]
    project.write("b.json", json.dumps(content).replace("integer", "boolean"))
    project.write("a.json", json.dumps(content))
    program = f"import sys\nsys.modules[{module!r}] = None\nfrom contracts.command import main\nsys.exit(main())"
    other = "app:app" if module == "fastapi" else "b.json"
    command = [sys.executable, "-c", program, "diff", "a.json", other]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    install = f"contracts: {module} is not installed here: {sys.executable} -m pip install {module}\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", install)
