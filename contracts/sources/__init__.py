"""Read a document from a file, the standard input, a commit, an app or a URL."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..drift import DocumentError, Policy, Report, compare
from ..drift.policy import STRICT
from ..errors import CannotCheckError
from .application import served
from .git import Git
from .reading import decode, parse
from .web import fetched, is_url

APP = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*:[^\W\d]\w*")


@dataclass(frozen=True)
class Place:
    """A file, as a path from the working directory, and a line, counted from 1; an empty file means no place."""

    file: str = ""
    line: int = 1


NOWHERE = Place()


@dataclass(frozen=True)
class Source:
    """A document, and where it comes from.

    Attributes:
        name: Its name in reports.
        document: The document, as JSON values.
        text: Its text, for the line of a pointer; empty for the document of an app.
        file: The file that contains or contained it; empty if there is none.
    """

    name: str
    document: Any
    text: str = ""
    file: str = ""


def source(name: str, directory: Path) -> Source:
    """Return the document that a name stands for; paths and modules are searched in the directory.

    A name is `-` for the standard input, a file, `package.module:app`, a URL, or `REF:path` for a file in a commit.
    Raises CannotCheckError.
    """
    if name == "-":
        return from_text(sys.stdin.buffer.read(), "the standard input")
    file = directory / name
    if file.is_file():
        return from_text(file.read_bytes(), name, name)
    if is_url(name) or APP.fullmatch(name):
        return served_source(name, directory, {})
    ref, colon, path = name.partition(":")
    if not colon:
        raise CannotCheckError(f"There is no file {name}.")
    return from_text(Git(directory).show(ref, path), name, path)


def is_ref(name: str, directory: Path) -> bool:
    """Return whether a name cannot be a document, and so may be a commit."""
    return name != "-" and ":" not in name and not (directory / name).is_file()


def served_source(name: str, directory: Path, environment: Mapping[str, str]) -> Source:
    """Return what an app serves, `package.module:app` or the URL of its document; raises CannotCheckError."""
    return from_text(fetched(name), name) if is_url(name) else Source(name, served(name, directory, environment))


def from_text(content: bytes, name: str, file: str = "") -> Source:
    """Return the document in the content of a file; raises CannotCheckError."""
    text = decode(content, name)
    return Source(name, parse(text, name), text, file)


def compared(old: Source, new: Source, policy: Policy = STRICT) -> Report:
    """Compare two documents; raises a CannotCheckError that names the document that cannot be compared."""
    try:
        return compare(old.document, new.document, policy=policy)
    except DocumentError as error:
        name = next((one.name for one in (old, new) if not _is_comparable(one)), f"{old.name} or {new.name}")
        raise CannotCheckError(f"{name} cannot be compared. {error}") from error


def _is_comparable(one: Source) -> bool:
    """Return whether a document can be compared with itself, and so with another."""
    try:
        compare(one.document, one.document)
    except DocumentError:
        return False
    return True
