"""The document that clients were promised: the one at the merge base with the blessed branch."""

from dataclasses import dataclass

from .errors import CannotCheckError
from .framework.locks import locked_in
from .settings import Settings
from .sources import Source, from_text
from .sources.git import Git

_SHALLOW = "This clone is shallow. To get its history: git fetch --unshallow, or fetch-depth: 0 in a GitHub workflow"
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "constraints.txt", "requirements.txt")


class NothingPromisedError(Exception):
    """Clients were promised nothing yet; the message explains why."""


@dataclass(frozen=True)
class Promised:
    """What clients were promised.

    Attributes:
        document: The document.
        locked: The versions of FastAPI and Pydantic in the project's lock file at that commit, if it has one.
    """

    document: Source
    locked: dict[str, str]


def promised(settings: Settings) -> Promised:
    """Return what clients were promised: the document at the merge base of HEAD and the blessed branch.

    Raises:
        NothingPromisedError: There is no commit, no remote, or no document at the merge base.
        CannotCheckError: Git or the document cannot be read, so there may be a promise.
    """
    git = Git(settings.directory)
    git.top()
    if not git.knows("HEAD"):
        raise NothingPromisedError("Nothing is committed yet, so clients were promised nothing.")
    ref = settings.blessed or _default_branch(git)
    if not git.knows(ref):
        raise CannotCheckError(f"This clone has no ref {ref!r}. {_cure(git, 'To fetch it: git fetch')}")
    commit = git.merge_base(ref)
    if commit is None:
        cure = _cure(git, 'Name the branch that clients were promised in [tool.contracts]: blessed = "..."')
        raise CannotCheckError(f"HEAD and {ref!r} have no merge base in this clone. {cure}")
    path = f"./{settings.document}"
    if not git.has(commit, path):
        raise NothingPromisedError(f"{ref} has no {settings.document}, so clients were promised nothing yet.")
    name = f"{ref}:{settings.document} ({commit[:7]})"
    return Promised(from_text(git.show(commit, path), name, settings.document), _locked(git, commit))


def _default_branch(git: Git) -> str:
    remotes = git.remotes()
    remote = remotes[0] if len(remotes) == 1 else "origin"
    if branch := git.default_branch(remote):
        return branch
    if not remotes or git.was_never_shared(remote):
        what = f"Nothing was pushed to {remote!r} yet" if remotes else "This repository has no remote"
        raise NothingPromisedError(
            f"{what}, so clients were promised nothing. "
            'To compare with a local branch, name it in [tool.contracts]: blessed = "main"'
        )
    cure = _cure(git, f"To fetch it: git fetch {remote} && git remote set-head {remote} --auto")
    raise CannotCheckError(
        f"This clone does not know the default branch of {remote!r}. {cure}\n"
        '  Or name the branch that clients were promised in [tool.contracts]: blessed = "origin/main"'
    )


def _cure(git: Git, otherwise: str) -> str:
    return _SHALLOW if git.is_shallow() else otherwise


def _locked(git: Git, commit: str) -> dict[str, str]:
    """Return the versions in the first lock file, next to pyproject.toml or at the top of the repository."""
    for path in (f"{where}{name}" for where in ("./", "") for name in _LOCKS):
        if git.has(commit, path) and (locked := locked_in(git.show(commit, path).decode(errors="replace"))):
            return locked
    return {}
