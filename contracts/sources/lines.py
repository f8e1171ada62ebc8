"""Find the lines in a document's text that JSON pointers refer to."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from .reading import is_yaml

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+')

Parts = tuple[str, ...]
"""The parts of a pointer, unescaped."""


def lines_of(text: str, name: str, pointers: Iterable[str]) -> dict[str, int]:
    """Return for each pointer the line, counted from 1, of the key or the item that it refers to.

    If the text does not contain it, the line is that of the nearest parent. The text must be one that `parse` can read.
    """
    paths = {pointer: path_of(pointer) for pointer in pointers}
    # A tree of the parts: the text is read once, and values that no pointer leads into are skipped.
    wanted: dict[str, Any] = {}
    for path in paths.values():
        branch = wanted
        for part in path:
            branch = branch.setdefault(part, {})
    found = {(): 1, **dict(_in_yaml(text, wanted) if is_yaml(text, name) else _in_json(text, wanted))}
    return {pointer: _nearest(path, found) for pointer, path in paths.items()}


def path_of(pointer: str) -> Parts:
    """Return the parts of a pointer, unescaped."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def pointer_of(path: Parts) -> str:
    """Return the pointer that has these parts."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def _nearest(path: Parts, found: dict[Parts, int]) -> int:
    while path not in found:
        path = path[:-1]
    return found[path]


def _in_json(text: str, wanted: dict[str, Any]) -> Iterator[tuple[Parts, int]]:
    tokens = _TOKEN.finditer(text)
    line, counted = 1, 0

    def walk(token: re.Match[str], path: Parts, wanted: dict[str, Any]) -> Iterator[tuple[Parts, int]]:
        """Walk through the value that begins with the token."""
        nonlocal line, counted
        opened = token[0]
        if opened not in "{[":
            return
        depth = 1
        while depth and not wanted:
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(next(tokens)[0], 0)
        for index in count() if wanted else ():
            token = start = next(tokens)
            if start[0] in "}]":
                return
            part = str(index)
            if opened == "{":
                part, token = json.loads(start[0]), next(tokens)
            if part in wanted:
                line, counted = line + text.count("\n", counted, start.start()), start.start()
                yield (*path, part), line
            yield from walk(token, (*path, part), wanted.get(part, {}))

    return walk(next(tokens), (), wanted)


def _in_yaml(text: str, wanted: dict[str, Any]) -> Iterator[tuple[Parts, int]]:
    # Imported only here: PyYAML need not be installed.
    from .yaml import compose, members  # noqa: PLC0415

    def walk(node: Any, path: Parts, wanted: dict[str, Any]) -> Iterator[tuple[Parts, int]]:
        for part, child, line in members(node) if wanted else ():
            if part in wanted:
                yield (*path, part), line
                yield from walk(child, (*path, part), wanted[part])

    return walk(compose(text), (), wanted)
