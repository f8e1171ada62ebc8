"""The two sides of a replay, as a user names them: a running server, an app, or a commit."""

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
    """What a user says of the applications.

    Attributes:
        environment: Environment variables of those that are started; `{tmp}` in them is a directory of each one's own.
        headers: Headers that every request has.
        examples: What is there, like {("path", "item_id"): 1}.
        allow_writes: Whether a running server may be sent what changes its data.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    headers: Sequence[tuple[str, str]] = ()
    examples: Examples = field(default_factory=dict)
    allow_writes: bool = False


def begun(word: str, name: str, other: str, directory: Path, given: Given, stack: ExitStack) -> Callable[[], Side]:
    """Begin to start a side, which the stack ends; returns what waits for it.

    Args:
        word: "old" or "new".
        name: A URL, `package.module:app` in the working tree, or a commit.
        other: The name of the other side, whose app says which of several APIs of a commit is meant.
        directory: The project's directory.
        given: What the user says of it.
        stack: What ends it.

    Raises:
        CannotCheckError: There is no such thing; of what is returned: it has no document.
    """
    if is_url(name):
        client = stack.enter_context(httpx.Client(base_url=name, timeout=TIMEOUT))
        return lambda: _allowed(Side(word, name, _fetched(name, client), client, is_ours=False), given)
    if find_spec("uvicorn") is None:
        # It is not imported here, but in the process of the app.
        raise ModuleNotFoundError("There is no uvicorn.", name="uvicorn")
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
        reason = "[tool.contracts] names no app there"
        return lambda: _allowed(Side(word, name, _committed(api, name, reason), None, reason), given)
    variables = {key: value.replace("{tmp}", str(own)) for key, value in given.environment.items()}
    log = stack.enter_context((base / "log").open("w+b"))
    server = Server(api.app, api.modules, tree, {**api.environment, **variables}, log)
    stack.callback(server.stop)

    def wait() -> Side:
        server.wait()
        document = server.document or _committed(api, name, server.reason)
        # A proxy of the environment leads nowhere from here.
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
    """Return the settings of the API that is meant, those of the tree or else those of today.

    It is the one that has this app, or the only one. Raises CannotCheckError where there are several.
    """
    try:
        apis = settings_of(copy)
    except CannotCheckError:
        apis = settings_of(directory)
    meant = [one for one in apis if one.app == app] or apis
    if len(meant) > 1:
        names = ", ".join(one.document for one in meant)
        raise CannotCheckError(
            f"[[tool.contracts.api]] has several APIs that may be meant: {names}. Name the app of one of them, "
            "or start the apps yourself, and give the URL of each."
        )
    return meant[0]


def _committed(api: Settings, name: str, reason: str) -> Any:
    """Return the document that is committed where the app serves none; raises CannotCheckError."""
    try:
        content = (api.directory / api.document).read_bytes()
        return from_text(content, f"{api.document} of {name}").document
    except (CannotCheckError, OSError):
        raise CannotCheckError(f"The app at {name} cannot be run, and has no committed document: {reason}") from None
