"""The places where two documents differ."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from ..sources.lines import Parts, path_of


def differences(old: Any, new: Any, path: Parts = ()) -> Iterator[Parts]:
    """Give the path of each difference between two documents, compared as in JSON: 1 equals 1.0, but not true."""
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


class Places:
    """A set of paths that differ."""

    def __init__(self, paths: Iterable[Parts]) -> None:
        """Store the paths and all their parents."""
        self._paths = {*paths}
        self._above = {path[:length] for path in self._paths for length in range(len(path) + 1)}

    def touch(self, path: Parts) -> bool:
        """Return whether something differs at a path, above it or below it."""
        return path in self._above or any(path[:length] in self._paths for length in range(len(path)))


def referred(document: Any, path: Parts) -> set[Parts]:
    """Return the targets of all references in the value at a path, directly or through other references."""
    found: set[Parts] = set()
    open_paths = [path]
    while open_paths:
        for reference in _references(_at(document, open_paths.pop())):
            target = path_of(unquote(reference))
            if target not in found:
                found.add(target)
                open_paths.append(target)
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        yield from _references(member)


def _at(document: Any, path: Parts) -> Any:
    for part in path:
        if isinstance(document, list) and part.isdecimal() and int(part) < len(document):
            document = document[int(part)]
        else:
            document = document.get(part) if isinstance(document, dict) else None
    return document
