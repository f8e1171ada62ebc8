"""Serve one application on a port of the loopback interface, until the standard input ends.

This file runs as a script in the directory of the application, and imports nothing from its own package: so only the
search path decides which modules the application finds. It prints a line of JSON with the document as soon as the
application is loaded, and another one with the port when the application has started.
"""

import importlib
import json
import os
import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any, TextIO

PATIENCE = 5  # seconds until the application must have ended


class Foreign(Exception):
    """A module was imported from the working tree instead of the copy in which the application runs."""


def main(name: str, modules: Path, top: Path, copy: Path) -> None:
    """Serve `package.module:attribute`; its modules are searched in `modules` first.

    `top` is the top of its repository, and `copy` the copy of the repository in which it runs.
    """
    # The output of the application goes to the standard error: the parent process reads the standard output.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.path[:] = [str(modules), str(Path.cwd()), *in_copy(sys.path, top, copy)]
    application = loaded(name)
    for module in foreign(top, copy):
        raise Foreign(f"{module} is imported from the working tree. Name its directory in the copy: PYTHONPATH=src")
    tell(output, document=application.openapi())
    serve(application, output)


def in_copy(paths: Iterable[str], top: Path, copy: Path) -> Iterator[str]:
    """Give a search path for modules, in which the copy replaces the working tree."""
    for path in paths:
        place = Path(path).resolve()
        if not is_of_tree(place, top, copy):
            yield path
        elif (copy / place.relative_to(top)).is_dir():
            yield str(copy / place.relative_to(top))


def is_of_tree(place: Path, top: Path, copy: Path) -> bool:
    """Return whether a path is in the working tree, but not in a virtual environment inside it."""
    elsewhere = (copy, *(Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)))
    return place.is_relative_to(top) and not any(place.is_relative_to(one) for one in elsewhere)


def foreign(top: Path, copy: Path) -> Iterator[str]:
    """Give the modules that were imported from the working tree."""
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name != "__main__" and file and is_of_tree(Path(file).resolve(), top, copy):
            yield name


def loaded(name: str) -> Any:
    """Return the application of `package.module:attribute`, which is the app or a function that makes it."""
    module, _, attribute = name.partition(":")
    found = attrgetter(attribute)(importlib.import_module(module))
    return found if hasattr(found, "openapi") else found()


def serve(application: Any, output: TextIO) -> None:
    """Serve the application until the standard input ends."""
    import uvicorn  # noqa: PLC0415 - after the application, so that its missing packages are reported first

    listener = socket.create_server(("127.0.0.1", 0))

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                tell(output, port=listener.getsockname()[1])

    server = Server(uvicorn.Config(application, lifespan="on", log_level="warning", access_log=False))
    threading.Thread(target=end_with_input, args=[server], daemon=True).start()
    server.run([listener])


def end_with_input(server: Any) -> None:
    """Stop the server when the standard input ends: it ends with the parent process."""
    # Not sys.stdin: this thread would hold its lock when the interpreter shuts down.
    while os.read(0, 1024):
        pass
    server.should_exit = True
    threading.Event().wait(PATIENCE)
    os._exit(1)  # The application is still starting, or a request takes too long.


def tell(output: TextIO, **what: Any) -> None:
    """Print one line of JSON."""
    print(json.dumps(what, allow_nan=False), file=output, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
