"""What in a document FastAPI and Pydantic write by themselves, and change from version to version."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from .sources.lines import Parts

_COMPONENTS = {("components", "schemas", name) for name in ("HTTPValidationError", "ValidationError")}
_VALUES = {"const", "default", "enum", "example", "examples"}  # a title in there is the app's


def differences(old: Any, new: Any, path: Parts = ()) -> Iterator[Parts]:
    """Give the path of everything that differs between two documents as JSON has it: 1 is 1.0, and not true."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            if name in old and name in new:
                yield from differences(old[name], new[name], (*path, name))
            else:
                yield (*path, name)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, (*path, str(index)))
    elif old != new or isinstance(old, bool) is not isinstance(new, bool):
        yield path


def is_the_frameworks(path: Parts) -> bool:
    """Return whether the framework alone decides what stands there."""
    if path == ("openapi",) or path[:3] in _COMPONENTS:
        return True
    is_title = path[-1:] == ("title",) and path[-2:-1] != ("properties",) and path != ("info", "title")
    return is_title and not _VALUES & {*path}


def only_the_framework_moved(old: Any, new: Any) -> bool:
    """Return whether two documents differ, and in the framework's own parts alone."""
    moved = [is_the_frameworks(path) for path in differences(old, new)]
    return bool(moved) and all(moved)


def moved() -> str:
    """Return the sentence that says so, with the versions that are installed."""
    installed = " and ".join(f"{name} {_version(name)}" for name in ("fastapi", "pydantic"))
    return f"Only the framework's own parts moved, as by an upgrade of FastAPI or Pydantic; here are {installed}."


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"
