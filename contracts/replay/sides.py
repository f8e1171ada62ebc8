"""Start the two sides of a replay: a running server, an app, or a commit."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from ..errors import CannotCheckError
from ..settings import Settings, settings_of
from ..sources import APP, from_text
from ..sources.web import is_url
from .resources import Examples
from .servers import Server
from .side import TIMEOUT, Side
from .trees import committed_tree, working_tree


@dataclass(frozen=True)
class Given:
    """The options of the user.

    Attributes:
        environment: Environment variables of the apps that are started; `{tmp}` in them is an empty directory for each.
        headers: Headers of every request.
        examples: Values that are known to work, like {("path", "item_id"): 1}.
        allow_writes: Whether requests that change data may be sent to a running server.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    headers: Sequence[tuple[str, str]] = ()
    examples: Examples = field(default_factory=dict)
    allow_writes: bool = False


def begun(word: str, name: str, other: str, directory: Path, given: Given, stack: ExitStack) -> Callable[[], Side]:
    """Start a side without waiting; returns a function that waits until it is ready.

    Args:
        word: "old" or "new".
        name: A URL, `package.module:app` in the working tree, or a commit.
        other: The name of the other side; of several APIs of a commit, the one with the same app is chosen.
        directory: The project's directory.
        given: The options of the user.
        stack: Stops the side when it is closed.

    Raises:
        CannotCheckError: The side does not exist. The returned function raises it if the side has no document.
    """
    if is_url(name):
        client = stack.enter_context(httpx.Client(base_url=name, timeout=TIMEOUT))
        return lambda: _allowed(Side(word, name, _fetched(name, client), client, is_ours=False), given)
    if find_spec("uvicorn") is None:
        # The process of the app imports it, so it would be missing there.
        raise ModuleNotFoundError("uvicorn is not installed.", name="uvicorn")
    base = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="contracts-replay-")))
    copy, own = base / "tree", base / "tmp"
    copy.mkdir()
    own.mkdir()
    is_app = APP.fullmatch(name) is not None
    tree = working_tree(directory, copy) if is_app else committed_tree(directory, name, copy)
    api = replace(_api(tree.directory, directory, name if is_app else other), directory=tree.directory)
    if is_app:
        api = replace(api, app=name)
    if not APP.fullmatch(api.app):
        reason = "[tool.contracts] of this commit names no app"
        return lambda: _allowed(Side(word, name, _committed(api, name, reason), None, reason), given)
    variables = {key: value.replace("{tmp}", str(own)) for key, value in given.environment.items()}
    log = stack.enter_context((base / "log").open("w+b"))
    server = Server(api.app, api.modules, tree, {**api.environment, **variables}, log)
    stack.callback(server.stop)

    def wait() -> Side:
        server.wait()
        document = server.document or _committed(api, name, server.reason)
        # A proxy from the environment variables cannot reach the loopback interface.
        client = stack.enter_context(httpx.Client(base_url=server.url, timeout=TIMEOUT, trust_env=False))
        return _allowed(Side(word, name, document, client if server.url else None, server.reason), given)

    return wait


def _allowed(side: Side, given: Given) -> Side:
    side.allow(writes=given.allow_writes, headers=[*given.headers])
    return side


def _fetched(name: str, client: httpx.Client) -> Any:
    address = f"{name.rstrip('/')}/openapi.json"
    try:
        answer = client.get("/openapi.json", follow_redirects=True)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotCheckError(f"{address} cannot be read: {error}") from None
    return from_text(answer.content, address).document


def _api(copy: Path, directory: Path, app: str) -> Settings:
    """Return the settings of one API, from the copy, or from the working tree if the copy has none.

    It is the API with this app, or the only one. Raises CannotCheckError if several are possible.
    """
    try:
        apis = settings_of(copy)
    except CannotCheckError:
        apis = settings_of(directory)
    meant = [one for one in apis if one.app == app] or apis
    if len(meant) > 1:
        names = ", ".join(one.document for one in meant)
        raise CannotCheckError(
            f"[[tool.contracts.api]] has several APIs: {names}. Name the app of one of them, "
            "or start the apps yourself and give the URL of each."
        )
    return meant[0]


def _committed(api: Settings, name: str, reason: str) -> Any:
    """Return the committed document, because the app cannot be run; raises CannotCheckError."""
    try:
        content = (api.directory / api.document).read_bytes()
        return from_text(content, f"{api.document} of {name}").document
    except (CannotCheckError, OSError):
        raise CannotCheckError(f"The app at {name} cannot be run, and has no committed document: {reason}") from None
