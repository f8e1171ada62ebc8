"""The document that clients were promised: the one at the last commit shared with the blessed branch."""

from .errors import CannotCheckError
from .settings import Settings
from .sources import Source, from_text
from .sources.git import Git

_SHALLOW = "This clone is shallow: git fetch --unshallow, or fetch-depth: 0 in a GitHub workflow"


class NothingBlessedError(CannotCheckError):
    """There is no commit that clients were promised anything in; the message says why."""


def blessed(settings: Settings, ref: str) -> Source | None:
    """Return the document at the merge base of HEAD and the ref, None where that commit has none.

    Raises NothingBlessedError where there is no such commit, and CannotCheckError where its document cannot be read.
    """
    git = Git(settings.directory)
    try:
        git.top()
    except CannotCheckError as error:
        raise NothingBlessedError(str(error)) from error
    cure = _SHALLOW if git.is_shallow() else "To look for it: git fetch"
    if not git.knows(ref):
        raise NothingBlessedError(f"git knows no {ref!r} here. {cure}")
    commit = git.merge_base(ref)
    if commit is None:
        raise NothingBlessedError(f"git knows no commit that HEAD and {ref!r} share. {cure}")
    path = f"./{settings.document}"
    if not git.has(commit, path):
        return None
    name = f"{ref} ({commit[:7]})"
    return from_text(git.show(commit, path), name, settings.document)
