"""Paths from the top of the repository, as hosts of repositories need them."""

from pathlib import Path

from ..errors import CannotCheckError
from ..sources.git import Git


def top() -> Path:
    """Return the top of the repository that contains the working directory, or that directory if there is none."""
    try:
        return Git(Path.cwd()).top()
    except CannotCheckError:
        return Path.cwd()


def from_top(top: Path, file: str) -> str:
    """Return a file's path from the top; a file that does not exist, as in a commit, has such a path already."""
    path = Path(file).resolve()
    return path.relative_to(top).as_posix() if path.exists() and path.is_relative_to(top) else file
