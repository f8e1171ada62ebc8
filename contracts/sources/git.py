"""Read files and commits from git."""

import os
import subprocess
from pathlib import Path

from ..errors import CannotCheckError


class Git:
    """The repository that contains a directory; a path that begins with `./` is relative to the directory."""

    def __init__(self, directory: Path) -> None:
        """Take the directory; no git command runs yet."""
        self._directory = directory

    def show(self, ref: str, path: str) -> bytes:
        """Return the content of a file in a commit; raises CannotCheckError."""
        self.top()
        if ref and self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{tree}}") is None:
            raise CannotCheckError(f"This clone has no ref {ref!r}. To fetch it: git fetch. To list: git branch -a")
        content = self._ask("show", "--end-of-options", f"{ref}:{path}")
        if content is None:
            where = f"the commit {ref!r}" if ref else "git's index"
            raise CannotCheckError(
                f"{path} is not in {where}. Write the path from the top of the repository, or begin it with ./"
            )
        return content

    def top(self) -> Path:
        """Return the top directory of the repository; raises CannotCheckError if there is none."""
        process = self._run("rev-parse", "--show-toplevel")
        if process.returncode:
            # The repository may belong to another user: the message of git then names the command that helps.
            raise CannotCheckError(f"git finds no repository in {self._directory}: {process.stderr.decode().strip()}")
        return Path(process.stdout.decode().strip())

    def merge_base(self, ref: str) -> str | None:
        """Return the last commit that HEAD and the ref share, or None if there is none in this clone."""
        return self._line("merge-base", "HEAD", ref)

    def knows(self, ref: str) -> bool:
        """Return whether the ref names a commit in this clone."""
        return self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}") is not None

    def remotes(self) -> list[str]:
        """Return the names of the remotes."""
        return (self._line("remote") or "").split()

    def default_branch(self, remote: str) -> str:
        """Return the default branch of a remote, like `origin/main`; "" if this clone does not know it."""
        head = self._line("rev-parse", "--abbrev-ref", "--verify", "--quiet", f"{remote}/HEAD")
        return next((one for one in (head, f"{remote}/main", f"{remote}/master") if one and self.knows(one)), "")

    def was_never_shared(self, remote: str) -> bool:
        """Return whether this clone never fetched from the remote or pushed to it, and is not a CI server's checkout.

        A CI server checks out a commit without a branch, or a shallow clone, or has branches of the remote.
        """
        is_on_a_branch = self._line("symbolic-ref", "--quiet", "HEAD") is not None
        return is_on_a_branch and not self.is_shallow() and not self._line("for-each-ref", f"refs/remotes/{remote}/")

    def is_shallow(self) -> bool:
        """Return whether the clone has only the last commits."""
        return self._line("rev-parse", "--is-shallow-repository") == "true"

    def has(self, commit: str, path: str) -> bool:
        """Return whether the file is in the commit."""
        return self._ask("cat-file", "-e", f"{commit}:{path}") is not None

    def files(self) -> list[str]:
        """Return the files that git tracks or does not ignore, as paths from the top of the repository."""
        answer = self._at_top("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        return [name for name in dict.fromkeys(answer.decode(errors="surrogateescape").split("\0")) if name]

    def write(self, commit: str, directory: Path) -> None:
        """Write all files of a commit into a directory, without touching the index."""
        # No commit can contain a file named `.git`, so the temporary index does not collide with one.
        index = {"GIT_INDEX_FILE": str(directory / ".git")}
        self._at_top("read-tree", f"{commit}^{{tree}}", **index)
        self._at_top("checkout-index", "--all", f"--prefix={directory}/", **index)
        (directory / ".git").unlink()

    def _at_top(self, *arguments: str, **environment: str) -> bytes:
        """Run git at the top of the repository, and return its output; raises CannotCheckError."""
        process = self._run("-C", str(self.top()), *arguments, **environment)
        if process.returncode:
            raise CannotCheckError(f"git {arguments[0]} fails: {process.stderr.decode().strip()}")
        return process.stdout

    def _line(self, *arguments: str) -> str | None:
        answer = self._ask(*arguments)
        return None if answer is None else answer.decode().strip()

    def _ask(self, *arguments: str) -> bytes | None:
        """Run git, and return its output, or None if it fails."""
        process = self._run(*arguments)
        return process.stdout if process.returncode == 0 else None

    def _run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = ["git", *arguments]
        env = {**os.environ, **environment}
        try:
            return subprocess.run(command, cwd=self._directory, capture_output=True, check=False, env=env)  # noqa: S603
        except FileNotFoundError:
            raise CannotCheckError("git is not installed, or not on the PATH.") from None
