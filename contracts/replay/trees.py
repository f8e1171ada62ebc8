"""Copy the files of a project: the application runs in the copy, which is deleted afterwards."""

import shutil
from pathlib import Path
from typing import NamedTuple

from ..errors import CannotCheckError
from ..sources.git import Git


class Tree(NamedTuple):
    """A copy of a repository.

    Attributes:
        top: The top of the repository.
        copy: The top of the copy.
        directory: The project's directory in the copy.
    """

    top: Path
    copy: Path
    directory: Path


def working_tree(directory: Path, copy: Path) -> Tree:
    """Copy the files of the repository that git tracks or does not ignore, as they are now.

    Raises CannotCheckError.
    """
    git = Git(directory)
    top = git.top()
    for name in git.files():
        source, target = top / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():  # a submodule
            shutil.copytree(source, target, symlinks=True)
        elif source.exists() or source.is_symlink():  # and not deleted since it was committed
            shutil.copy2(source, target, follow_symlinks=False)
    return _tree(directory, top, copy)


def committed_tree(directory: Path, ref: str, copy: Path) -> Tree:
    """Copy the files of the repository as they were committed; raises CannotCheckError."""
    git = Git(directory)
    top = git.top()
    if not git.knows(ref):
        raise CannotCheckError(
            f"{ref!r} is no commit in this clone, no URL, and no app like package.module:app. To fetch it: git fetch"
        )
    git.write(ref, copy)
    return _tree(directory, top, copy)


def _tree(directory: Path, top: Path, copy: Path) -> Tree:
    place = copy / directory.resolve().relative_to(top.resolve())
    place.mkdir(parents=True, exist_ok=True)  # The commit may not have this directory.
    return Tree(top.resolve(), copy, place)
