"""A planted defect: a file `NAME.patch` that says the mistake in its first line, and makes it in the lines below.

The lines below are a unified diff, as `git diff -U1` writes it. It is applied by its text alone, not by its line
numbers, and has no line beside the mistake that is not needed to find the place: an edit elsewhere does it no harm.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

DIRECTORY = Path(__file__).parent


class DoesNotApplyError(Exception):
    """The blog is no longer what a patch was made for; the message says where, and how to mend the patch."""


@dataclass
class Hunk:
    """One place in a file, given from the project's directory: the lines as they are, and with the mistake.

    Attributes:
        path: The file.
        right: The lines as they are.
        wrong: The lines with the mistake.
        marks: The first character of each line of the diff, such as "-+" for a line that is changed.
    """

    path: str
    right: str = ""
    wrong: str = ""
    marks: str = ""

    @property
    def context(self) -> tuple[bool, bool]:
        """Whether the first and the last line are there only to find the place."""
        return self.marks[0] == " ", self.marks[-1] == " "

    def nearest(self, source: str) -> str:
        """Return where a source may have what the hunk looks for: the line most like the first one that is missing."""
        lines = source.splitlines()
        wanted = self.right.splitlines()
        looked_for = next((line for line in wanted if line not in lines), wanted[0]).strip()
        likeness = [SequenceMatcher(None, looked_for, line.strip()).ratio() for line in lines]
        place = likeness.index(max(likeness))
        return f"The nearest line is {place + 1} of {self.path}:\n{lines[place]}\n"


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
            elif line.startswith("@@"):
                hunks.append(Hunk(path))
            elif line.startswith(("diff ", "index ", "--- ")):
                continue
            else:
                content = line[1:] or "\n"  # some editors take the space from an empty line
                hunks[-1].marks += line[0].replace("\n", " ")
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
                    f"{hunk.nearest(source)}"
                    f"To mend it, make its mistake in blog/ by hand, put what `git diff -U1 blog` says below the first "
                    f"line of tests/defects/{self.name}.patch, and undo the mistake with `git checkout blog`."
                )
            file.write_text(source.replace(hunk.right, hunk.wrong), encoding="utf-8")


def all_defects(directory: Path = DIRECTORY) -> list[Defect]:
    """Return the defects of every patch in the directory, by name."""
    return [Defect.read(file) for file in sorted(directory.glob("*.patch"))]
