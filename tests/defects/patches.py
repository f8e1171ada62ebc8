"""A planted defect: a file `NAME.patch` that says the mistake in its first line, and makes it in the lines below.

The lines below are a unified diff, as `git diff` writes it. It is applied by its text alone, not by its line numbers,
so that an edit elsewhere in a file does it no harm.
"""

from dataclasses import dataclass
from pathlib import Path

DIRECTORY = Path(__file__).parent


class DoesNotApplyError(Exception):
    """The blog is no longer what a patch was made for; the message says where, and how to mend the patch."""


@dataclass
class Hunk:
    """One place in a file, given from the project's directory: the lines as they are, and with the mistake."""

    path: str
    right: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Defect:
    """A mistake, as a person would make it: its name, a sentence that says it, and what it changes."""

    name: str
    mistake: str
    hunks: list[Hunk]

    @classmethod
    def read(cls, file: Path) -> "Defect":
        """Return the defect of a patch file."""
        mistake, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        path, hunks = "", list[Hunk]()
        for line in lines:
            if line.startswith("+++ b/"):
                path = line.removeprefix("+++ b/").strip()
            elif line.startswith("@@ "):
                hunks.append(Hunk(path))
            elif line.startswith(("diff ", "index ", "--- ")):
                continue
            else:
                content = line[1:] or "\n"  # some editors take the space from an empty line
                if not line.startswith("+"):
                    hunks[-1].right += content
                if not line.startswith("-"):
                    hunks[-1].wrong += content
        return cls(file.stem, mistake.strip(), hunks)

    def plant(self, project: Path) -> None:
        """Make the mistake in the project in a directory; raise DoesNotApplyError."""
        for hunk in self.hunks:
            file = project / hunk.path
            source = file.read_text(encoding="utf-8")
            if source.count(hunk.right) != 1:
                raise DoesNotApplyError(
                    f"{self.name}.patch does not apply: {hunk.path} has {source.count(hunk.right)} times\n{hunk.right}"
                    f"To mend it, make its mistake in blog/ by hand, put what `git diff blog` says below the first "
                    f"line of tests/defects/{self.name}.patch, and undo the mistake with `git checkout blog`."
                )
            file.write_text(source.replace(hunk.right, hunk.wrong), encoding="utf-8")


def all_defects(directory: Path = DIRECTORY) -> list[Defect]:
    """Return the defects of every patch in the directory, by name."""
    return [Defect.read(file) for file in sorted(directory.glob("*.patch"))]
