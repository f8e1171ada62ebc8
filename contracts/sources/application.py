"""Read the document that an app serves."""

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import CannotCheckError

if TYPE_CHECKING:
    from fastapi import FastAPI


def served(app: str, directory: Path, environment: Mapping[str, str]) -> Any:
    """Return the OpenAPI document that an app serves, as a client receives it.

    Args:
        app: `package.module:attribute`; the attribute is a FastAPI app, or a function that makes one.
        directory: Where its modules are searched first.
        environment: The environment variables that it needs besides those of this process.

    Raises:
        CannotCheckError: It cannot be imported, is no FastAPI app, or cannot make its document.
    """
    # The output of the command must not contain what an app prints while it is imported.
    with contextlib.redirect_stdout(sys.stderr), variables(environment):
        loaded = _load(app, directory)
        try:
            return json.loads(json.dumps(loaded.openapi(), allow_nan=False))
        except Exception as error:
            raise CannotCheckError(f"{app} cannot make its document: openapi() raises {_shown(error)}") from error


@contextlib.contextmanager
def variables(environment: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables within the context."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def named(name: str, directory: Path) -> Any:
    """Return what `package.module:attribute` names; the modules are searched in the directory first.

    Raises CannotCheckError.
    """
    module_name, _, attribute = name.partition(":")
    # Unlike `python -m`, the console script does not search the working directory.
    if str(directory) not in sys.path:
        sys.path.insert(0, str(directory))
    try:
        module = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        cure = f"To see where: python -c 'import {module_name}'"
        if isinstance(error, ModuleNotFoundError):
            cure += "\n  Run it in the environment that the app runs in, and in the project's directory."
        raise CannotCheckError(f"{module_name} cannot be imported: {_shown(error)}\n  {cure}") from error
    try:
        return attrgetter(attribute)(module)
    except AttributeError:
        raise CannotCheckError(f"{module_name} has no {attribute!r}.") from None


def _load(app: str, directory: Path) -> "FastAPI":
    loaded = named(app, directory)
    # Imported only here: importing FastAPI takes longer than comparing two documents.
    from fastapi import FastAPI  # noqa: PLC0415

    if not isinstance(loaded, FastAPI) and callable(loaded):
        try:
            loaded = loaded()
        except Exception as error:
            raise CannotCheckError(f"{app} makes no app: it raises {_shown(error)}") from error
    if not isinstance(loaded, FastAPI):
        raise CannotCheckError(f"{app} is no FastAPI app, nor a function that makes one, but {type(loaded).__name__}.")
    return loaded


def _shown(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
