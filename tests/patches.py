"""A patch: a file `NAME.patch`. Its first line describes a change of the project; the lines below are the change.

The change is a unified diff, as `git diff -U1` writes it. It is applied by its text, not by its line numbers. It has
only as many lines around the change as are needed to find the place, so that other edits do not break it.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path


class DoesNotApplyError(Exception):
    """The lines that a patch changes are not found; the message shows the place, and how to mend the patch."""


@dataclass
class Hunk:
    """The change of one place in a file.

    Attributes:
        path: The file, from the project's directory.
        before: The lines before the change; empty for a new file.
        after: The lines after the change.
        marks: The first character of each line of the diff, such as "-+" for a line that is changed.
    """

    path: str
    before: str = ""
    after: str = ""
    marks: str = ""

    @property
    def context(self) -> tuple[bool, bool]:
        """Whether the first and the last line are there only to find the place."""
        return self.marks[0] == " ", self.marks[-1] == " "

    def nearest(self, source: str) -> str:
        """Return a sentence that shows the line of a source most like the first one that is missing."""
        lines = source.splitlines()
        if not lines or not self.before:
            return f"{self.path} {'exists already, and the patch creates it' if lines else 'does not exist'}.\n"
        wanted = self.before.splitlines()
        looked_for = next((line for line in wanted if line not in lines), wanted[0]).strip()
        likeness = [SequenceMatcher(None, looked_for, line.strip()).ratio() for line in lines]
        place = likeness.index(max(likeness))
        return f"The nearest line is {place + 1} of {self.path}:\n{lines[place]}\n"


@dataclass(frozen=True)
class Patch:
    """A change of the project: its file, the sentence that describes it, and its hunks."""

    file: Path
    description: str
    hunks: list[Hunk]

    @property
    def name(self) -> str:
        """The name, such as "a_304_has_no_etag"."""
        return self.file.stem

    @classmethod
    def read(cls, file: Path) -> "Patch":
        """Return the patch of a file."""
        description, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        path, hunks = "", list[Hunk]()
        for line in lines:
            if line.startswith("+++ b/"):
                path = line.removeprefix("+++ b/").strip()
            elif line.startswith("@@"):
                hunks.append(Hunk(path))
            elif line.startswith(("diff ", "index ", "new file ", "--- ")):
                continue
            else:
                content = line[1:] or "\n"  # some editors take the space from an empty line
                hunks[-1].marks += line[0].replace("\n", " ")
                if not line.startswith("+"):
                    hunks[-1].before += content
                if not line.startswith("-"):
                    hunks[-1].after += content
        return cls(file, description.strip(), hunks)

    def apply(self, project: Path) -> None:
        """Make the change in the project in a directory; raise DoesNotApplyError."""
        for hunk in self.hunks:
            file = project / hunk.path
            source = file.read_text(encoding="utf-8") if file.exists() else ""
            if source.count(hunk.before) != 1:
                raise DoesNotApplyError(
                    f"{self.file.name} does not apply: {hunk.path} must have these lines once, and has them "
                    f"{source.count(hunk.before)} times:\n{hunk.before}{hunk.nearest(source)}"
                    f"To mend it, make its change by hand, put the output of `git diff -U1` below the first line of "
                    f"{self.file}, and undo the change with `git checkout`."
                )
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source.replace(hunk.before, hunk.after), encoding="utf-8")


def all_patches(directory: Path) -> list[Patch]:
    """Return every patch in the directory, by name."""
    return [Patch.read(file) for file in sorted(directory.glob("*.patch"))]
