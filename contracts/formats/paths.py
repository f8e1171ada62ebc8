"""Files as a host of repositories knows them: by their paths from the top."""

from pathlib import Path

from ..errors import CannotCheckError
from ..sources.git import Git


def top() -> Path:
    """Return the top of the repository that the working directory is in, or that directory where it is in none."""
    try:
        return Git(Path.cwd()).top()
    except CannotCheckError:
        return Path.cwd()


def from_top(top: Path, file: str) -> str:
    """Return a file's path from the top; one that is not here, as of a commit, is named from there already."""
    path = Path(file).resolve()
    return path.relative_to(top).as_posix() if path.exists() and path.is_relative_to(top) else file
